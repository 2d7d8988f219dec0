using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Exchanges;

/// <summary>A product was used: to do something, to see something differently, or to stand up for something.</summary>
public static class RecordUse
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required UseKind Kind { get; init; }
        public required string ByGroup { get; init; }
        public required string Words { get; init; }
        public required DateOnly? On { get; init; }
    }

    private const string Insert = """
        insert into knowledge_use (id, innovation_id, product_id, kind, by_group, words, on_day, recorded_by, recorded_at, changed_at)
        values (@Id, @InnovationId, @ProductId, @Kind, @ByGroup, @Words, @OnDay, @RecordedBy, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/products/{productId:guid}/use",
            Api = Paths.Api + "/products/{productId:guid}/use",
            Permission = Permissions.Record,
            Read = input =>
                new()
                {
                    Id = input.NewId(),
                    Kind = input.Choice<UseKind>("kind", T["what it was used for"]) ?? UseKind.Instrumental,
                    ByGroup = input.Text("byGroup", T["who used it"]),
                    Words = input.Text("words", T["what came of it"], max: 2000),
                    On = input.Date("on", T["the day"]),
                },
            Handle = Handle,
            Show = async (input, visit) =>
                await Name(visit) is { } name
                    ? visit.Page<RecordUsePage>(("Input", input), ("InnovationId", visit.InnovationId), ("Name", name))
                    : null,
            Then = (visit, _) => Paths.Exchange(visit.InnovationId) + "#products",
            Said = () => T["The use is recorded."],
        };

    private static async Task<string?> Name(IVisit visit) =>
        (await ExchangeBook.One(visit.Database, visit.InnovationId, visit.Gone))
            .Products.FirstOrDefault(one => one.Id == visit.RouteId("productId"))
            ?.Name;

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var today = visit.Clock.Today();
        if (form.On > today)
            return Outcome<Guid>.Refused("on", T["That day is still to come. Record it when it has happened."]);
        return await Name(visit) is null
            ? Outcome<Guid>.Missing()
            : await Keeping.Make(
                visit,
                Insert,
                form.Id,
                new
                {
                    form.Id,
                    ProductId = visit.RouteId("productId"),
                    Kind = form.Kind.ToString(),
                    form.ByGroup,
                    form.Words,
                    OnDay = form.On ?? today,
                    RecordedBy = visit.Caller.AccountId,
                }
            );
    }
}
