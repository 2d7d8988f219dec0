using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Claims;
using CoProd.Evaluation.Indicators;
using CoProd.Evaluation.Results;
using CoProd.Evaluation.Rounds;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Gripp2;

/// <summary>A draft of the report on public involvement that journals ask for, written from the records: on a page, for print, as a file.</summary>
public static class DraftGripp2
{
    /// <summary>The draft.</summary>
    public sealed record View
    {
        public required Guid InnovationId { get; init; }
        public required string Innovation { get; init; }
        public required DateOnly Today { get; init; }
        public required IReadOnlyList<Section> Sections { get; init; }
    }

    /// <summary>A part of the checklist: its name, what it is about in our words, and what the records say.</summary>
    public sealed record Section(string Title, string About, IReadOnlyList<Line> Lines, string Next, string NextPath);

    /// <summary>Something that a record says, and where that record is.</summary>
    public sealed record Line(string Words, string Record, string Path);

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<DraftGripp2Page>(
            ("Model", await Answer(visit)),
            ("MayRecord", visit.Caller.May(Permissions.Record))
        );

    internal static async Task<IResult?> Csv(IVisit visit)
    {
        var view = (await Answer(visit))!;
        return CsvFile.Of(
            "gripp2.csv",
            [T["Part"], T["What the records say"], T["Evidence"], T["Address"]],
            view.Sections.SelectMany(section =>
                section.Lines.Select(line =>
                    (IReadOnlyList<string>)[section.Title, line.Words, line.Record, visit.Address(line.Path)]
                )
            )
        );
    }

    internal static async Task<IResult?> Html(IVisit visit) =>
        Microsoft.AspNetCore.Http.Results.File(
            Gripp2File.Write((await Answer(visit))!, visit.Address),
            "text/html; charset=utf-8",
            "gripp2.html"
        );

    internal static async Task<View?> Answer(IVisit visit)
    {
        var draft = await Gather(visit);
        var here = Paths.Of(visit.InnovationId);
        return new()
        {
            InnovationId = visit.InnovationId,
            Innovation = draft.Innovation.Name,
            Today = draft.Today,
            Sections =
            [
                new(
                    T["1. Aim"],
                    T["What people were involved for."],
                    [.. draft.Aim()],
                    T["Tell what people hoped to influence"],
                    here + "/claims/new"
                ),
                new(
                    T["2. Methods"],
                    T["How people were involved."],
                    [.. draft.Methods()],
                    T["Tell how people took part"],
                    here + "/claims/new"
                ),
                new(
                    T["3. Results"],
                    T["What came of it, good and bad."],
                    [.. draft.Outcomes()],
                    T["Tell what changed"],
                    here + "/claims/new"
                ),
                new(
                    T["4. Discussion and conclusions"],
                    T["How far it shaped the whole."],
                    [.. draft.Discussion()],
                    T["Ask people"],
                    here + "/rounds/new"
                ),
                new(
                    T["5. Reflections"],
                    T["What went well, what did not, and what others can learn from it."],
                    [.. draft.Reflections()],
                    T["Tell what speaks against it"],
                    here + "#claims"
                ),
            ],
        };
    }

    private static async Task<Gripp2Draft> Gather(IVisit visit)
    {
        Guid[] here = [visit.InnovationId];
        var today = visit.Clock.Today();
        var rounds = await RoundBook.Of(visit.Database, here, visit.Gone);
        var results = new List<RoundResults>();
        foreach (
            var latest in rounds
                .Where(round => round.IsClosed(today))
                .GroupBy(round => (round.InstrumentKey, round.InstrumentVersion))
                .Select(group => group.First())
        )
            results.Add(await SeeResults.Work(visit, latest));
        return new()
        {
            Innovation = (await visit.Maybe<IInnovationDirectory>()!.Innovations(here, visit.Gone))[0],
            Rounds = rounds,
            Results = results,
            Claims = await ClaimBook.Of(visit.Database, here, visit.Gone),
            Actions = await ActionBook.Of(visit.Database, here, visit.Gone),
            Indicators = await IndicatorBook.Of(visit.Database, here, visit.Gone),
            Whole = await visit.Get<IStorySoFar>().Of(visit.InnovationId, visit.Caller, visit.Gone),
            Settings = EvaluationSettings.From(visit.Get<ISettings>()),
            Today = today,
        };
    }
}
