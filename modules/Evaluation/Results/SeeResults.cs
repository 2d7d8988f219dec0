using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Answering;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Rounds;
using CoProd.Evaluation.Scores;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Results;

/// <summary>What a closed round says: disagreement between staff and co-producers first, then each part, then what to do.</summary>
public static class SeeResults
{
    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Guid RoundId { get; init; }
        public required Guid InnovationId { get; init; }
        public required string Title { get; init; }
        public required string Purpose { get; init; }
        public required string Instrument { get; init; }
        public required string Citation { get; init; }
        public required IReadOnlyList<string> Unconfirmed { get; init; }
        public required DateOnly EndedOn { get; init; }
        public required int Floor { get; init; }
        public required IReadOnlyList<GroupLine> Groups { get; init; }
        public required IReadOnlyList<string> Disagreements { get; init; }
        public required IReadOnlyList<DomainLine> Domains { get; init; }

        /// <summary>The whole in a sentence; null where there is no total.</summary>
        public required string? Overall { get; init; }

        /// <summary>The round with which it is compared.</summary>
        public required string? Before { get; init; }
        public required IReadOnlyList<ChoiceLine> Choices { get; init; }

        /// <summary>What of a map is counted, in a sentence; null where nothing is.</summary>
        public required string? Mapped { get; init; }
        public required IReadOnlyList<RatioLine> Ratios { get; init; }
        public required IReadOnlyList<WordsLine> OwnWords { get; init; }
        public required IReadOnlyList<ActionLine> Actions { get; init; }
    }

    /// <summary>A group, and how many of it answered; null below the floor.</summary>
    public sealed record GroupLine(string Name, string Side, int? Count);

    /// <summary>A part of the instrument.</summary>
    public sealed record DomainLine(
        string Id,
        string Title,
        double Lowest,
        double Highest,
        double? Everybody,
        bool IsLow,
        string? Change,
        IReadOnlyList<Figure> Figures,
        string? Differ,
        string? About
    );

    /// <summary>A group's figures for a part; none below the floor.</summary>
    public sealed record Figure(
        string Group,
        int? Count,
        double? Mean,
        double? Deviation,
        double? Agreement,
        bool IsSplit
    );

    /// <summary>How often each answer to a question of a part was chosen, by those who are shown.</summary>
    public sealed record ChoiceLine(string Part, string Question, IReadOnlyList<ChosenLine> Answers, bool Counts);

    /// <summary>An answer, and how many chose it.</summary>
    public sealed record ChosenLine(string Answer, int Count);

    /// <summary>A share of a whole.</summary>
    public sealed record RatioLine(string Title, string Told);

    /// <summary>What people wrote in their own words, shuffled.</summary>
    public sealed record WordsLine(string Question, string Group, IReadOnlyList<string> Words);

    /// <summary>What is done about it.</summary>
    public sealed record ActionLine(
        Guid Id,
        string Finding,
        string What,
        DateOnly? DueOn,
        DateOnly? DoneOn,
        string Changed
    );

    internal static async Task<IResult?> Show(IVisit visit)
    {
        if (await SeeRound.Found(visit) is not { } round)
            return null;
        if (!round.IsClosed(visit.Clock.Today()))
            return visit.Page<StillOpenPage>(
                ("Title", round.Title),
                ("Back", Paths.Round(round.InnovationId, round.Id))
            );
        return visit.Page<SeeResultsPage>(
            ("Model", await Of(visit, round)),
            ("MayRecord", visit.Caller.May(Permissions.Record))
        );
    }

    internal static async Task<View?> Answer(IVisit visit) =>
        await SeeRound.Found(visit) is { } round && round.IsClosed(visit.Clock.Today()) ? await Of(visit, round) : null;

    /// <summary>The round's results against the one before it.</summary>
    internal static async Task<RoundResults> Work(IVisit visit, Round round)
    {
        var today = visit.Clock.Today();
        var before = (await RoundBook.Of(visit.Database, [round.InnovationId], visit.Gone)).FirstOrDefault(one =>
            one.InstrumentKey == round.InstrumentKey
            && one.InstrumentVersion == round.InstrumentVersion
            && one.IsClosed(today)
            && (one.OpenedOn, one.Id).CompareTo((round.OpenedOn, round.Id)) < 0
        );
        var both = await RoundBook.Answered(visit.Database, before is null ? [round] : [round, before], visit.Gone);
        return RoundResults.From(both[0], both.ElementAtOrDefault(1), EvaluationSettings.From(visit.Get<ISettings>()));
    }

    internal static async Task<View> Of(IVisit visit, Round round)
    {
        var settings = EvaluationSettings.From(visit.Get<ISettings>());
        var results = await Work(visit, round);
        var actions = (await ActionBook.Of(visit.Database, [round.InnovationId], visit.Gone)).Where(one =>
            one.RoundId == round.Id
        );
        var instrument = results.Of.Instrument;
        return new()
        {
            RoundId = round.Id,
            InnovationId = round.InnovationId,
            Title = round.Title,
            Purpose = round.Purpose,
            Instrument = instrument.Title,
            Citation = instrument.Citation,
            Unconfirmed = instrument.Unconfirmed,
            EndedOn = round.EndedOn(visit.Clock.Today())!.Value,
            Floor = round.Floor,
            Groups =
            [
                .. round.Groups.Select(group => new GroupLine(group.Name, Say.Side(group.Side), round.Shown(group))),
            ],
            Disagreements = [.. Sentences.Disagreements(results, settings)],
            Domains = [.. results.Domains.Select(domain => Line(domain, settings, AboutWhom(results, domain)))],
            Overall = Sentences.Overall(results),
            Before = results.Domains.Any(domain => domain.Change is not null)
                ? T["Compared with the round before."]
                : null,
            Choices = [.. Distribution.Of(results)],
            Mapped = Distribution.Mapped(results),
            Ratios = [.. Sentences.Ratios(results)],
            OwnWords = [.. Distribution.OwnWords(results)],
            Actions =
            [
                .. actions.Select(one => new ActionLine(
                    one.Id,
                    one.Finding,
                    one.What,
                    one.DueOn,
                    one.DoneOn,
                    one.Changed
                )),
            ],
        };
    }

    // The group that a part is about, where each group is asked about every other.
    private static string? AboutWhom(RoundResults results, DomainResult domain) =>
        results.Of.Instrument.Items.FirstOrDefault(item => item.All.Any(inner => inner.Id == domain.Domain.Id))?.About
            is { } place
            ? results.Of.Round.Groups.FirstOrDefault(group => group.Place == place)?.Name
            : null;

    private static DomainLine Line(DomainResult domain, EvaluationSettings settings, string? about) =>
        new(
            domain.Domain.Id,
            domain.Domain.Text,
            domain.Scale.Lowest,
            domain.Scale.Highest,
            domain.Everybody,
            domain.IsLow(settings.LowShare),
            domain.Change is { } change ? Sentences.Changed(change) : null,
            [
                .. domain
                    .Groups.Where(group => group.Group != about)
                    .Select(group => new Figure(
                        group.Group,
                        group.Count,
                        group.Mean,
                        group.Deviation,
                        group.Agreement,
                        group.Agreement < settings.LeastAgreement
                    )),
            ],
            Sentences.Disagreement(domain, settings).Told,
            about
        );
}
