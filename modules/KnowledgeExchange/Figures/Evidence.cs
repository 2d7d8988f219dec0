namespace CoProd.KnowledgeExchange.Figures;

/// <summary>How many kinds of knowledge there are, how evenly, and which topics which groups spoke about.</summary>
internal static class Evidence
{
    /// <summary>
    /// Shannon's diversity over that of an even mix: −Σ p·ln p / ln k, 0 where all is of one kind and 1 where all kinds are equally there.
    /// </summary>
    /// <returns>Null where there is nothing, or one kind alone can be.</returns>
    public static double? Diversity(IEnumerable<int> counts)
    {
        var all = counts.ToArray();
        double total = all.Sum();
        return total <= 0 || all.Length < 2
            ? null
            // Of one kind alone it is nothing, and not less than nothing: -0 would be shown as such.
            : Math.Max(
                0,
                -all.Where(count => count > 0).Sum(count => count / total * Math.Log(count / total))
                    / Math.Log(all.Length)
            );
    }

    /// <summary>The share of topics × groups about which there are enough items; a cell is a topic that anybody named and a group that anybody spoke for.</summary>
    /// <returns>Null where no item names both.</returns>
    public static double? Coverage(IEnumerable<(string Topic, string Group)> items, int enough)
    {
        var named = items.Where(item => item.Topic.Length > 0 && item.Group.Length > 0).ToArray();
        var cells =
            named.Select(item => item.Topic).Distinct().Count() * named.Select(item => item.Group).Distinct().Count();
        return cells == 0 ? null : (double)named.GroupBy(item => item).Count(cell => cell.Count() >= enough) / cells;
    }
}
