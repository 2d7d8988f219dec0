using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Decisions;

/// <summary>What a decision made of something that somebody knows. What is not done carries a reason: they can then be told.</summary>
public static class LinkItem
{
    private const int LongestChoice = 90;

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required Guid? ItemId { get; init; }
        public required Guid? DecisionId { get; init; }
        public required Effect Effect { get; init; }
        public required string Reason { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into knowledge_link (id, innovation_id, item_id, decision_id, effect, reason, recorded_at, changed_at)
        values (@Id, @InnovationId, @ItemId, @DecisionId, @Effect, @Reason, @Now, @Now)
        on conflict (id) do nothing
        """;

    // Tied once, untied by mistake, and tied again.
    private const string Revive = """
        update knowledge_link set withdrawn = false, effect = @Effect, reason = @Reason, version = version + 1, changed_at = @Now
        where item_id = @ItemId and decision_id = @DecisionId and withdrawn = true
        """;

    private const string Update = """
        update knowledge_link set effect = @Effect, reason = @Reason, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/links/new",
            Api = Paths.Api + "/links",
            Permission = Permissions.Record,
            Start = visit =>
                Task.FromResult<Input?>(
                    Input.Of(("itemId", visit.Asked("item")), ("decisionId", visit.Asked("decision")))
                ),
            Read = input => Read(input, true),
            Handle = Make,
            Show = Show,
            Then = (visit, _) => Paths.Knowledge(visit.InnovationId) + "#decisions",
            Said = () => T["It is kept. Next: tell the person what came of it."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/links/{linkId:guid}",
            Api = Paths.Api + "/links/{linkId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("linkId")),
            Read = input => Read(input, false),
            Handle = (form, visit) =>
            {
                var id = visit.RouteId("linkId");
                return Keeping.Change(visit, Update, id, Row(form with { Id = id }), Start);
            },
            Show = Show,
            Then = (visit, _) => Paths.Knowledge(visit.InnovationId) + "#decisions",
            Said = () => T["The change is kept."],
        };

    private static Form Read(Input input, bool isNew)
    {
        var form = new Form
        {
            Id = input.NewId(),
            ItemId = input.Id("itemId", T["what was known"], required: isNew),
            DecisionId = input.Id("decisionId", T["the decision"], required: isNew),
            Effect = input.Choice<Effect>("effect", T["what became of it"], required: true) ?? Effect.Parked,
            Reason = input.Text("reason", T["the reason"], max: 2000),
            Version = input.Version(),
        };
        if (form.Reason.Length == 0 && input.ErrorOf("effect") is null)
        {
            if (form.Effect == Effect.NotAdopted)
                input.Error("reason", T["Enter why it was not done. Whoever said it will want to know."]);
            if (form.Effect == Effect.Parked)
                input.Error("reason", T["Enter what it waits for."]);
        }
        return form;
    }

    private static object Row(Form form) =>
        new
        {
            form.Id,
            form.ItemId,
            form.DecisionId,
            Effect = form.Effect.ToString(),
            form.Reason,
            form.Version,
        };

    private static async Task<Outcome<Guid>> Make(Form form, IVisit visit)
    {
        var book = await KnowledgeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        if (book.Item(form.ItemId!.Value) is not { } item || book.Decision(form.DecisionId!.Value) is null)
            return Outcome<Guid>.Missing();
        if (item.Consent == ConsentScope.TakenBack)
            return Outcome<Guid>.Refused("itemId", T["The consent for this was taken back. It is not used further."]);
        if (book.Links.Any(link => link.Id != form.Id && link.ItemId == item.Id && link.DecisionId == form.DecisionId))
            return Outcome<Guid>.Refused(
                "itemId",
                T["This is tied to that decision already. Correct it there, on the decision’s page."]
            );
        var innovation = visit.InnovationId;
        return await Keeping.Several(
            visit,
            form.Id,
            writing =>
            {
                var row = Keeping.With(Row(form), innovation, writing);
                if (writing.Connection.Execute(Revive, row) == 0)
                    writing.Connection.Execute(Insert, row);
                return true;
            }
        );
    }

    private static async Task<Input?> Start(IVisit visit, Guid id)
    {
        var book = await KnowledgeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return book.Links.FirstOrDefault(one => one.Id == id) is not { } kept
            ? null
            : Input.Of(
                ("effect", kept.Effect.ToString()),
                ("reason", kept.Reason),
                ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
            );
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var book = await KnowledgeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        var id = visit.Http.Request.RouteValues.ContainsKey("linkId") ? visit.RouteId("linkId") : (Guid?)null;
        var link = book.Links.FirstOrDefault(one => one.Id == id);
        if (id is not null && link is null)
            return null;
        return visit.Page<LinkItemPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("LinkId", id),
            ("Said", link is null ? "" : Shown(book.Item(link.ItemId)!)),
            ("Question", link is null ? "" : book.Decision(link.DecisionId)!.Question),
            (
                "Items",
                book.Items.Where(item => item.Consent != ConsentScope.TakenBack)
                    .Select(item => new Choice(item.Id.ToString(), Short(Shown(item))))
                    .ToList()
            ),
            ("Decisions", book.Decisions.Select(one => new Choice(one.Id.ToString(), Short(one.Question))).ToList())
        );
    }

    private static string Shown(KnowledgeItem item) =>
        item.Consent == ConsentScope.TakenBack ? T["Something whose consent was taken back."] : Say.Words(item);

    private static string Short(string words) =>
        words.Length <= LongestChoice ? words : words[..(LongestChoice - 1)].TrimEnd() + "…";
}
