using CoProd.Contracts.Modules;
using CoProd.Evaluation.Scores;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation;

/// <summary>The institution's thresholds. Each is a setting; none stands in a formula.</summary>
internal sealed record EvaluationSettings
{
    // Below three, one who answered knows what the other said.
    internal const int LowestFloor = 3;

    public required int Floor { get; init; }
    public required double LeastShare { get; init; }
    public required double LeastAgreement { get; init; }
    public required double WidestGap { get; init; }
    public required double LowShare { get; init; }
    public required double NoticedChange { get; init; }
    public required int ActionDays { get; init; }
    public required int TellDays { get; init; }
    public required int FreshDays { get; init; }
    public required int Draws { get; init; }
    public required int KeepDraftsDays { get; init; }
    public required RunRules Runs { get; init; }

    public static EvaluationSettings From(ISettings settings)
    {
        return new()
        {
            Floor = Math.Max(LowestFloor, Whole("floor")),
            LeastShare = Math.Clamp(Real("least-share"), 0, 1),
            LeastAgreement = Real("least-agreement"),
            WidestGap = Real("widest-gap"),
            LowShare = Math.Clamp(Real("low-share"), 0, 1),
            NoticedChange = Math.Max(0, Real("noticed-change")),
            ActionDays = Whole("action-days"),
            TellDays = Whole("tell-days"),
            FreshDays = Whole("fresh-days"),
            Draws = Math.Clamp(Whole("draws"), 100, 20_000),
            KeepDraftsDays = Math.Max(0, Whole("keep-drafts")),
            Runs = new()
            {
                Run = Math.Max(2, Whole("run")),
                Trend = Math.Max(3, Whole("trend")),
                Least = Math.Max(2, Whole("least-points")),
            },
        };

        double Real(string name) => (double)settings.Number("evaluation." + name);

        int Whole(string name) => (int)settings.Number("evaluation." + name);
    }

    public static void Declare(IModuleBuilder module)
    {
        Add("floor", "5", () => T["The fewest answers of a group of which anything is shown (3 at least)."]);
        Add("least-share", "0.6", () => T["The share of a section that must be answered to count (0 to 1)."]);
        Add("least-agreement", "0.5", () => T["Tell when agreement in a group is below this (0 to 1)."]);
        Add("widest-gap", "1.5", () => T["Tell when the means of two groups lie this many points apart."]);
        Add("low-share", "0.5", () => T["A mean counts as low below this part of its scale (0 to 1)."]);
        Add(
            "noticed-change",
            "0.3",
            () => T["Tell when a mean moved by this many points or more since the round before, and it may be chance."]
        );
        Add("action-days", "30", () => T["Tell when a round closed this many days ago and nothing is decided."]);
        Add(
            "tell-days",
            "60",
            () => T["Tell when a round closed this many days ago and those who answered heard nothing."]
        );
        Add("fresh-days", "365", () => T["Days for which a closed round says how things stand."]);
        Add("draws", "2000", () => T["How often a round is drawn anew to see how much of a change is chance."]);
        Add("run", "8", () => T["So many points on one side of the mean are a run."]);
        Add("least-points", "6", () => T["The fewest figures from which a run chart draws its limits."]);
        Add("trend", "6", () => T["So many points that only rise or only fall are a trend."]);
        Add("keep-drafts", "90", () => T["Days after a round closed that answers nobody sent are removed."]);

        void Add(string name, string value, Func<string> means) =>
            module.Setting(
                new()
                {
                    Name = "evaluation." + name,
                    Default = value,
                    Means = means,
                }
            );
    }
}
