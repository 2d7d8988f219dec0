using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Bids;

/// <summary>Somebody adds a line to a bid's budget, and says whether it pays for working with co-producers.</summary>
public static class RecordBudgetLine
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Label { get; init; }
        public required Money Amount { get; init; }
        public required bool IsCoProduction { get; init; }
        public required int Version { get; init; }
    }

    // The bid must be of this innovation, and the line in the bid's currency.
    private const string Insert = """
        insert into bid_budget_line (id, bid_id, innovation_id, label, amount_minor, currency, is_co_production, recorded_at,
            changed_at)
        select @Id, b.id, b.innovation_id, @Label, @AmountMinor, @Currency, @IsCoProduction, @Now, @Now
        from bid b where b.id = @BidId and b.innovation_id = @InnovationId and b.withdrawn = false
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/bids/{bidId:guid}/budget/new",
            Api = Paths.Api + "/bids/{bidId:guid}/budget",
            Permission = Permissions.Record,
            Start = async visit =>
                await SeeBid.Find(visit) is { } bid ? Input.Of(("amountCurrency", bid.Currency)) : null,
            Read = Read,
            Handle = (form, visit) => Kept(form, visit, row => Keeping.Make(visit, Insert, form.Id, row)),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordBudgetLinePage>(
                        ("Input", input),
                        ("Back", Paths.Bid(visit.InnovationId, visit.RouteId("bidId")))
                    )
                ),
            Then = (visit, _) => Paths.Bid(visit.InnovationId, visit.RouteId("bidId")),
            Said = () => T["The line is kept."],
        };

    internal static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Label = input.Text("label", T["what the money is for"], required: true),
            Amount = input.Money("amount", T["the amount"], required: true) ?? default,
            IsCoProduction = input.Tick("isCoProduction"),
            Version = input.Version(),
        };

    /// <summary>Keeps a line, new or changed, if it is in its bid's currency.</summary>
    internal static async Task<Outcome<Guid>> Kept(Form form, IVisit visit, Func<object, Task<Outcome<Guid>>> keep)
    {
        if (await SeeBid.Find(visit) is not { } bid)
            return Outcome<Guid>.Missing();
        if (bid.Currency != form.Amount.Currency)
            return Outcome<Guid>.Refused("amount", T["The bid is in {0}. Write this line in {0} too.", bid.Currency]);
        var row = new
        {
            form.Id,
            BidId = bid.Id,
            form.Label,
            AmountMinor = form.Amount.Minor,
            form.Amount.Currency,
            form.IsCoProduction,
            form.Version,
        };
        return await keep(row);
    }
}
