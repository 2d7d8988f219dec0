using CoProd.Evaluation.Instruments;

namespace CoProd.Evaluation.Results;

/// <summary>How often each answer was chosen, and what was written: of the groups that are shown, and of nobody else.</summary>
internal static class Distribution
{
    /// <summary>Questions without points: a map such as NASSS, and whatever else is chosen from a list.</summary>
    public static IEnumerable<SeeResults.ChoiceLine> Of(RoundResults results)
    {
        var instrument = results.Of.Instrument;
        var sheets = Shown(results).ToArray();
        foreach (var item in instrument.All.Where(item => item.Kind is ItemKind.Choice or ItemKind.OpenChoice))
        {
            var options = instrument.OptionsOf(item);
            var given = sheets.Where(sheet => sheet.Given.ContainsKey(item.Id)).ToArray();
            if (IsInDomain(instrument, item) || given.Length < results.Of.Round.Floor)
                continue;
            yield return new(
                item.Text,
                [
                    .. options.Select(option => new SeeResults.ChosenLine(
                        option.Words.Length > 0 ? option.Words : option.Value.Text,
                        given.Count(sheet => sheet.Given[item.Id].Contains(option.Value.Text, StringComparer.Ordinal))
                    )),
                ],
                instrument.Scoring.Counts is not null
            );
        }
    }

    private static bool IsInDomain(Instrument instrument, Item item) =>
        instrument.Domains.Any(domain => domain.All.Contains(item))
        && instrument.OptionsOf(item).Any(option => option.Points is not null);

    public static IEnumerable<SeeResults.WordsLine> OwnWords(RoundResults results)
    {
        foreach (var item in results.Of.Instrument.All.Where(item => item.Kind is ItemKind.Text or ItemKind.String))
        {
            foreach (var group in results.ShownGroups)
            {
                // Sheets come in the order of their random ids: shuffled, so that no two words can be laid to one person.
                var words = results
                    .Of.Sheets.Where(sheet => sheet.GroupId == group.Id && sheet.Given.ContainsKey(item.Id))
                    .Select(sheet => sheet.Given[item.Id][0])
                    .Order(StringComparer.CurrentCulture)
                    .ToArray();
                if (words.Length > 0)
                    yield return new(item.Text, group.Name, words);
            }
        }
    }

    private static IEnumerable<Rounds.Sheet> Shown(RoundResults results) =>
        results.Of.Sheets.Where(sheet => results.ShownGroups.Any(group => group.Id == sheet.GroupId));
}
