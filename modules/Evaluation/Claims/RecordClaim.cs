using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Claims;

/// <summary>Somebody saw something change, says what the innovation had to do with it, and what speaks against that.</summary>
public static class RecordClaim
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Outcome { get; init; }
        public required string Contribution { get; init; }
        public required string CounterEvidence { get; init; }
        public required DateOnly? SeenOn { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into claim (id, innovation_id, outcome, search_key, contribution, counter_evidence, seen_on, recorded_at, changed_at)
        values (@Id, @InnovationId, @Outcome, @SearchKey, @Contribution, @CounterEvidence, @SeenOn, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update claim set outcome = @Outcome, search_key = @SearchKey, contribution = @Contribution,
            counter_evidence = @CounterEvidence, seen_on = @SeenOn, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Find =
        "select outcome from claim where id = @Id and innovation_id = @InnovationId and withdrawn = false";

    private const string Mistake = """
        update claim set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/claims/new",
            Api = Paths.Api + "/claims",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Of(visit.InnovationId) + "#claims",
            Said = () => T["It is recorded."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/claims/{claimId:guid}",
            Api = Paths.Api + "/claims/{claimId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("claimId")),
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, visit.RouteId("claimId")),
            Show = (input, visit) => Show(input, visit, visit.RouteId("claimId")),
            Then = (visit, _) => Paths.Of(visit.InnovationId) + "#claims",
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Withdrawal.Asking(
            Find,
            Mistake,
            new Withdrawal
            {
                Record = Paths.Route + "/claims/{claimId:guid}",
                RouteId = "claimId",
                Permission = Permissions.Record,
                Back = visit => Paths.Of(visit.InnovationId),
                Title = () => T["Withdraw this"],
                Lede = () =>
                    T[
                        "For something that nobody saw. What turned out to have other causes is kept: say so in the counter-evidence."
                    ],
                Said = () => T["It is withdrawn."],
            }
        );

    private static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Outcome = input.Text("outcome", T["what was seen to change"], required: true, max: 1000),
            Contribution = input.Text("contribution", T["what we had to do with it"], max: 2000),
            CounterEvidence = input.Text("counterEvidence", T["what speaks against it"], max: 2000),
            SeenOn = input.Date("seenOn", T["the day it was seen"]),
            Version = input.Version(),
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Guid? id)
    {
        var today = visit.Clock.Today();
        if (form.SeenOn > today)
            return Outcome<Guid>.Refused("seenOn", T["That day is still to come. Record it when it has happened."]);
        var row = new
        {
            Id = id ?? form.Id,
            form.Outcome,
            SearchKey = Words.Fold(form.Outcome),
            form.Contribution,
            form.CounterEvidence,
            SeenOn = form.SeenOn ?? today,
            form.Version,
        };
        return id is { } kept
            ? await Keeping.Change(visit, Update, kept, row, Start)
            : await Keeping.Make(visit, Insert, form.Id, row);
    }

    private static async Task<Input?> Start(IVisit visit, Guid id) =>
        (await ClaimBook.Of(visit.Database, [visit.InnovationId], visit.Gone)).FirstOrDefault(one => one.Id == id)
            is not { } kept
            ? null
            : Input.Of(
                ("outcome", kept.Outcome),
                ("contribution", kept.Contribution),
                ("counterEvidence", kept.CounterEvidence),
                ("seenOn", kept.SeenOn.Iso()),
                ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
            );

    private static Task<IResult?> Show(Input input, IVisit visit, Guid? id) =>
        Task.FromResult<IResult?>(
            visit.Page<RecordClaimPage>(("Input", input), ("InnovationId", visit.InnovationId), ("ClaimId", id))
        );
}
