using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Resourcing.Bids;
using CoProd.Resourcing.Costs;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;

namespace CoProd.Resourcing.Outlook;

/// <summary>The money of one innovation: what is secured, what is likely, where a gap opens, and what would change it.</summary>
public static class SeeMoney
{
    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Guid InnovationId { get; init; }
        public required IReadOnlyList<OutlookView> Outlooks { get; init; }
        public required IReadOnlyList<AwardLine> Awards { get; init; }
        public required IReadOnlyList<BidLine> Bids { get; init; }
        public required IReadOnlyList<CostRow> Costs { get; init; }
        public required IReadOnlyList<ReserveLine> Reserves { get; init; }
        public required IReadOnlyList<ResourceLine> Resources { get; init; }
        public required IReadOnlyList<ReportLine> Reports { get; init; }
        public required IReadOnlyList<FundLine> Opportunities { get; init; }
        public required IReadOnlyList<Money> AwardTotals { get; init; }
        public required IReadOnlyList<string> InKind { get; init; }

        /// <summary>The day the last award ended, where nothing is recorded beyond today.</summary>
        public required DateOnly? LastEnded { get; init; }
    }

    /// <summary>An award.</summary>
    public sealed record AwardLine(
        Guid Id,
        string Funder,
        string Title,
        Money Amount,
        DateOnly? From,
        DateOnly? To,
        bool IsLump,
        string RestrictedTo,
        bool IsImported
    );

    /// <summary>A bid, with the chance that it counts with.</summary>
    public sealed record BidLine(
        Guid Id,
        string Name,
        Money Amount,
        BidStage Stage,
        bool IsOpen,
        double Chance,
        DateOnly? DecisionDue
    );

    /// <summary>A cost.</summary>
    public sealed record CostRow(
        Guid Id,
        string Label,
        Money Amount,
        CostRhythm Rhythm,
        DateOnly From,
        DateOnly? To,
        bool KeepAlive
    );

    /// <summary>Money in hand.</summary>
    public sealed record ReserveLine(Money Amount, DateOnly AsOf);

    /// <summary>Something needed or there.</summary>
    public sealed record ResourceLine(
        Guid Id,
        string Kind,
        string Label,
        double? Amount,
        string Unit,
        bool IsNeed,
        DateOnly? From,
        DateOnly? To
    );

    /// <summary>A report to a funder.</summary>
    public sealed record ReportLine(Guid Id, string Name, DateOnly DueOn, DateOnly? SentOn);

    /// <summary>A fund that might fit.</summary>
    public sealed record FundLine(Guid Id, string Name, string Fit, DateOnly? Deadline, Money? Ask);

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<SeeMoneyPage>(("Money", await Answer(visit)), ("MayRecord", visit.Caller.May(Permissions.Record)));

    internal static async Task<View?> Answer(IVisit visit)
    {
        var settings = MoneySettings.From(visit.Get<ISettings>());
        var today = visit.Clock.Today();
        var money = await MoneyBook.One(visit.Database, visit.InnovationId, visit.Gone);
        var cases = ForecastCase.Of(money, settings, today);
        var whatIf = WhatIf.Asked(visit, money);
        return new()
        {
            InnovationId = visit.InnovationId,
            Outlooks = [.. cases.Select(one => OutlookView.Of(one, money, settings, whatIf))],
            Awards =
            [
                .. money.Awards.Select(a => new AwardLine(
                    a.Id,
                    a.Funder,
                    a.Title,
                    a.Amount,
                    a.StartsOn ?? a.AwardedOn,
                    a.EndsOn,
                    a.IsLump,
                    a.RestrictedTo,
                    a.Source == Awards.AwardSource.Imported
                )),
            ],
            Bids =
            [
                .. money.Bids.Select(b => new BidLine(
                    b.Id,
                    b.Name,
                    b.Amount,
                    b.Stage,
                    b.IsOpen,
                    b.Said ?? b.Chance(settings.Odds),
                    b.DecisionDue
                )),
            ],
            Costs =
            [
                .. money.Costs.Select(c => new CostRow(
                    c.Id,
                    c.Label,
                    c.Amount,
                    c.Timing,
                    c.FromOn,
                    c.ToOn,
                    c.KeepAlive
                )),
            ],
            Reserves = [.. money.Reserves.Select(r => new ReserveLine(r.Amount, r.AsOf))],
            Resources =
            [
                .. money.Resources.Select(r => new ResourceLine(
                    r.Id,
                    Resourcing.Resources.Resource.Word(r.Kind),
                    r.Label,
                    r.Amount,
                    r.Unit,
                    r.IsNeed,
                    r.FromOn,
                    r.ToOn
                )),
            ],
            Reports = [.. money.Reports.Select(r => new ReportLine(r.Id, r.Name, r.DueOn, r.SentOn))],
            Opportunities =
            [
                .. money.Opportunities.Select(o => new FundLine(
                    o.Id,
                    o.Title.Length > 0 ? $"{o.Funder}: {o.Title}" : o.Funder,
                    o.Fit,
                    o.Deadline,
                    o.Ask
                )),
            ],
            AwardTotals = MoneyTotals.Of(money.Awards.Select(award => award.Amount)),
            InKind = GivenInKind.Of(money.Resources, settings),
            LastEnded = cases.Count == 0 ? money.Awards.Max(award => award.LastDay) : null,
        };
    }
}
