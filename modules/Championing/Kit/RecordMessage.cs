using System.Globalization;
using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Microsoft.AspNetCore.Http;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Kit;

/// <summary>A message that champions carry, with the evidence behind it.</summary>
public static class RecordMessage
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Words { get; init; }
        public required Guid? AudienceId { get; init; }
        public required string Evidence { get; init; }
        public required string Source { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into kit_message (id, innovation_id, audience_id, words, search_key, evidence, source, recorded_at, changed_at)
        values (@Id, @InnovationId, @AudienceId, @Words, @SearchKey, @Evidence, @Source, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update kit_message set audience_id = @AudienceId, words = @Words, search_key = @SearchKey, evidence = @Evidence, source = @Source,
            version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/kit/new",
            Api = Paths.Api + "/kit",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Champions(visit.InnovationId) + "#kit",
            Said = () => T["The message is in the kit."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/kit/{messageId:guid}",
            Api = Paths.Api + "/kit/{messageId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("messageId")),
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, visit.RouteId("messageId")),
            Show = (input, visit) => Show(input, visit, visit.RouteId("messageId")),
            Then = (visit, _) => Paths.Champions(visit.InnovationId) + "#kit",
            Said = () => T["The change is kept."],
        };

    internal static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Words = input.Text("words", T["the message"], required: true, max: 500),
            AudienceId = input.Id("audienceId", T["the audience"]),
            Evidence = input.Text("evidence", T["the evidence"], max: 2000),
            Source = input.Text("source", T["where it is found"], max: 500),
            Version = input.Version(),
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Guid? id)
    {
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        if (form.AudienceId is { } audience && book.Audiences.All(one => one.Id != audience))
            return Outcome<Guid>.Missing();
        var row = new
        {
            Id = id ?? form.Id,
            form.AudienceId,
            form.Words,
            SearchKey = Contracts.Words.Key(form.Words),
            form.Evidence,
            form.Source,
            form.Version,
        };
        return id is { } kept
            ? await Keeping.Change(visit, Update, kept, row, Start)
            : await Keeping.Make(visit, Insert, form.Id, row);
    }

    private static async Task<Input?> Start(IVisit visit, Guid id)
    {
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return book.Messages.FirstOrDefault(one => one.Id == id) is not { } kept
            ? null
            : Input.Of(
                ("words", kept.Words),
                ("audienceId", kept.AudienceId?.ToString() ?? ""),
                ("evidence", kept.Evidence),
                ("source", kept.Source),
                ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
            );
    }

    private static async Task<IResult?> Show(Input input, IVisit visit, Guid? id)
    {
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return visit.Page<RecordMessagePage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("MessageId", id),
            ("Audiences", book.Audiences.Select(one => new Choice(one.Id.ToString(), one.Name)).ToList())
        );
    }
}
