using CoProd.Evaluation.Instruments;

namespace CoProd.Evaluation.Scores;

/// <summary>What one person's answers score.</summary>
internal static class ItemScore
{
    /// <summary>The points of an answer, turned round for an item that is worded the other way; null for none, or "not able to answer".</summary>
    public static double? Of(Instrument instrument, Item item, IReadOnlyList<Value> answers)
    {
        var options = instrument.OptionsOf(item);
        if (answers is not [var given, ..])
            return null;
        if (options.FirstOrDefault(option => option.Value.Text == given.Text) is not { Points: { } points })
            return null;
        if (!item.Reverse)
            return (double)points;
        var all = options.Select(option => option.Points).OfType<decimal>().ToArray();
        return (double)(all.Min() + all.Max() - points);
    }

    private static bool IsNotApplicable(Instrument instrument, Item item, IReadOnlyList<Value> answers) =>
        answers is [var given, ..]
        && instrument.OptionsOf(item).Any(option => option.NotApplicable && option.Value.Text == given.Text);

    /// <summary>
    /// The score of a domain: the mean of what was answered, where enough of what was asked was; or the sum, where all of it was.
    /// </summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="domain">One of its domains.</param>
    /// <param name="answers">The answers by linkId.</param>
    /// <param name="leastShare">The share that must be answered, 0 to 1.</param>
    public static double? Of(
        Instrument instrument,
        Item domain,
        Func<string, IReadOnlyList<Value>> answers,
        double leastShare
    )
    {
        if (instrument.Scoring.Domain == Summing.None)
            return null;
        var shown = Shown.In(instrument, answers);
        var asked = domain
            .All.Where(item => shown.Contains(item.Id) && instrument.OptionsOf(item).Any(o => o.Points is not null))
            .Where(item =>
                instrument.Scoring.NotApplicableIsBlank || !IsNotApplicable(instrument, item, answers(item.Id))
            )
            .ToArray();
        var scores = asked.Select(item => Of(instrument, item, answers(item.Id))).OfType<double>().ToArray();
        if (scores.Length == 0)
            return null;
        if (instrument.Scoring.Domain == Summing.Sum)
            return scores.Length == asked.Length ? scores.Sum() : null;
        return scores.Length >= leastShare * asked.Length - 1e-9 ? scores.Average() : null;
    }

    /// <summary>
    /// The whole: the mean of the domains' means, or the sum of their sums where every domain has one. Null where the authors say that
    /// there is no total.
    /// </summary>
    public static double? Overall(Instrument instrument, IReadOnlyCollection<double?> domains)
    {
        var known = domains.OfType<double>().ToArray();
        return instrument.Scoring.Overall switch
        {
            Summing.Mean when known.Length > 0 => known.Average(),
            Summing.Sum when known.Length > 0 && known.Length == domains.Count => known.Sum(),
            _ => null,
        };
    }
}
