using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Instruments;

/// <summary>What is well-formed and still cannot be: circles, scores that nobody can reach, means of unlike scales.</summary>
internal static class PackChecks
{
    public static IEnumerable<PackFault> Check(Instrument instrument)
    {
        if (instrument.Items.Count == 0)
            yield return new("items", T["A pack asks at least one thing."]);
        var places = Places(instrument.Items, "items").ToArray();
        foreach (var fault in Ids(places).Concat(places.SelectMany(each => Item(each.Item, each.Place))))
            yield return fault;
        var known = places.Select(each => each.Item.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (item, place) in places)
        {
            foreach (var condition in item.Conditions.Where(condition => !known.Contains(condition.Question)))
                yield return new($"{place}.when", T["There is no question “{0}” in this pack.", condition.Question]);
        }
        if (Loops.Find(instrument.Items) is { } loop)
            yield return new(
                places.First(each => each.Item.Id == loop[0]).Place,
                T["These wait for each other, so none could be asked: {0}.", string.Join(", ", loop)]
            );
        foreach (var fault in Scores(instrument, places))
            yield return fault;
    }

    private static IEnumerable<(Item Item, string Place)> Places(IReadOnlyList<Item> items, string place) =>
        items.SelectMany((item, i) => Places(item.Items, $"{place}[{i}].items").Prepend((item, $"{place}[{i}]")));

    private static IEnumerable<PackFault> Ids((Item Item, string Place)[] places) =>
        places
            .GroupBy(each => each.Item.Id, StringComparer.Ordinal)
            .Where(group => group.Key.Length > 0)
            .SelectMany(group => group.Skip(1))
            .Select(each => new PackFault($"{each.Place}.id", T["The id “{0}” is taken already.", each.Item.Id]));

    private static IEnumerable<PackFault> Item(Item item, string place)
    {
        var points = item.Options.Select(option => option.Points).OfType<decimal>().ToArray();
        if (item.Kind is ItemKind.Choice && item.Options.Count == 0)
            yield return new(place, T["A choice needs options, or a scale."]);
        if (item.Kind is not (ItemKind.Choice or ItemKind.OpenChoice) && item.Options.Count > 0)
            yield return new(place, T["Only a choice has options."]);
        if (item.Kind != ItemKind.Group && item.Items.Count > 0)
            yield return new($"{place}.items", T["Only a group holds items."]);
        if (item.Options.CountBy(option => option.Value.Text).Any(count => count.Value > 1))
            yield return new($"{place}.options", T["Two options have the same code."]);
        if (points.Any(point => point < 0))
            yield return new($"{place}.options", T["Points cannot be less than nothing."]);
        if (item.Options.Any(option => option.NotApplicable && option.Points is not null))
            yield return new($"{place}.options", T["“Not able to answer” has no points."]);
        if (item.Reverse && points.Length < 2)
            yield return new($"{place}.reverse", T["Only a question with points can be turned round."]);
        if (item.Kind != ItemKind.Group && item.Maximum is { } most && (points.Length == 0 || points.Max() != most))
            yield return new(
                $"{place}.maximum",
                T["The most points its options bring is {0}, and not {1}.", points.DefaultIfEmpty().Max(), most]
            );
        if (item.IsDomain && item.Kind != ItemKind.Group)
            yield return new($"{place}.domain", T["A domain is a group."]);
    }

    private static IEnumerable<PackFault> Scores(Instrument instrument, (Item Item, string Place)[] places)
    {
        var scoring = instrument.Scoring;
        var domains = places.Where(each => each.Item.IsDomain).ToArray();
        if (scoring.Domain != Summing.None && domains.Length == 0)
            yield return new("scoring.domain", T["There is no domain to score."]);
        foreach (var (domain, place) in domains)
        {
            if (domain.Items.SelectMany(item => item.All).Any(item => item.IsDomain))
                yield return new($"{place}.domain", T["A domain within a domain would count twice."]);
            foreach (var fault in Domain(scoring, domain, place))
                yield return fault;
        }
        foreach (var fault in Overall(scoring, [.. domains.Select(each => each.Item)]))
            yield return fault;
        foreach (var (ratio, i) in scoring.Ratios.Select((ratio, i) => (ratio, i)))
        {
            if (!IsNumber(ratio.Part) || !IsNumber(ratio.Of) || ratio.Part == ratio.Of)
                yield return new(
                    $"scoring.ratios[{i}]",
                    T["A ratio is made of two different whole numbers that are asked."]
                );
        }

        bool IsNumber(string id) => instrument.All.Any(item => item.Id == id && item.Kind == ItemKind.Integer);
    }

    private static IEnumerable<PackFault> Domain(Scoring scoring, Item domain, string place)
    {
        var scored = domain.All.Where(item => item.IsScored).ToArray();
        if (scoring.Domain != Summing.None && scored.Length == 0)
            yield return new(place, T["The domain has no question with points."]);
        if (scoring.Domain == Summing.Mean && scored.Select(Range).Distinct().Count() > 1)
            yield return new(place, T["A mean of questions on different scales means nothing."]);
        if (domain.Maximum is { } most && Most(domain) != most)
            yield return new(
                $"{place}.maximum",
                T["The most points its questions bring is {0}, and not {1}.", Most(domain), most]
            );
    }

    private static IEnumerable<PackFault> Overall(Scoring scoring, Item[] domains)
    {
        if (scoring.Overall != Summing.None && scoring.Overall != scoring.Domain)
            yield return new("scoring.overall", T["The whole is made as its domains are, or there is no total."]);
        var ranges = domains.SelectMany(domain => domain.All.Where(item => item.IsScored)).Select(Range).ToArray();
        if (scoring.Overall == Summing.Mean && ranges.Distinct().Count() > 1)
            yield return new("scoring.overall", T["A mean of domains on different scales means nothing."]);
        var total = domains.Sum(Most);
        if (scoring.Maximum is { } most && (scoring.Overall != Summing.Sum || total != most))
            yield return new("scoring.maximum", T["The largest total is {0}, and not {1}.", total, most]);
        if (scoring.Bands.Count > 0 && scoring.Overall == Summing.None)
            yield return new("scoring.bands", T["Bands need a total."]);
        var top = scoring.Overall == Summing.Sum ? total : ranges.Select(range => range.Max).DefaultIfEmpty().Max();
        for (var i = 0; i < scoring.Bands.Count; i++)
        {
            var from = scoring.Bands[i].From;
            if (from > top || (i > 0 && from <= scoring.Bands[i - 1].From))
                yield return new(
                    $"scoring.bands[{i}].from",
                    T["Bands rise, and none begins above the largest score, which is {0}.", top]
                );
        }
    }

    private static (decimal Min, decimal Max) Range(Item item)
    {
        var points = item.Options.Select(option => option.Points).OfType<decimal>().ToArray();
        return (points.Min(), points.Max());
    }

    private static decimal Most(Item domain) => domain.All.Where(item => item.IsScored).Sum(item => Range(item).Max);
}
