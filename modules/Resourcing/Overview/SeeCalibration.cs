using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Resourcing.Bids;
using CoProd.Resourcing.Portfolio;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Overview;

/// <summary>How good our own odds have been: what we said of bids, and what came of them.</summary>
public static class SeeCalibration
{
    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Rate All { get; init; }

        /// <summary>Mean of (p − o)²; null without a decided bid.</summary>
        public required double? Brier { get; init; }
        public required IReadOnlyList<Word> Words { get; init; }
        public required IReadOnlyList<Rate> ByKind { get; init; }

        /// <summary>Below so many bids the page says "too few".</summary>
        public required int Fewest { get; init; }
    }

    /// <summary>How often bids are won, with its 95% interval.</summary>
    public sealed record Rate(string Name, int Bids, int Wins, double Mean, double Low, double High, bool IsTooFew);

    /// <summary>One of the three words: the chance it was given on average, and what came of it.</summary>
    public sealed record Word(OddsWord Said, double? Chance, Rate Won);

    // One row for each chance that was given: few, however many bids there are.
    private const string Decided = """
        select b.said, b.stage, b.funder_kind, cast(count(*) as integer) as bids
        from bid b join host_innovation i on i.id = b.innovation_id and i.withdrawn = false
        where b.withdrawn = false and b.stage in ('Won', 'Lost') and b.said is not null and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = b.innovation_id and h.person_id in @SeesAs))
        group by b.said, b.stage, b.funder_kind
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<SeeCalibrationPage>(("Odds", await Answer(visit)));

    internal static async Task<View?> Answer(IVisit visit)
    {
        var settings = MoneySettings.From(visit.Get<ISettings>());
        var rows = await visit.Database.Read(
            c => c.QueryAsync<Row>(Decided, new { visit.Caller.SeesAll, visit.Caller.SeesAs }),
            visit.Gone
        );
        var bids = rows.SelectMany(row =>
                Enumerable.Repeat(
                    new DecidedBid
                    {
                        Said = row.Said,
                        Won = row.Stage == BidStage.Won,
                        Group = row.FunderKind,
                    },
                    row.Bids
                )
            )
            .ToArray();
        var calibration = BidCalibration.Of(bids, settings.Odds, settings.Calibration);
        return new()
        {
            All = Of(T["All bids"], calibration.All),
            Brier = calibration.Brier,
            Words =
            [
                .. calibration.Words.Select(word => new Word(
                    Enum.Parse<OddsWord>(word.Word.ToString()),
                    word.Said,
                    Of(word.Word.ToString(), word.Won)
                )),
            ],
            ByKind =
            [
                .. BidCalibration
                    .ByGroup(bids, settings.Calibration)
                    .Select(kind => Of(kind.Key.Length > 0 ? kind.Key : T["Kind not recorded"], kind.Value)),
            ],
            Fewest = settings.Calibration.Fewest,
        };
    }

    private static Rate Of(string name, SuccessRate rate) =>
        new(name, rate.Bids, rate.Wins, rate.Mean, rate.Low, rate.High, rate.IsTooFew);

    private sealed record Row
    {
        public double Said { get; init; }
        public BidStage Stage { get; init; }
        public string FunderKind { get; init; } = "";
        public int Bids { get; init; }
    }
}
