using CoProd.Contracts;
using CoProd.Resourcing.Forecast;
using CoProd.Resourcing.Portfolio;

namespace CoProd.Resourcing.Bids;

/// <summary>How far a bid has come.</summary>
public enum BidStage
{
    Idea,
    Drafting,
    Submitted,
    Won,
    Lost,
    Withdrawn,
}

/// <summary>How likely, in the three words people are asked for.</summary>
public enum OddsWord
{
    Unlikely,
    Even,
    Likely,
}

/// <summary>Money that somebody asks for.</summary>
internal sealed record Bid
{
    public const string Columns = """
        id, innovation_id, funder, funder_kind, title, amount_minor, currency, stage, odds, probability, said, deadline, decision_due,
        decided_on, starts_on, ends_on, is_lump, effort_hours, coauthors, restricted_to, renewal_of, version
        """;

    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Funder { get; init; } = "";
    public string FunderKind { get; init; } = "";
    public string Title { get; init; } = "";
    public long AmountMinor { get; init; }
    public string Currency { get; init; } = "";
    public BidStage Stage { get; init; }
    public string Odds { get; init; } = "";
    public double? Probability { get; init; }
    public double? Said { get; init; }
    public DateOnly? Deadline { get; init; }
    public DateOnly? DecisionDue { get; init; }
    public DateOnly? DecidedOn { get; init; }
    public DateOnly? StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }
    public bool IsLump { get; init; }
    public double? EffortHours { get; init; }
    public string Coauthors { get; init; } = "";
    public string RestrictedTo { get; init; } = "";
    public Guid? RenewalOf { get; init; }
    public int Version { get; init; }

    public Money Amount => new(AmountMinor, Currency);

    public bool IsOpen => Stage is BidStage.Idea or BidStage.Drafting or BidStage.Submitted;

    public string Name => Title.Length > 0 ? $"{Funder}: {Title}" : Funder;

    /// <summary>The exact chance where somebody gave one, else what the word stands for; without a word, even.</summary>
    public double Chance(OddsScale scale) =>
        Probability ?? scale.Of(Enum.TryParse<Odds>(Odds, out var word) ? word : Forecast.Odds.Even);

    /// <summary>As the forecast counts it; null without a date to count it from.</summary>
    public FundingLine? Line(OddsScale scale) =>
        (StartsOn ?? DecisionDue) is not { } from
            ? null
            : new()
            {
                Id = Id,
                Label = Funder,
                Amount = Amount,
                From = from,
                To = EndsOn is { } to && to >= from ? to : from,
                IsLump = IsLump || EndsOn is null || EndsOn < from,
                Probability = Chance(scale),
            };
}

/// <summary>A line of a bid's budget.</summary>
internal sealed record BudgetLine
{
    public Guid Id { get; init; }
    public Guid BidId { get; init; }
    public Guid InnovationId { get; init; }
    public string Label { get; init; } = "";
    public long AmountMinor { get; init; }
    public string Currency { get; init; } = "";
    public bool IsCoProduction { get; init; }
    public int Version { get; init; }

    public Money Amount => new(AmountMinor, Currency);

    /// <summary>How much of each budget is for co-production, one answer for each currency.</summary>
    public static IEnumerable<CoProductionShare> Shares(IEnumerable<BudgetLine> lines) =>
        lines
            .GroupBy(line => line.Currency)
            .Select(group =>
                CoProductionShare.Of([
                    .. group.Select(line => new BidBudgetLine
                    {
                        Label = line.Label,
                        Amount = line.Amount,
                        IsForCoProduction = line.IsCoProduction,
                    }),
                ])
            )
            .OfType<CoProductionShare>();
}
