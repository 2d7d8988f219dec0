using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Rounds;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Actions;

/// <summary>From what people said to what is done, and from there to what has changed. All on one form, so that neither is lost.</summary>
public static class DecideAction
{
    private const int MostPeople = 200;

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required Guid? RoundId { get; init; }
        public required string Domain { get; init; }
        public required string Finding { get; init; }
        public required string What { get; init; }
        public required Guid? OwnerId { get; init; }
        public required DateOnly? DueOn { get; init; }
        public required DateOnly? DoneOn { get; init; }
        public required string Changed { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into evaluation_action (id, innovation_id, round_id, domain, finding, what, search_key, owner_id, due_on, done_on, changed,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @RoundId, @Domain, @Finding, @What, @SearchKey, @OwnerId, @DueOn, @DoneOn, @Changed, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update evaluation_action set finding = @Finding, what = @What, search_key = @SearchKey, owner_id = @OwnerId, due_on = @DueOn,
            done_on = @DoneOn, changed = @Changed, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Here = """
        select p.id, p.name from host_person p join host_access h on h.person_id = p.id
        where h.innovation_id = @InnovationId order by p.name_key, p.id limit @MostPeople
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/actions/new",
            Api = Paths.Api + "/actions",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Of(visit.InnovationId) + "#actions",
            Said = () => T["It is decided. Say what changed when it has."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/actions/{actionId:guid}",
            Api = Paths.Api + "/actions/{actionId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("actionId")),
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, visit.RouteId("actionId")),
            Show = (input, visit) => Show(input, visit, visit.RouteId("actionId")),
            Then = (visit, _) => Paths.Of(visit.InnovationId) + "#actions",
            Said = () => T["The change is kept."],
        };

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            RoundId = input.Id("roundId", T["the round"]),
            Domain = input.Text("domain", T["the part"], max: 200),
            Finding = input.Text("finding", T["what people said"], max: 1000),
            What = input.Text("what", T["what is done"], required: true, max: 1000),
            OwnerId = input.Id("ownerId", T["who sees to it"]),
            DueOn = input.Date("dueOn", T["the day by which it is done"]),
            DoneOn = input.Date("doneOn", T["the day it was done"]),
            Changed = input.Text("changed", T["what changed"], max: 2000),
            Version = input.Version(),
        };
        if (form.DoneOn is not null && form.Changed.Length == 0)
            input.Error("changed", T["Say what is different now. “Nothing yet” is an answer too."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Guid? id)
    {
        var today = visit.Clock.Today();
        if (form.DoneOn > today)
            return Outcome<Guid>.Refused("doneOn", T["That day is still to come. Record it when it has happened."]);
        if (
            form.RoundId is { } round
            && await RoundBook.One(visit.Database, visit.InnovationId, round, visit.Gone) is null
        )
            return Outcome<Guid>.Missing();
        if (form.OwnerId is { } owner && (await People(visit)).All(one => one.Id != owner) && id is null)
            return Outcome<Guid>.Refused("ownerId", T["Choose somebody who takes part in this innovation."]);
        if (form.OwnerId is { } asked && await Stopped(visit, asked, id) is { } why)
            return Outcome<Guid>.Refused("ownerId", T["{0} Choose somebody else, or leave it open for now.", why]);
        var row = new
        {
            Id = id ?? form.Id,
            form.RoundId,
            form.Domain,
            form.Finding,
            form.What,
            SearchKey = Words.Key(form.What),
            form.OwnerId,
            form.DueOn,
            DoneOn = form.Changed.Length > 0 ? form.DoneOn ?? today : form.DoneOn,
            form.Changed,
            form.Version,
        };
        return id is { } kept
            ? await Keeping.Change(visit, Update, kept, row, Start)
            : await Keeping.Make(visit, Insert, form.Id, row);
    }

    // Whoever sees to it already is not asked anew.
    private static async Task<string?> Stopped(IVisit visit, Guid owner, Guid? id)
    {
        if (visit.Maybe<IAskGate>() is not { } gate || (id is { } kept && (await One(visit, kept))?.OwnerId == owner))
            return null;
        return (await gate.MayAsk([owner], visit.Gone))
            .FirstOrDefault(verdict => verdict.Answer == AskAnswer.Stop)
            ?.Why;
    }

    private static async Task<ActionItem?> One(IVisit visit, Guid id) =>
        (await ActionBook.Of(visit.Database, [visit.InnovationId], visit.Gone)).FirstOrDefault(one => one.Id == id);

    private static async Task<Input?> Start(IVisit visit, Guid id) =>
        await One(visit, id) is not { } kept
            ? null
            : Input.Of(
                ("roundId", kept.RoundId?.ToString()),
                ("domain", kept.Domain),
                ("finding", kept.Finding),
                ("what", kept.What),
                ("ownerId", kept.OwnerId?.ToString() ?? ""),
                ("dueOn", kept.DueOn?.Iso()),
                ("doneOn", kept.DoneOn?.Iso()),
                ("changed", kept.Changed),
                ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
            );

    private static async Task<IReadOnlyList<(Guid Id, string Name)>> People(IVisit visit) =>
        [
            .. await visit.Database.Read(
                c => c.QueryAsync<(Guid Id, string Name)>(Here, new { visit.InnovationId, MostPeople }),
                visit.Gone
            ),
        ];

    private static async Task<IResult?> Show(Input input, IVisit visit, Guid? id) =>
        visit.Page<DecideActionPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("ActionId", id),
            ("People", (await People(visit)).Select(one => new Choice(one.Id.ToString(), one.Name)).ToList())
        );
}
