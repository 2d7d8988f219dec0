namespace CoProd.KnowledgeExchange.Figures;

/// <summary>How long answers take.</summary>
internal static class Days
{
    /// <summary>The quantile of a list, between neighbours in proportion (Hyndman and Fan's type 7); null for an empty one.</summary>
    public static double? Quantile(IEnumerable<int> days, double part)
    {
        var sorted = days.Order().ToArray();
        if (sorted.Length == 0)
            return null;
        var at = (sorted.Length - 1) * part;
        var below = (int)Math.Floor(at);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
