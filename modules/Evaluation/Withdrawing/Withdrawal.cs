using CoProd.Contracts.Web;
using CoProd.Ui;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Withdrawing;

/// <summary>A kind of record that can be taken back when it was recorded by mistake.</summary>
internal sealed record Withdrawal
{
    /// <summary>Its address below the innovation's evaluation, for example <c>/actions/{actionId:guid}</c>.</summary>
    public required string Below { get; init; }

    /// <summary>The part of the address that names the record, for example <c>actionId</c>.</summary>
    public required string RouteId { get; init; }

    public required Func<string> Title { get; init; }

    /// <summary>When to do this, and when to do something else instead.</summary>
    public required Func<string> Lede { get; init; }

    public required Func<string> Said { get; init; }

    /// <summary>The form: it names the record and asks whether that is meant.</summary>
    /// <param name="find">Reads how the record is called; nothing where it is not of this innovation or withdrawn already.</param>
    /// <param name="update">Marks it withdrawn.</param>
    /// <param name="of">The kind of record.</param>
    public static FormRoute<bool> Asking(string find, string update, Withdrawal of) =>
        new AskOnce
        {
            Title = of.Title,
            Lede = of.Lede,
            Name = visit => Keeping.NameOf(visit, find, visit.RouteId(of.RouteId)),
            Label = () => T["Yes, it was recorded by mistake"],
            Send = () => T["Withdraw it"],
            Said = of.Said,
            Do = (visit, writing) => Keeping.Mark(visit, writing, update, new { Id = visit.RouteId(of.RouteId) }),
        }.Route(
            Paths.Route + of.Below + "/withdraw",
            Paths.Api + of.Below + "/withdraw",
            Permissions.Record,
            visit => Paths.Of(visit.InnovationId)
        );
}
