namespace CoProd.KnowledgeExchange.Figures;

/// <summary>What flows between groups, and whether it flows both ways.</summary>
internal static class Flow
{
    /// <summary>How often something went from one group to another. Within a group is no exchange between groups.</summary>
    public static IReadOnlyDictionary<(string From, string To), int> Counts(
        IEnumerable<(string From, string To)> exchanges
    ) =>
        exchanges
            .Where(one => one.From != one.To)
            .GroupBy(one => one)
            .ToDictionary(pair => pair.Key, pair => pair.Count());

    /// <summary>
    /// Σ over pairs of 2·min(there, back), over Σ of (there + back): 1 where as much comes back as goes, 0 where nothing ever comes back.
    /// </summary>
    /// <returns>Null without any exchange.</returns>
    public static double? Reciprocity(IReadOnlyDictionary<(string From, string To), int> counts)
    {
        var total = counts.Values.Sum();
        // Each pair is met from both its ends, so twice the lesser is counted by itself.
        return total == 0
            ? null
            : (double)counts.Sum(pair => Math.Min(pair.Value, counts.GetValueOrDefault((pair.Key.To, pair.Key.From))))
                / total;
    }
}
