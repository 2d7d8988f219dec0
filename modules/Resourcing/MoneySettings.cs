using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Resourcing.Forecast;
using CoProd.Resourcing.Portfolio;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing;

/// <summary>The institution's thresholds. Each is a setting; none stands in a formula.</summary>
internal sealed record MoneySettings
{
    public required ForecastSettings Forecast { get; init; }
    public required OddsScale Odds { get; init; }
    public required CalibrationSettings Calibration { get; init; }
    public required double FunderShareLimit { get; init; }
    public required double RestrictedLimit { get; init; }
    public required int ReportReminderDays { get; init; }
    public required int ActByNoticeDays { get; init; }
    public required int LookAheadDays { get; init; }
    public required double BidHoursAWeek { get; init; }
    public required Money HourlyRate { get; init; }

    public static MoneySettings From(ISettings settings)
    {
        return new()
        {
            Forecast = new()
            {
                GapThreshold = Real("gap-threshold"),
                CutOff = Real("cut-off"),
                Lead = new()
                {
                    BidWriting = Whole("lead-bid-writing"),
                    DecisionWait = Whole("lead-decision-wait"),
                    Notice = Whole("lead-notice"),
                },
            },
            Odds = new()
            {
                Unlikely = Real("odds-unlikely"),
                Even = Real("odds-even"),
                Likely = Real("odds-likely"),
            },
            Calibration = new()
            {
                Prior = new() { Alpha = Real("prior-alpha"), Beta = Real("prior-beta") },
                Fewest = Whole("fewest-bids"),
            },
            FunderShareLimit = Real("funder-share-limit"),
            RestrictedLimit = Real("restricted-limit"),
            ReportReminderDays = Whole("report-reminder"),
            ActByNoticeDays = Whole("act-by-notice"),
            LookAheadDays = Whole("look-ahead"),
            BidHoursAWeek = Real("bid-hours-a-week"),
            HourlyRate = Money.FromMajor(settings.Number("resourcing.in-kind-rate"), "GBP") ?? Money.Zero("GBP"),
        };

        double Real(string name) => (double)settings.Number("resourcing." + name);

        int Whole(string name) => (int)settings.Number("resourcing." + name);
    }

    public static void Declare(IModuleBuilder module)
    {
        Add(
            "gap-threshold",
            "0.2",
            () => T["A month counts as a gap when the chance of running short is above this (0 to 1)."]
        );
        Add("cut-off", "0.75", () => T["The careful total counts only bids with at least this chance (0 to 1)."]);
        Add("lead-bid-writing", "21", () => T["Days it takes to write a bid."]);
        Add("lead-decision-wait", "61", () => T["Days a funder takes to decide."]);
        Add("lead-notice", "30", () => T["Days of notice that people must be given."]);
        Add("odds-unlikely", "0.25", () => T["The chance that “unlikely” stands for (0 to 1)."]);
        Add("odds-even", "0.5", () => T["The chance that “even” stands for (0 to 1)."]);
        Add("odds-likely", "0.75", () => T["The chance that “likely” stands for (0 to 1)."]);
        Add("prior-alpha", "1", () => T["Wins believed in before any bid, when a success rate is estimated."]);
        Add("prior-beta", "1", () => T["Losses believed in before any bid, when a success rate is estimated."]);
        Add("fewest-bids", "5", () => T["Below so many decided bids a success rate is not shown."]);
        Add("funder-share-limit", "0.6", () => T["Tell when one funder gives more than this share (0 to 1)."]);
        Add("restricted-limit", "1", () => T["Tell when at least this share of money is restricted (0 to 1)."]);
        Add("report-reminder", "30", () => T["Days before a report to a funder is due that we remind."]);
        Add("act-by-notice", "30", () => T["Days before the last day to act that a gap becomes “soon”."]);
        Add("look-ahead", "365", () => T["Days ahead in which a last day to act is told at all."]);
        Add("bid-hours-a-week", "10", () => T["Hours a week that people here can give to writing bids."]);
        Add(
            "in-kind-rate",
            "12.21",
            () => T["What an hour given in kind would have cost, in pounds. Notional, never counted as cash."]
        );

        void Add(string name, string value, Func<string> means) =>
            module.Setting(
                new()
                {
                    Name = "resourcing." + name,
                    Default = value,
                    Means = means,
                }
            );
    }
}
