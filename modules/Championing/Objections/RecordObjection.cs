using System.Globalization;
using CoProd.Championing.Champions;
using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Objections;

/// <summary>Somebody objects; later it is answered. Both stand on one form, so that neither is read without the other.</summary>
public static class RecordObjection
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Words { get; init; }
        public required Guid? AudienceId { get; init; }
        public required DateOnly? RaisedOn { get; init; }
        public required Guid? RaisedBy { get; init; }
        public required string Answer { get; init; }
        public required DateOnly? AnsweredOn { get; init; }
        public required Settled? Settled { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into objection (id, innovation_id, audience_id, words, search_key, raised_on, raised_by, answer, answered_on, settled,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @AudienceId, @Words, @SearchKey, @RaisedOn, @RaisedBy, @Answer, @AnsweredOn, @Settled, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update objection set audience_id = @AudienceId, words = @Words, search_key = @SearchKey, raised_on = @RaisedOn,
            raised_by = @RaisedBy, answer = @Answer, answered_on = @AnsweredOn, settled = @Settled,
            version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/objections/new",
            Api = Paths.Api + "/objections",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Champions(visit.InnovationId) + "#objections",
            Said = () => T["The objection is recorded."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/objections/{objectionId:guid}",
            Api = Paths.Api + "/objections/{objectionId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("objectionId")),
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, visit.RouteId("objectionId")),
            Show = (input, visit) => Show(input, visit, visit.RouteId("objectionId")),
            Then = (visit, _) => Paths.Champions(visit.InnovationId) + "#objections",
            Said = () => T["The change is kept."],
        };

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Words = input.Text("words", T["what they say"], required: true, max: 2000),
            AudienceId = input.Id("audienceId", T["the audience"]),
            RaisedOn = input.Date("raisedOn", T["the day it was said"]),
            RaisedBy = input.Id("raisedBy", T["who said it"]),
            Answer = input.Text("answer", T["the answer"], max: 2000),
            AnsweredOn = input.Date("answeredOn", T["the day of the answer"]),
            Settled = input.Choice<Settled>("settled", T["whether it settled the matter"]),
            Version = input.Version(),
        };
        input.InOrder("answeredOn", form.RaisedOn, form.AnsweredOn, T["The answer must not be before the objection."]);
        if (form.Answer.Length == 0 && (form.AnsweredOn is not null || form.Settled is not null))
            input.Error("answer", T["Enter the answer that was given."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Guid? id)
    {
        var today = visit.Clock.Today();
        if (form.RaisedOn > today || form.AnsweredOn > today)
            return Outcome<Guid>.Refused(
                form.RaisedOn > today ? "raisedOn" : "answeredOn",
                T["That day is still to come. Record it when it has happened."]
            );
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        var before = book.Objections.FirstOrDefault(one => one.Id == id)?.RaisedBy;
        var known = await PeopleToChoose.Offers(visit, [form.RaisedBy], before);
        if (!known || (form.AudienceId is { } audience && book.Audiences.All(one => one.Id != audience)))
            return Outcome<Guid>.Missing();
        var row = Row(form, id ?? form.Id, today);
        return id is { } kept
            ? await Keeping.Change(visit, Update, kept, row, Start)
            : await Keeping.Make(visit, Insert, form.Id, row);
    }

    private static object Row(Form form, Guid id, DateOnly today) =>
        new
        {
            Id = id,
            form.AudienceId,
            form.Words,
            SearchKey = Contracts.Words.Key(form.Words),
            RaisedOn = form.RaisedOn ?? form.AnsweredOn ?? today,
            form.RaisedBy,
            form.Answer,
            AnsweredOn = form.Answer.Length == 0 ? (DateOnly?)null : form.AnsweredOn ?? today,
            Settled = form.Settled?.ToString() ?? "",
            form.Version,
        };

    private static async Task<Input?> Start(IVisit visit, Guid id)
    {
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return book.Objections.FirstOrDefault(one => one.Id == id) is not { } kept
            ? null
            : Input.Of(
                ("words", kept.Words),
                ("audienceId", kept.AudienceId?.ToString() ?? ""),
                ("raisedOn", kept.RaisedOn.Iso()),
                ("raisedBy", kept.RaisedBy?.ToString() ?? ""),
                ("answer", kept.Answer),
                ("answeredOn", kept.AnsweredOn?.Iso()),
                ("settled", kept.Settled),
                ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
            );
    }

    private static async Task<IResult?> Show(Input input, IVisit visit, Guid? id)
    {
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return visit.Page<RecordObjectionPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("ObjectionId", id),
            ("People", await PeopleToChoose.Choices(visit, input["raisedBy"])),
            ("Audiences", book.Audiences.Select(one => new Choice(one.Id.ToString(), one.Name)).ToList())
        );
    }
}
