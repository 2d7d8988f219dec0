using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Bids;

/// <summary>Somebody corrects a bid. Its stage is moved elsewhere.</summary>
internal static class EditBid
{
    internal const string One = $"""
        select {Bid.Columns} from bid where id = @id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update bid set funder = @Funder, funder_kind = @FunderKind, title = @Title, search_key = @SearchKey, amount_minor = @AmountMinor,
            currency = @Currency, odds = @Odds, probability = @Probability, deadline = @Deadline, decision_due = @DecisionDue,
            starts_on = @StartsOn, ends_on = @EndsOn, is_lump = @IsLump, effort_hours = @EffortHours, coauthors = @Coauthors,
            restricted_to = @RestrictedTo, renewal_of = @RenewalOf, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    internal static FormRoute<RecordBid.Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/bids/{bidId:guid}/edit",
            Api = Paths.Api + "/bids/{bidId:guid}",
            Permission = Permissions.Record,
            Start = visit => Read(visit, visit.RouteId("bidId")),
            Read = input => RecordBid.Read(input, editing: true),
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordBidPage>(("Input", input), ("InnovationId", visit.InnovationId), ("Editing", true))
                ),
            Then = (visit, id) => Paths.Bid(visit.InnovationId, id),
            Said = () => T["The change is kept."],
        };

    private static Task<Outcome<Guid>> Handle(RecordBid.Form form, IVisit visit)
    {
        var id = visit.RouteId("bidId");
        return Keeping.Change(visit, Update, id, RecordBid.Row(form with { Id = id }), Read);
    }

    private static async Task<Input?> Read(IVisit visit, Guid id)
    {
        var asked = new { id, visit.InnovationId };
        var bid = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<Bid>(One, asked), visit.Gone);
        return bid is null
            ? null
            : Input.Of(
                ("funder", bid.Funder),
                ("funderKind", bid.FunderKind),
                ("title", bid.Title),
                ("amount", bid.Amount.ToPlainString()),
                ("amountCurrency", bid.Currency),
                ("odds", bid.Odds),
                ("percent", Plain(bid.Probability * 100)),
                ("deadline", bid.Deadline?.Iso()),
                ("decisionDue", bid.DecisionDue?.Iso()),
                ("startsOn", bid.StartsOn?.Iso()),
                ("endsOn", bid.EndsOn?.Iso()),
                ("isLump", bid.IsLump ? "yes" : null),
                ("effortHours", Plain(bid.EffortHours)),
                ("coauthors", bid.Coauthors),
                ("restrictedTo", bid.RestrictedTo),
                ("renewalOf", bid.RenewalOf?.ToString()),
                ("version", bid.Version.ToString(CultureInfo.InvariantCulture))
            );
    }

    private static string? Plain(double? number) => number?.ToString("0.####", CultureInfo.InvariantCulture);
}
