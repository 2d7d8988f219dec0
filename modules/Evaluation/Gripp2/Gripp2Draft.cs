using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Claims;
using CoProd.Evaluation.Indicators;
using CoProd.Evaluation.Results;
using CoProd.Evaluation.Rounds;
using CoProd.Evaluation.Scores;
using static CoProd.Evaluation.Gripp2.DraftGripp2;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Gripp2;

/// <summary>
/// The five parts of GRIPP2's short form (Staniszewska and others, BMJ 2017;358:j3453, table 2), filled from the records. Pure: it says
/// nothing that no record says, and each line has its record. Deciding what matters is left to people.
/// </summary>
internal sealed record Gripp2Draft
{
    // The story of years would bury what people did. What is left out is counted, and a link leads to it.
    private const int MostOfTheStory = 12;

    // Rows that tell of involvement. Money and upkeep are reported elsewhere, and of asking people our own records tell more.
    private static readonly PracticeRow[] OfInvolvement =
    [
        PracticeRow.P1,
        PracticeRow.P3,
        PracticeRow.P4,
        PracticeRow.P5,
        PracticeRow.P6,
        PracticeRow.P7,
        PracticeRow.A4,
        PracticeRow.A5,
        PracticeRow.A6,
        PracticeRow.A7,
        PracticeRow.A8,
    ];

    public required InnovationSummary Innovation { get; init; }
    public required IReadOnlyList<Round> Rounds { get; init; }

    /// <summary>The latest closed round of each instrument.</summary>
    public required IReadOnlyList<RoundResults> Results { get; init; }
    public required IReadOnlyList<Claim> Claims { get; init; }
    public required IReadOnlyList<ActionItem> Actions { get; init; }
    public required IReadOnlyList<Indicator> Indicators { get; init; }
    public required StorySoFar Whole { get; init; }
    public required EvaluationSettings Settings { get; init; }
    public required DateOnly Today { get; init; }

    private string Here => Paths.Of(Innovation.Id);

    public IEnumerable<Line> Aim() =>
        [
            .. Innovation.Purpose.Length > 0
                ? new[]
                {
                    new Line(
                        Innovation.Purpose,
                        T["what {0} is for", Innovation.Name],
                        $"/innovations/{Innovation.Id}"
                    ),
                }
                : [],
            .. Claims
                .Where(claim => claim.Hoped.Length > 0)
                .Select(claim => Of(claim, T["People hoped to influence this: {0}", claim.Hoped])),
            .. Rounds
                .Where(round => round.Purpose.Length > 0)
                .Select(round => Of(round, T["People were asked for this: {0}", round.Purpose])),
        ];

    public IEnumerable<Line> Methods() =>
        [
            .. Claims
                .Where(claim => claim.Involved.Length > 0)
                .Select(claim => Of(claim, $"{claim.SeenOn.Long()}: {claim.Involved}")),
            .. Rounds.Select(round => Of(round, Asked(round))),
            .. Rows(PracticeState.Active, PracticeState.Strong),
            .. Story(),
        ];

    public IEnumerable<Line> Outcomes() =>
        [
            .. Claims
                .Where(claim => claim.Outcome.Length > 0)
                .Select(claim =>
                    Of(
                        claim,
                        claim.Contribution.Length > 0
                            ? T["{0} What we had to do with it: {1}", Sentence(claim.Outcome), claim.Contribution]
                            : claim.Outcome
                    )
                ),
            .. Actions.Where(action => action.Changed.Length > 0).Select(action => Of(action, Done(action))),
            .. Indicators.Where(one => one.Measures.Count > 1).Select(Counted),
            .. Claims
                .Where(claim => claim.Outcome.Length == 0)
                .Select(claim => Of(claim, T["Nothing is seen to have changed yet of this: {0}", claim.Involved])),
        ];

    public IEnumerable<Line> Discussion() =>
        [
            .. HowMuch(),
            .. Claims
                .Where(claim => claim.Matters.Length > 0)
                .Select(claim => Of(claim, T["Why it matters: {0}", claim.Matters])),
            .. Results.SelectMany(OfResults),
        ];

    public IEnumerable<Line> Reflections() =>
        [
            .. Claims
                .Where(claim => claim.CounterEvidence.Length > 0)
                .Select(claim => Of(claim, T["This speaks against our part in it: {0}", claim.CounterEvidence])),
            .. Rounds.Where(round => round.IsClosed(Today)).SelectMany(Heard),
            .. Actions
                .Where(action => action.DoneOn is null)
                .Select(action => Of(action, T["Promised, and still to do: {0}", action.What])),
            .. Rows(PracticeState.Thin, PracticeState.Silent),
        ];

    private string Asked(Round round)
    {
        var groups = string.Join(
            ", ",
            round.Groups.Select(group =>
                round.Shown(group) is { } count
                    ? T["{0} ({1} answered)", group.Name, count]
                    : T["{0} (fewer than {1} answered)", group.Name, round.Floor]
            )
        );
        return round.EndedOn(Today) is { } ended
            ? T["Asked from {0} to {1}: {2}.", round.OpenedOn.Long(), ended.Long(), groups]
            : T["Being asked since {0}: {1}.", round.OpenedOn.Long(), groups];
    }

    private IEnumerable<Line> Story()
    {
        // Money, upkeep and who was won over are no methods of involvement; our own rounds are told already.
        var elsewhere = Whole
            .Practice.Where(line => !OfInvolvement.Contains(line.Status.Row) || line.Status.Row == PracticeRow.A6)
            .Select(line => line.Status.Path.Split('#')[0])
            .Append(Here)
            .ToHashSet(StringComparer.Ordinal);
        var others = Whole.Story.Where(entry => !elsewhere.Any(path => IsUnder(entry.Path, path))).ToArray();
        foreach (var entry in others.Take(MostOfTheStory))
            yield return new($"{entry.On.Long()}: {entry.What}", T["record of {0}", entry.On.Long()], entry.Path);
        if (others.Length > MostOfTheStory)
            yield return new(
                T["{0} earlier entries are not listed here.", others.Length - MostOfTheStory],
                T["the story so far"],
                $"/innovations/{Innovation.Id}"
            );
    }

    private static bool IsUnder(string path, string page) =>
        path.StartsWith(page, StringComparison.Ordinal)
        && (path.Length == page.Length || path[page.Length] is '/' or '#' or '?');

    private IEnumerable<Line> Rows(params PracticeState[] states) =>
        Whole
            .Practice.Where(line => OfInvolvement.Contains(line.Status.Row) && states.Contains(line.Status.State))
            .Select(line => new Line(line.Status.Evidence, line.Title, line.Status.Path));

    private static string Done(ActionItem action) =>
        action.Finding.Length > 0
            ? T[
                "People said: {0} So this was done: {1} What changed: {2}",
                Sentence(action.Finding),
                Sentence(action.What),
                action.Changed
            ]
            : T["This was done: {0} What changed: {1}", Sentence(action.What), action.Changed];

    private Line Counted(Indicator one) =>
        new(
            T[
                "{0}: {1} {2} on {3}, {4} on {5}. {6}",
                one.Name,
                Say.Amount(one.Measures[0].Amount),
                one.Unit,
                one.Measures[0].OnDay.Long(),
                Say.Amount(one.Measures[^1].Amount),
                one.Measures[^1].OnDay.Long(),
                SeeIndicator.Told(
                    RunChart.Of([.. one.Measures.Select(measure => measure.Amount)], Settings.Runs),
                    Settings.Runs
                )
            ],
            T["what is counted: {0}", one.Name],
            Paths.Indicator(Innovation.Id, one.Id)
        );

    private IEnumerable<Line> HowMuch()
    {
        if (Claims.Count == 0)
            yield break;
        var changed = Claims.Count(claim => claim.Outcome.Length > 0);
        var doubted = Claims.Count(claim => claim.Outcome.Length > 0 && claim.CounterEvidence.Length > 0);
        yield return new(
            T[
                "Recorded: {0}. Seen to change something: {1}, with something that speaks against our part in {2}.",
                Claims.Count,
                changed,
                doubted
            ],
            T["all that was seen to change"],
            Here + "#claims"
        );
    }

    private IEnumerable<Line> OfResults(RoundResults results)
    {
        var round = results.Of.Round;
        string[] told =
        [
            .. new[] { Sentences.Overall(results) }.OfType<string>(),
            .. Sentences.Disagreements(results, Settings),
            .. results
                .Domains.Where(domain => domain.Change is not null)
                .Select(domain => $"{domain.Domain.Text}: {Sentences.Changed(domain.Change!)}"),
        ];
        return told.Select(sentence => new Line(
            sentence,
            T["results of “{0}”", round.Title],
            Paths.Results(Innovation.Id, round.Id)
        ));
    }

    private IEnumerable<Line> Heard(Round round)
    {
        yield return Of(
            round,
            round.ToldOn is { } told
                ? T["Those who answered heard on {0} what came of it. {1}", told.Long(), round.ToldHow]
                : T["Those who answered have not heard yet what came of it."]
        );
        foreach (var group in round.Groups.Where(group => round.Shown(group) is null))
            yield return Of(round, T["Too few of {0} answered to show anything of them.", group.Name]);
    }

    private Line Of(Claim claim, string words) =>
        new(words, T["what was seen on {0}", claim.SeenOn.Long()], $"{Here}#claim-{claim.Id}");

    private Line Of(Round round, string words) =>
        new(words, T["round “{0}”", round.Title], Paths.Round(Innovation.Id, round.Id));

    private Line Of(ActionItem action, string words) =>
        new(words, T["what is done about it"], $"{Here}#action-{action.Id}");

    // Words that people typed may end as they like; what follows begins a sentence of its own.
    private static string Sentence(string words) =>
        words.Length > 0 && char.IsPunctuation(words[^1]) ? words : words + ".";
}
