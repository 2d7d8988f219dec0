namespace CoProd.Ui.Charts;

/// <summary>What a colour and its pattern say in a chart; the same everywhere for the same thing.</summary>
public enum ChartTone
{
    /// <summary>Nothing but an amount.</summary>
    Plain,

    /// <summary>It holds.</summary>
    Holding,

    /// <summary>Something to do soon.</summary>
    Soon,

    /// <summary>Something to do now.</summary>
    Now,

    /// <summary>Shown for comparison.</summary>
    Muted,
}

/// <summary>How well money covers a month.</summary>
public enum RibbonState
{
    /// <summary>Secured money covers it: drawn as a solid band.</summary>
    Secured,

    /// <summary>Covered if likely bids are won: drawn hatched.</summary>
    Likely,

    /// <summary>More likely than not to run short: drawn empty, with a broken edge.</summary>
    Gap,
}

/// <summary>One month of a <see cref="FundingRibbon"/>.</summary>
public sealed record RibbonMonth
{
    /// <summary>Any day of the month.</summary>
    public required DateOnly Month { get; init; }

    /// <summary>How well money covers it.</summary>
    public required RibbonState State { get; init; }

    /// <summary>The state as a word; the months of a run share it. Null says "Secured", "Likely" or "Gap".</summary>
    public string? Label { get; init; }

    /// <summary>The chance of a gap in this month, from 0 to 1; null where it was not computed.</summary>
    public double? Probability { get; init; }

    /// <summary>A page that tells more; shown in the table.</summary>
    public Uri? Link { get; init; }
}

/// <summary>A day marked on a <see cref="FundingRibbon"/>, for example the last day to act.</summary>
/// <param name="On">The day; a day outside the ribbon's months is not drawn, but stands in the table.</param>
/// <param name="Label">What happens, with its date: "Act by 3 March 2027".</param>
/// <param name="Link">A page that tells more; shown in the table.</param>
public sealed record RibbonMarker(DateOnly On, string Label, Uri? Link = null);

/// <summary>One bar of a <see cref="BarChart"/>.</summary>
/// <param name="Label">What the bar stands for.</param>
/// <param name="Value">Its length, zero or more, in the chart's unit.</param>
/// <param name="Text">The value as a person reads it, with its unit: "12 hours". Null shows the bare number.</param>
/// <param name="Tone">Its colour and pattern.</param>
public sealed record ChartBar(string Label, double Value, string? Text = null, ChartTone Tone = ChartTone.Plain);

/// <summary>One point of a line.</summary>
/// <param name="Label">Where it stands on the axis: "March 2027". Lines of one chart share their labels, in the same order.</param>
/// <param name="Value">Its height; null where nothing is known, which breaks the line.</param>
/// <param name="Text">The value as a person reads it, with its unit. Null shows the bare number.</param>
public sealed record ChartPoint(string Label, double? Value, string? Text = null);

/// <summary>One line of a <see cref="LineChart"/>.</summary>
/// <param name="Name">Its name, written at its end.</param>
/// <param name="Points">Its points from left to right.</param>
/// <param name="Tone">Its colour; each line also has its own dashes.</param>
public sealed record ChartSeries(string Name, IReadOnlyList<ChartPoint> Points, ChartTone Tone = ChartTone.Plain);

/// <summary>One cell of a chart's table.</summary>
/// <param name="Text">What it says.</param>
/// <param name="IsNumber">Whether it is set to the right, in tabular figures.</param>
/// <param name="Link">Where it leads, if anywhere.</param>
public sealed record ChartCell(string Text, bool IsNumber = false, Uri? Link = null);
