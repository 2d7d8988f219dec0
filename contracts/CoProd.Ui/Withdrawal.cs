using CoProd.Contracts.Web;
using static CoProd.Ui.Texts;

namespace CoProd.Ui;

/// <summary>How a kind of record is taken back that was recorded by mistake. The row stays, marked; nobody sees it any more.</summary>
public sealed record Withdrawal
{
    /// <summary>The address of the record's own page, for example <c>/innovations/{innovationId:guid}/money/costs/{costId:guid}</c>.</summary>
    public required string Record { get; init; }

    /// <summary>The part of the address that names the record, for example <c>costId</c>.</summary>
    public required string RouteId { get; init; }

    /// <summary>The permission it needs.</summary>
    public required string Permission { get; init; }

    /// <summary>What the page is, for example "Withdraw this cost".</summary>
    public required Func<string> Title { get; init; }

    /// <summary>When to do this, and when to do something else instead.</summary>
    public required Func<string> Lede { get; init; }

    /// <summary>What is said once it is done.</summary>
    public required Func<string> Said { get; init; }

    /// <summary>The page to go back to.</summary>
    public required Func<IVisit, string> Back { get; init; }

    /// <summary>The form: it names the record and asks whether that is meant.</summary>
    /// <param name="find">
    /// Reads how the record with <c>@Id</c> and <c>@InnovationId</c> is called; nothing where it is not of this innovation or withdrawn already.
    /// </param>
    /// <param name="update">Marks it withdrawn, with the same two and <c>@Now</c>.</param>
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
        }.Route(of.Record + "/withdraw", "/api" + of.Record + "/withdraw", of.Permission, of.Back);
}
