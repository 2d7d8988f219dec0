namespace CoProd.Contracts.Contributions;

/// <summary>A moment in an innovation's story, or something that is coming.</summary>
public sealed record TimelineEntry
{
    /// <summary>The innovation.</summary>
    public required Guid InnovationId { get; init; }

    /// <summary>What tells it from others of the module, for example a record's id with a word.</summary>
    public required string Key { get; init; }

    /// <summary>The day, or the first day.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The last day, if it lasted.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>What happened, a sentence without personal text.</summary>
    public required string What { get; init; }

    /// <summary>Path of the record behind it.</summary>
    public required string Path { get; init; }

    /// <summary>Name of an icon of CoProd.Ui.</summary>
    public string Icon { get; init; } = "circle";

    /// <summary>The permission without which it is not shown.</summary>
    public required string Permission { get; init; }
}

/// <summary>Tells the module's part of the story, past and coming.</summary>
public interface ITimelineSource : IContribution
{
    /// <summary>All entries for these innovations.</summary>
    Task<IReadOnlyList<TimelineEntry>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct);
}

/// <summary>A section of an innovation's sustainability report.</summary>
public sealed record ReportSection
{
    /// <summary>The innovation.</summary>
    public required Guid InnovationId { get; init; }

    /// <summary>The row of the leaflet it belongs under; the report is in the leaflet's order.</summary>
    public required PracticeRow Row { get; init; }

    /// <summary>Its heading.</summary>
    public required string Heading { get; init; }

    /// <summary>Its paragraphs, plain text.</summary>
    public required IReadOnlyList<string> Paragraphs { get; init; }

    /// <summary>Its tables.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];
}

/// <summary>A table of a report. Groups of fewer than five people must already be suppressed.</summary>
public sealed record ReportTable
{
    /// <summary>What the table shows.</summary>
    public required string Title { get; init; }

    /// <summary>The headings.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The rows, each as many cells as there are headings.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Rows { get; init; }
}

/// <summary>Writes the module's sections of the report.</summary>
public interface IReportSource : IContribution
{
    /// <summary>The sections for these innovations.</summary>
    Task<IReadOnlyList<ReportSection>> Report(IReadOnlyList<Guid> innovations, CancellationToken ct);
}

/// <summary>Something to find.</summary>
public sealed record SearchHit
{
    /// <summary>What kind of thing it is, a word for people.</summary>
    public required string Kind { get; init; }

    /// <summary>Its name.</summary>
    public required string Title { get; init; }

    /// <summary>A line about it.</summary>
    public string Line { get; init; } = "";

    /// <summary>Path of its page.</summary>
    public required string Path { get; init; }
}

/// <summary>Finds the module's records. It returns only what this caller may see, filtered in SQL before the limit.</summary>
public interface ISearchSource : IContribution
{
    /// <summary>The best matches.</summary>
    /// <param name="folded">What was typed, folded by <see cref="Words.Fold"/>.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="limit">How many at the most.</param>
    /// <param name="ct">Ends the search.</param>
    Task<IReadOnlyList<SearchHit>> Find(string folded, Web.ICaller caller, int limit, CancellationToken ct);
}
