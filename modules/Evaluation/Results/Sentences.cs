using CoProd.Evaluation.Answering;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Scores;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Results;

/// <summary>Results as people would tell them.</summary>
internal static class Sentences
{
    /// <summary>Where groups see it differently, or do not agree within: that is what there is to talk about.</summary>
    public static IEnumerable<string> Disagreements(RoundResults results, EvaluationSettings settings) =>
        results
            .Domains.Select(domain => Disagreement(domain, settings))
            .Where(each => each.Told is not null)
            .OrderByDescending(each => each.Sides)
            .ThenByDescending(each => each.Gap)
            .Select(each => each.Told!)
            .Concat(results.Domains.SelectMany(domain => Split(domain, settings)));

    public static (string? Told, bool Sides, double Gap) Disagreement(DomainResult domain, EvaluationSettings settings)
    {
        if (domain.Disagreement is not var (high, low, gap) || gap < settings.WidestGap)
            return (null, false, 0);
        var sides = (high.Side, low.Side) is (Side.Staff, Side.CoProducers) or (Side.CoProducers, Side.Staff);
        return (
            T[
                "{0}: {1} say {2}, {3} say {4}.",
                domain.Domain.Text,
                high.Group,
                Say.Number(high.Mean!.Value),
                low.Group,
                Say.Number(low.Mean!.Value)
            ],
            sides,
            gap
        );
    }

    private static IEnumerable<string> Split(DomainResult domain, EvaluationSettings settings) =>
        domain
            .Groups.Where(group => group.Agreement < settings.LeastAgreement)
            .Select(group => T["{0}: within {1}, people see it very differently.", domain.Domain.Text, group.Group]);

    public static string Changed(Change change) =>
        change.IsWithinNoise
            ? T[
                "{0} against the round before, which may well be chance ({1} to {2}).",
                Say.Signed(change.By),
                Say.Signed(change.Lower),
                Say.Signed(change.Upper)
            ]
            : T[
                "{0} against the round before, more than chance ({1} to {2}).",
                Say.Signed(change.By),
                Say.Signed(change.Lower),
                Say.Signed(change.Upper)
            ];

    public static string? Overall(RoundResults results)
    {
        if (results.Overall is not { } overall)
            return null;
        var scoring = results.Of.Instrument.Scoring;
        var band = scoring.Bands.LastOrDefault(one => (double)one.From <= overall)?.Says;
        var told = scoring.Maximum is { } most
            ? T["On the whole: {0} of {1}.", Say.Number(overall), most]
            : Whole(results, overall);
        return band is null ? told : $"{told} {band}.";
    }

    private static string Whole(RoundResults results, double overall) =>
        results.Domains.Select(domain => domain.Scale).Distinct().ToArray() is [var (lowest, highest)]
            ? T[
                "On the whole: {0}, on a scale from {1} to {2}.",
                Say.Number(overall),
                Say.Amount(lowest),
                Say.Amount(highest)
            ]
            : T["On the whole: {0}.", Say.Number(overall)];

    /// <summary>The shares of RE-AIM: the team's own records, added up over what was sent. A whole below the floor is not told.</summary>
    public static IEnumerable<SeeResults.RatioLine> Ratios(RoundResults results)
    {
        var answers = new Answers(results.Of.Instrument);
        var sheets = results
            .Of.Sheets.Where(sheet => results.ShownGroups.Any(group => group.Id == sheet.GroupId))
            .ToArray();
        foreach (var ratio in results.Of.Instrument.Scoring.Ratios)
        {
            var shares = sheets
                .SelectMany(sheet => Scores.Ratios.Of(results.Of.Instrument, answers.Values(sheet.Given)))
                .Where(each => each.Ratio.Id == ratio.Id)
                .Select(each => each.Share)
                .OfType<Share>()
                .ToArray();
            var (part, of) = (shares.Sum(share => share.Part), shares.Sum(share => share.Of));
            if (Wilson.Interval(part, of) is { } whole)
                yield return new(
                    ratio.Title,
                    T[
                        "{0} of {1}: {2} (between {3} and {4})",
                        part,
                        of,
                        Say.Share(whole.Value),
                        Say.Share(whole.Lower),
                        Say.Share(whole.Upper)
                    ]
                );
        }
    }
}
