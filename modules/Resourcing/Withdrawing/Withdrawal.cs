using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Withdrawing;

/// <summary>A kind of record that can be taken back when it was recorded by mistake.</summary>
internal sealed record Withdrawal
{
    /// <summary>Its address below the innovation's money, for example <c>/costs/{costId:guid}</c>.</summary>
    public required string Below { get; init; }

    /// <summary>The part of the address that names the record, for example <c>costId</c>.</summary>
    public required string RouteId { get; init; }

    public required Func<string> Title { get; init; }

    /// <summary>When to do this, and when to do something else instead.</summary>
    public required Func<string> Lede { get; init; }

    public required Func<string> Said { get; init; }

    /// <summary>The place to go back to.</summary>
    public Func<IVisit, string> Back { get; init; } = visit => Paths.Money(visit.InnovationId);

    /// <summary>The form: it names the record and asks whether that is meant.</summary>
    /// <param name="find">Reads how the record is called; nothing where it is not of this innovation or withdrawn already.</param>
    /// <param name="update">Marks it withdrawn.</param>
    /// <param name="of">The kind of record.</param>
    public static FormRoute<bool> Asking(string find, string update, Withdrawal of) =>
        new()
        {
            Page = Paths.Route + of.Below + "/withdraw",
            Api = Paths.Api + of.Below + "/withdraw",
            Permission = Permissions.Record,
            Read = input => input.Tick("sure"),
            Handle = (sure, visit) => Take(of, sure, visit, update),
            Show = (input, visit) => Tell(of, input, visit, find),
            Then = (visit, _) => of.Back(visit),
            Said = of.Said,
        };

    private static async Task<IResult?> Tell(Withdrawal of, Input input, IVisit visit, string find)
    {
        var asked = new { id = visit.RouteId(of.RouteId), visit.InnovationId };
        var name = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<string>(find, asked), visit.Gone);
        return name is null
            ? null
            : visit.Page<WithdrawPage>(
                ("Input", input),
                ("Title", of.Title()),
                ("Lede", of.Lede()),
                ("Name", name),
                ("Back", of.Back(visit))
            );
    }

    private static async Task<Outcome<Guid>> Take(Withdrawal of, bool sure, IVisit visit, string update)
    {
        var id = visit.RouteId(of.RouteId);
        return sure
            ? await Keeping.Do(visit, update, id, new { Id = id })
            : Outcome<Guid>.Refused("sure", T["Tick the box if you want to withdraw it."]);
    }
}
