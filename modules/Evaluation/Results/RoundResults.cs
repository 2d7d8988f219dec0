using System.Buffers.Binary;
using System.Security.Cryptography;
using CoProd.Evaluation.Answering;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Rounds;
using CoProd.Evaluation.Scores;

namespace CoProd.Evaluation.Results;

/// <summary>What a domain got: each group's figures, and what they say together.</summary>
internal sealed record DomainResult
{
    public required Item Domain { get; init; }
    public required IReadOnlyList<GroupResult> Groups { get; init; }

    /// <summary>The scores of the groups that are shown, for comparing with another round.</summary>
    public required IReadOnlyList<double> Scores { get; init; }
    public double? Everybody => Scores.Count == 0 ? null : Scores.Average();
    public required (GroupResult High, GroupResult Low, double Gap)? Disagreement { get; init; }

    /// <summary>Against the round before, where there was one with the same instrument.</summary>
    public Change? Change { get; init; }
    public required (double Lowest, double Highest) Scale { get; init; }

    public bool IsLow(double lowShare) => Everybody < Scale.Lowest + lowShare * (Scale.Highest - Scale.Lowest);
}

/// <summary>What a round says, with nothing of a group below its floor. Pure: no I/O and no clock.</summary>
internal sealed record RoundResults
{
    public required AnsweredRound Of { get; init; }
    public required IReadOnlyList<DomainResult> Domains { get; init; }

    /// <summary>The mean, over those who are shown, of each one's total; null where the authors say that there is none.</summary>
    public required double? Overall { get; init; }

    /// <summary>How many answered the whole and are shown.</summary>
    public required int Shown { get; init; }

    /// <summary>The groups of which something is shown.</summary>
    public required IReadOnlyList<AskedGroup> ShownGroups { get; init; }

    public static RoundResults From(AnsweredRound round, AnsweredRound? before, EvaluationSettings settings)
    {
        var people = Scored(round, settings);
        var earlier = before is null ? [] : Scored(before, settings);
        var domains = round.Instrument.Domains.ToArray();
        var results = domains
            .Select((domain, i) => Result(round, people, domain, i, EarlierScores(before, earlier, domain), settings))
            .ToArray();
        var shown = round.Round.Groups.Where(group => round.Round.Shown(group) is not null).ToArray();
        var totals = people
            .Where(one => shown.Any(group => group.Id == one.Group))
            .Select(one => ItemScore.Overall(round.Instrument, one.Domains))
            .OfType<double>()
            .ToArray();
        return new()
        {
            Of = round,
            Domains = results,
            Overall = totals.Length >= round.Round.Floor ? totals.Average() : null,
            Shown = shown.Sum(group => group.Sent),
            ShownGroups = shown,
        };
    }

    private static IReadOnlyList<(Guid Group, IReadOnlyList<double?> Domains)> Scored(
        AnsweredRound round,
        EvaluationSettings settings
    )
    {
        var answers = new Answers(round.Instrument);
        var domains = round.Instrument.Domains.ToArray();
        return
        [
            .. round.Sheets.Select(sheet =>
                (
                    sheet.GroupId,
                    (IReadOnlyList<double?>)
                        [
                            .. domains.Select(domain =>
                                ItemScore.Of(round.Instrument, domain, answers.Values(sheet.Given), settings.LeastShare)
                            ),
                        ]
                )
            ),
        ];
    }

    private static DomainResult Result(
        AnsweredRound round,
        IReadOnlyList<(Guid Group, IReadOnlyList<double?> Domains)> people,
        Item domain,
        int at,
        IReadOnlyList<double> earlier,
        EvaluationSettings settings
    )
    {
        var scores = round
            .Round.Groups.Select(group => new GroupScores(
                group.Name,
                group.Side,
                [.. people.Where(one => one.Group == group.Id).Select(one => one.Domains[at]).OfType<double>()]
            ))
            .ToArray();
        var floor = round.Round.Floor;
        var groups = GroupResults.Of(scores, floor, Steps(round.Instrument, domain));
        var all = scores.Where(group => group.Scores.Count >= floor).SelectMany(group => group.Scores).ToArray();
        return new()
        {
            Domain = domain,
            Groups = groups,
            Scores = all,
            Disagreement = GroupResults.Disagreement(groups),
            Change = Change.Between(earlier, all, Seed(round.Round.Id, at), settings.Draws),
            Scale = ScaleOf(round.Instrument, domain),
        };
    }

    private static double[] EarlierScores(
        AnsweredRound? before,
        IReadOnlyList<(Guid Group, IReadOnlyList<double?> Domains)> people,
        Item domain
    )
    {
        if (before is null)
            return [];
        var at = before.Instrument.Domains.ToList().FindIndex(one => one.Id == domain.Id);
        return at < 0
            ? []
            :
            [
                .. before
                    .Round.Groups.Select(group =>
                        people
                            .Where(one => one.Group == group.Id)
                            .Select(one => one.Domains[at])
                            .OfType<double>()
                            .ToArray()
                    )
                    .Where(scores => scores.Length >= before.Round.Floor)
                    .SelectMany(scores => scores),
            ];
    }

    /// <summary>How many steps the scale of a domain has; null where its questions have scales that cannot be compared.</summary>
    private static int? Steps(Instrument instrument, Item domain)
    {
        if (instrument.Scoring.Domain != Summing.Mean)
            return null;
        var steps = Scored(instrument, domain).Select(points => points.Length).Distinct().ToArray();
        return steps is [>= 2 and var one] ? one : null;
    }

    private static (double, double) ScaleOf(Instrument instrument, Item domain)
    {
        var scored = Scored(instrument, domain).ToArray();
        if (scored.Length == 0)
            return (0, 0);
        return instrument.Scoring.Domain == Summing.Sum
            ? ((double)scored.Sum(points => points.Min()), (double)scored.Sum(points => points.Max()))
            : ((double)scored.Min(points => points.Min()), (double)scored.Max(points => points.Max()));
    }

    private static IEnumerable<decimal[]> Scored(Instrument instrument, Item domain) =>
        domain
            .All.Select(item => instrument.OptionsOf(item).Select(option => option.Points).OfType<decimal>().ToArray())
            .Where(points => points.Length > 0);

    // The same round shows the same bounds to everybody, each time.
    private static int Seed(Guid round, int at) =>
        BinaryPrimitives.ReadInt32LittleEndian(SHA256.HashData(round.ToByteArray())) ^ at;
}
