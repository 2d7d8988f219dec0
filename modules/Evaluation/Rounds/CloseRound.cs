using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Rounds;

/// <summary>A round is closed, and nothing more is taken; opened again; or taken back.</summary>
internal static class CloseRound
{
    private const string Find =
        "select title from evaluation_round where id = @Id and innovation_id = @InnovationId and withdrawn = false";

    private const string Close = """
        update evaluation_round set closed_on = @Today, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false and closed_on is null
        """;

    // A last day that is over would close it again at once.
    private const string Reopen = """
        update evaluation_round set closed_on = null, closes_on = null, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Mistake = """
        update evaluation_round set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> CloseRoute { get; } =
        new AskOnce
        {
            Title = () => T["Close this round"],
            Lede = () =>
                T[
                    "Its links take nothing more, and the results are shown. What somebody has begun and not sent does not count."
                ],
            Name = Name,
            Label = () => T["Yes, close it"],
            Send = () => T["Close it"],
            Said = () => T["The round is closed. Here is what was answered."],
            Do = (visit, writing) => Keeping.Mark(visit, writing, Close, Row(visit, writing)),
        }.Route(
            Paths.RoundRoute + "/close",
            Paths.RoundApi + "/close",
            Permissions.Record,
            Back,
            visit => Paths.Results(visit.InnovationId, visit.RouteId("roundId"))
        );

    internal static FormRoute<bool> ReopenRoute { get; } =
        new AskOnce
        {
            Title = () => T["Open this round again"],
            Lede = () => T["Its links take answers again, and its results are hidden until it is closed."],
            Name = Name,
            Label = () => T["Yes, open it again"],
            Send = () => T["Open it"],
            Said = () => T["The round is open again."],
            Do = (visit, writing) => Keeping.Mark(visit, writing, Reopen, Row(visit, writing)),
        }.Route(Paths.RoundRoute + "/reopen", Paths.RoundApi + "/reopen", Permissions.Record, Back);

    internal static FormRoute<bool> WithdrawRoute { get; } =
        new AskOnce
        {
            Title = () => T["Withdraw this round"],
            Lede = () =>
                T[
                    "For one that was opened by mistake. One that people answered is closed instead: they were asked, and it counts."
                ],
            Name = Name,
            Label = () => T["Yes, it was opened by mistake"],
            Send = () => T["Withdraw it"],
            Said = () => T["The round is withdrawn. Its links open nothing."],
            Do = (visit, writing) => Keeping.Mark(visit, writing, Mistake, Row(visit, writing)),
        }.Route(
            Paths.RoundRoute + "/withdraw",
            Paths.RoundApi + "/withdraw",
            Permissions.Record,
            Back,
            visit => Paths.Of(visit.InnovationId)
        );

    private static Task<string?> Name(IVisit visit) => Keeping.NameOf(visit, Find, visit.RouteId("roundId"));

    private static object Row(IVisit visit, IWriting writing) =>
        new { Id = visit.RouteId("roundId"), Today = DateOnly.FromDateTime(writing.Now.UtcDateTime) };

    private static string Back(IVisit visit) => Paths.Round(visit.InnovationId, visit.RouteId("roundId"));
}
