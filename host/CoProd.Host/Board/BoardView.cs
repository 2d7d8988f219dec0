using CoProd.Contracts.Contributions;
using static CoProd.Host.Texts;

namespace CoProd.Host.Board;

/// <summary>What the page for a board says.</summary>
public sealed record BoardView
{
    public required string Institution { get; init; }

    /// <summary>The one innovation it is about; null for all of them.</summary>
    public required string? Innovation { get; init; }

    public required DateOnly Today { get; init; }

    public required BoardLines MayStop { get; init; }

    public required BoardLines ToDecide { get; init; }

    /// <summary>What groups of co-producers told together.</summary>
    public required BoardLines Heard { get; init; }

    /// <summary>Rows of the leaflet that were practice once and are not any more; of one innovation alone.</summary>
    public required IReadOnlyList<string> Silent { get; init; }

    public required IReadOnlyList<BoardWords> Words { get; init; }

    /// <summary>How many answers are owed to people.</summary>
    public required long AnswersOwed { get; init; }

    /// <summary>A sentence for each part that could not be told: a page that lacks something says so.</summary>
    public required IReadOnlyList<string> Missing { get; init; }
}

/// <summary>Some lines, and whether there are more than fit.</summary>
public sealed record BoardLines(IReadOnlyList<BoardLine> Lines, bool HasMore);

/// <summary>A matter as it is shown.</summary>
public sealed record BoardLine
{
    public string Innovation { get; init; } = "";

    public Severity Severity { get; init; }

    public string Fact { get; init; } = "";

    public string Why { get; init; } = "";

    public DateOnly? OnDay { get; init; }

    public double? Chance { get; init; }

    /// <summary>The chance in words, with its figure.</summary>
    public string? HowLikely => Chance is { } chance ? ChanceOf(chance) : null;

    // Three words, as people are asked for them; the ends are said as what they are.
    private static string ChanceOf(double chance) =>
        chance > 0.995 ? T["As things stand, this is certain."]
        : chance >= 0.65 ? T["This is likely: a chance of {0} in 100.", InHundred(chance)]
        : chance > 0.35 ? T["This is as likely as not: a chance of {0} in 100.", InHundred(chance)]
        : T["This is unlikely, and may still come: a chance of {0} in 100.", InHundred(chance)];

    private static int InHundred(double chance) => Math.Clamp((int)Math.Round(chance * 100), 1, 99);
}

/// <summary>Words of a co-producer as they are shown.</summary>
public sealed record BoardWords(string Innovation, string Words, string SaidBy, DateOnly On, string CameOfIt);
