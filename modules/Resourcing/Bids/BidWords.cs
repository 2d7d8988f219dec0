using CoProd.Ui.Forms;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Bids;

/// <summary>The stages and chances in words.</summary>
internal static class BidWords
{
    public static string Of(BidStage stage) =>
        stage switch
        {
            BidStage.Idea => T["Idea"],
            BidStage.Drafting => T["Being written"],
            BidStage.Submitted => T["Sent"],
            BidStage.Won => T["Won"],
            BidStage.Lost => T["Lost"],
            _ => T["Taken back"],
        };

    public static IReadOnlyList<Choice> Stages =>
        [.. Enum.GetValues<BidStage>().Select(stage => new Choice(stage.ToString(), Of(stage)))];

    public static IReadOnlyList<Choice> OpenStages => [.. Stages.Take(3)];

    public static IReadOnlyList<Choice> Chances =>
        [
            new(nameof(OddsWord.Unlikely), T["Unlikely"]),
            new(nameof(OddsWord.Even), T["Even"]),
            new(nameof(OddsWord.Likely), T["Likely"]),
        ];
}
