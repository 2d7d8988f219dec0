using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Items;

/// <summary>Somebody sees it differently, and later it is said what came of that. Both views stay side by side.</summary>
public static class SeeDifferently
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Words { get; init; }
        public required string Outcome { get; init; }
        public required DateOnly? SettledOn { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into knowledge_contest (id, innovation_id, item_id, words, person_id, on_day, outcome, settled_on, recorded_by, recorded_at,
            changed_at)
        values (@Id, @InnovationId, @ItemId, @Words, @PersonId, @OnDay, '', null, @RecordedBy, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update knowledge_contest set words = @Words, outcome = @Outcome, settled_on = @SettledOn, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.ItemRoute + "/differently",
            Api = "/api" + Paths.ItemRoute + "/differently",
            Permission = Permissions.Tell,
            Read = Read,
            Handle = async (form, visit) =>
                await Kept(visit) is not ({ } item, _)
                    ? Outcome<Guid>.Missing()
                    : await Keeping.Make(
                        visit,
                        Insert,
                        form.Id,
                        new
                        {
                            form.Id,
                            ItemId = item.Id,
                            form.Words,
                            // Whoever records for others does not say it themselves.
                            PersonId = visit.Caller.May(Permissions.Record) ? null : visit.Caller.PersonId,
                            OnDay = visit.Clock.Today(),
                            RecordedBy = visit.Caller.AccountId,
                        }
                    ),
            Show = (input, visit) => Show(input, visit, false),
            Then = (visit, _) => Paths.Item(visit.InnovationId, visit.RouteId("itemId")) + "#differently",
            Said = () => T["It is kept beside what was said. Nobody has to be of one opinion."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.ItemRoute + "/differently/{contestId:guid}",
            Api = "/api" + Paths.ItemRoute + "/differently/{contestId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("contestId")),
            Read = Read,
            Handle = Change,
            Show = (input, visit) => Show(input, visit, true),
            Then = (visit, _) => Paths.Item(visit.InnovationId, visit.RouteId("itemId")) + "#differently",
            Said = () => T["The change is kept."],
        };

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Words = input.Text("words", T["how it is seen differently"], required: true, max: 4000),
            Outcome = input.Text("outcome", T["what came of it"], max: 2000),
            SettledOn = input.Date("settledOn", T["the day it was settled"]),
            Version = input.Version(),
        };
        if (form.SettledOn is not null && form.Outcome.Length == 0)
            input.Error("outcome", T["Enter what came of it."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Change(Form form, IVisit visit)
    {
        if (form.SettledOn > visit.Clock.Today())
            return Outcome<Guid>.Refused("settledOn", T["That day is still to come. Record it when it has happened."]);
        return await Kept(visit) is not (_, { } contest)
            ? Outcome<Guid>.Missing()
            : await Keeping.Change(
                visit,
                Update,
                contest.Id,
                new
                {
                    contest.Id,
                    form.Words,
                    form.Outcome,
                    form.SettledOn,
                    form.Version,
                },
                Start
            );
    }

    private static async Task<(KnowledgeItem? Item, Contest? Contest)> Kept(IVisit visit)
    {
        var book = await KnowledgeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        if (book.Item(visit.RouteId("itemId")) is not { } item || !visit.Caller.MayRead(item, visit.Clock.Today()))
            return (null, null);
        var id = visit.Http.Request.RouteValues.ContainsKey("contestId") ? visit.RouteId("contestId") : Guid.Empty;
        return (item, book.Contests.FirstOrDefault(one => one.Id == id && one.ItemId == item.Id));
    }

    private static async Task<Input?> Start(IVisit visit, Guid id) =>
        await Kept(visit) is not (_, { } kept)
            ? null
            : Input.Of(
                ("words", kept.Words),
                ("outcome", kept.Outcome),
                ("settledOn", kept.SettledOn?.Iso()),
                ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
            );

    private static async Task<IResult?> Show(Input input, IVisit visit, bool settles) =>
        await Kept(visit) is ({ } item, var contest) && (contest is not null || !settles)
            ? visit.Page<SeeDifferentlyPage>(
                ("Input", input),
                ("Settles", settles),
                ("Back", Paths.Item(visit.InnovationId, item.Id)),
                ("Statement", Say.Words(item))
            )
            : null;
}
