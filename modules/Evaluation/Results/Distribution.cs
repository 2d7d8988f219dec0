using CoProd.Evaluation.Answering;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Scores;
using static CoProd.Evaluation.Texts;

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
                PartOf(instrument, item),
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

    /// <summary>Which parts a group that filled a map in together called what is counted, for example complex: how many, and which.</summary>
    public static string? Mapped(RoundResults results)
    {
        var instrument = results.Of.Instrument;
        if (instrument.Scoring.Counts is not { } code || Shown(results).ToArray() is not [var sheet])
            return null;
        var answers = new Answers(instrument).Values(sheet.Given);
        var choices = instrument.All.Where(item => item.Kind == ItemKind.Choice).ToArray();
        var word = choices
            .SelectMany(instrument.OptionsOf)
            .Where(option => option.Value.Text == code && option.Words.Length > 0)
            .Select(option => option.Words.Split(':')[0])
            .FirstOrDefault(code);
        var parts = choices
            .Where(item => answers(item.Id).Any(value => value.Text == code))
            .Select(item => PartOf(instrument, item));
        return ComplexityMap.Count(instrument, answers) is var count and > 0
            ? T["{0}: {1} of {2} parts. {3}.", word, count, choices.Length, string.Join("; ", parts)]
            : T["{0}: none of {1} parts.", word, choices.Length];
    }

    private static string PartOf(Instrument instrument, Item item) =>
        instrument.Items.FirstOrDefault(part => part.Items.Contains(item))?.Text ?? "";

    // Where several questions have the same words, their part tells them apart.
    private static string Title(Instrument instrument, Item item) =>
        instrument.All.Count(other => other.Text == item.Text) > 1 && PartOf(instrument, item) is { Length: > 0 } part
            ? $"{part}: {item.Text}"
            : item.Text;

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
                    yield return new(Title(results.Of.Instrument, item), group.Name, words);
            }
        }
    }

    private static IEnumerable<Rounds.Sheet> Shown(RoundResults results) =>
        results.Of.Sheets.Where(sheet => results.ShownGroups.Any(group => group.Id == sheet.GroupId));
}
