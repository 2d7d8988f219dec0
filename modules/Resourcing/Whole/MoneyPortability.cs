using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Resourcing.Awards;
using CoProd.Resourcing.Bids;
using CoProd.Resourcing.Costs;
using CoProd.Resourcing.Opportunities;
using CoProd.Resourcing.Outlook;
using CoProd.Resourcing.Reports;
using CoProd.Resourcing.Reserves;
using CoProd.Resourcing.Resources;
using CoProd.Ui;
using Dapper;

namespace CoProd.Resourcing.Whole;

/// <summary>Carries an innovation's money to another installation, and takes it in there. Taken in twice, it is there once.</summary>
internal sealed class MoneyPortability(IModuleDatabase database) : IPortability
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        IgnoreReadOnlyProperties = true,
    };

    public async Task<JsonNode> Export(Guid innovationId, CancellationToken ct) =>
        JsonSerializer.SerializeToNode(await MoneyBook.One(database, innovationId, ct), Json)!;

    private const string InsertAward = """
        insert into award (id, innovation_id, funder, funder_org_id, title, description, search_key, amount_minor, currency, awarded_on,
            starts_on, ends_on, is_lump, restricted_to, programme, recipient_org_id, recipient_name, external_id, bid_id, source,
            edited_by_hand, recorded_at, changed_at)
        values (@Id, @InnovationId, @Funder, @FunderOrgId, @Title, @Description, @SearchKey, @AmountMinor, @Currency, @AwardedOn,
            @StartsOn, @EndsOn, @IsLump, @RestrictedTo, @Programme, @RecipientOrgId, @RecipientName, @ExternalId, @BidId, @Source,
            @EditedByHand, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertBid = """
        insert into bid (id, innovation_id, funder, funder_kind, title, search_key, amount_minor, currency, stage, odds, probability, said,
            deadline, decision_due, decided_on, starts_on, ends_on, is_lump, effort_hours, coauthors, restricted_to, renewal_of,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @Funder, @FunderKind, @Title, @SearchKey, @AmountMinor, @Currency, @Stage, @Odds, @Probability, @Said,
            @Deadline, @DecisionDue, @DecidedOn, @StartsOn, @EndsOn, @IsLump, @EffortHours, @Coauthors, @RestrictedTo, @RenewalOf,
            @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertLine = """
        insert into bid_budget_line (id, bid_id, innovation_id, label, amount_minor, currency, is_co_production, recorded_at, changed_at)
        values (@Id, @BidId, @InnovationId, @Label, @AmountMinor, @Currency, @IsCoProduction, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertCost = """
        insert into cost_line (id, innovation_id, label, amount_minor, currency, timing, from_on, to_on, keep_alive, recorded_at, changed_at)
        values (@Id, @InnovationId, @Label, @AmountMinor, @Currency, @Timing, @FromOn, @ToOn, @KeepAlive, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertReserve = """
        insert into reserve (id, innovation_id, currency, amount_minor, as_of, changed_at)
        values (@Id, @InnovationId, @Currency, @AmountMinor, @AsOf, @Now)
        on conflict do nothing
        """;

    private const string InsertResource = """
        insert into resource (id, innovation_id, kind, is_need, label, amount, unit, from_on, to_on, is_whole, recorded_at, changed_at)
        values (@Id, @InnovationId, @Kind, @IsNeed, @Label, @Amount, @Unit, @FromOn, @ToOn, @IsWhole, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertReport = """
        insert into funder_report (id, innovation_id, funder, title, due_on, sent_on, recorded_at, changed_at)
        values (@Id, @InnovationId, @Funder, @Title, @DueOn, @SentOn, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertFund = """
        insert into opportunity (id, innovation_id, funder, title, fit, deadline, ask_minor, currency, recorded_at, changed_at)
        values (@Id, @InnovationId, @Funder, @Title, @Fit, @Deadline, @AskMinor, @Currency, @Now, @Now)
        on conflict do nothing
        """;

    private static readonly RecordLimits Limits = new RecordLimits()
        .Number<Bid>(nameof(Bid.Probability), 0, 1)
        .Number<Bid>(nameof(Bid.Said), 0, 1)
        .Number<Bid>(nameof(Bid.EffortHours), 0, 10_000)
        .Number<Resource>(nameof(Resource.Amount), 0, 1_000_000_000)
        .Text<Award>(nameof(Award.Currency), 3, required: true)
        .Text<Bid>(nameof(Bid.Currency), 3, required: true)
        .Text<BudgetLine>(nameof(BudgetLine.Currency), 3, required: true)
        .Text<Cost>(nameof(Cost.Currency), 3, required: true)
        .Text<Reserve>(nameof(Reserve.Currency), 3, required: true)
        .Text<Opportunity>(nameof(Opportunity.Currency), 3);

    public async Task Import(JsonNode records, CancellationToken ct)
    {
        if (records.Deserialize<InnovationMoney>(Json) is not { } money)
            return;
        Limits.Check(money);
        await Put(database, money, ct);
    }

    /// <summary>Writes records as they are; the demo's too.</summary>
    public static Task Put(IModuleDatabase database, InnovationMoney money, CancellationToken ct) =>
        database.Write(
            writing =>
            {
                var c = writing.Connection;
                Each(InsertBid, money.Bids, bid => Words.Key($"{bid.Funder} {bid.Title}"));
                Each(InsertAward, money.Awards, award => Words.Key($"{award.Funder} {award.Title}"));
                Each(InsertLine, money.BudgetLines);
                Each(InsertCost, money.Costs);
                Each(InsertReserve, money.Reserves);
                Each(InsertResource, money.Resources);
                Each(InsertReport, money.Reports);
                Each(InsertFund, money.Opportunities);
                writing.Changed(money.InnovationId);

                void Each<T>(string sql, IEnumerable<T> rows, Func<T, string>? key = null)
                {
                    foreach (var row in rows)
                        c.Execute(sql, Values(row!, key?.Invoke(row), money.InnovationId, writing.Now));
                }
            },
            ct
        );

    // Enums are kept as words; records of another innovation than the one that is carried are not taken in under its name.
    private static DynamicParameters Values(object row, string? searchKey, Guid innovation, DateTimeOffset now)
    {
        var all = new DynamicParameters();
        foreach (var property in row.GetType().GetProperties().Where(property => property.CanWrite))
        {
            var value = property.GetValue(row);
            all.Add(property.Name, value is Enum word ? word.ToString() : value);
        }
        all.Add("SearchKey", searchKey);
        all.Add("InnovationId", innovation);
        all.Add("Now", now);
        return all;
    }
}
