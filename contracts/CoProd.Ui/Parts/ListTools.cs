namespace CoProd.Ui.Parts;

/// <summary>How a list is asked for: filter, order, and the key after which it goes on.</summary>
public sealed record ListRequest
{
    private const int LongestFilter = 100;

    /// <summary>What was typed into the filter, as typed.</summary>
    public string Filter { get; init; } = "";

    /// <summary>The column it is ordered by; empty for the list's own order.</summary>
    public string Sort { get; init; } = "";

    /// <summary>Whether the order is turned round.</summary>
    public bool Down { get; init; }

    /// <summary>The key of the last row of the page before; null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Reads it from the address of the page: <c>?filter=&amp;sort=&amp;down=&amp;after=</c>.</summary>
    public static ListRequest From(Contracts.Web.IVisit visit, params IReadOnlyList<string> columns)
    {
        var sort = visit.Asked("sort") ?? "";
        var filter = visit.Asked("filter") ?? "";
        return new ListRequest
        {
            Filter = Shortened(filter),
            Sort = columns.Contains(sort) ? sort : "",
            Down = visit.Asked("down") is not null,
            After = visit.Asked("after"),
        };
    }

    // Never in the middle of a sign: half an emoji is no text, and nothing that reads it would take it.
    private static string Shortened(string filter) =>
        filter.Length <= LongestFilter ? filter
        : char.IsHighSurrogate(filter[LongestFilter - 1]) ? filter[..(LongestFilter - 1)]
        : filter[..LongestFilter];

    /// <summary>The address of this list with something changed. A new filter or order begins at the first page.</summary>
    public string Link(string path, string? sort = null, string? after = null)
    {
        var parts = new List<string>();
        var by = sort ?? Sort;
        if (Filter.Length > 0)
            parts.Add("filter=" + Uri.EscapeDataString(Filter));
        if (by.Length > 0)
            parts.Add("sort=" + Uri.EscapeDataString(by));
        if (sort is null ? Down : sort == Sort && !Down)
            parts.Add("down=yes");
        if (after is not null)
            parts.Add("after=" + Uri.EscapeDataString(after));
        return parts.Count == 0 ? path : path + (path.Contains('?') ? "&" : "?") + string.Join('&', parts);
    }
}

/// <summary>One page of a list.</summary>
public sealed record ListPage<TRow>
{
    /// <summary>The rows.</summary>
    public required IReadOnlyList<TRow> Rows { get; init; }

    /// <summary>The key after which the next page goes on; null when this is the last.</summary>
    public string? Next { get; init; }

    /// <summary>Makes a page out of one row more than fits: the surplus row only says that there is a next page.</summary>
    public static ListPage<TRow> Of(IReadOnlyList<TRow> oneMore, int size, Func<TRow, string> key) =>
        oneMore.Count <= size
            ? new() { Rows = oneMore }
            : new() { Rows = [.. oneMore.Take(size)], Next = key(oneMore[size - 1]) };
}

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Sort">The word it is sorted by; null when it cannot be.</param>
/// <param name="IsNumber">Whether it is set right, in tabular figures.</param>
public sealed record Column(string Title, string? Sort = null, bool IsNumber = false);
