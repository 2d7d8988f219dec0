using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Humanizer;
using Microsoft.AspNetCore.Http;

namespace Wenmouth.Lending;

/// <summary>What is lent at the moment.</summary>
public static class Loans
{
    internal const string Page = "/innovations/{innovationId:guid}/lending";

    /// <summary>A thing that is lent.</summary>
    public sealed record Loan
    {
        public Guid Id { get; init; }
        public string Thing { get; init; } = "";
        public string Borrower { get; init; } = "";
        public DateOnly LentOn { get; init; }
    }

    private const string Open = """
        select id, thing, borrower, lent_on from loan
        where innovation_id = @InnovationId and returned_on is null order by lent_on, id limit 500
        """;

    internal static async Task<IResult?> Show(IVisit visit)
    {
        var loans = (
            await visit.Database.Read(c => c.QueryAsync<Loan>(Open, new { visit.InnovationId }), visit.Gone)
        ).AsList();
        return visit.Page<LoansPage>(
            ("Loans", loans),
            ("InnovationId", visit.InnovationId),
            ("Told", "thing".ToQuantity(loans.Count, ShowQuantityAs.Words) + " lent")
        );
    }

    internal static string PathOf(IVisit visit) => $"/innovations/{visit.InnovationId}/lending";
}

/// <summary>Somebody borrows a thing.</summary>
public static class LendThing
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Thing { get; init; }
        public required string Borrower { get; init; }
        public required DateOnly? DueOn { get; init; }
    }

#if ASKS_WHEN
    private const string Insert = """
        insert into loan (id, innovation_id, thing, borrower, lent_on, due_on)
        values (@Id, @InnovationId, @Thing, @Borrower, @Today, @DueOn) on conflict (id) do nothing
        """;
#else
    private const string Insert = """
        insert into loan (id, innovation_id, thing, borrower, lent_on)
        values (@Id, @InnovationId, @Thing, @Borrower, @Today) on conflict (id) do nothing
        """;
#endif

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Loans.Page + "/new",
            Api = "/api" + Loans.Page,
            Permission = LendingModule.Lend,
            Read = input =>
                new()
                {
                    Id = input.NewId(),
                    Thing = input.Text("thing", "the thing", required: true),
                    Borrower = input.Text("borrower", "who borrows it", required: true),
                    DueOn = input.Date("dueOn", "the day it comes back"),
                },
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(visit.Page<LendThingPage>(("Input", input), ("Back", Loans.PathOf(visit)))),
            Then = (visit, _) => Loans.PathOf(visit),
            Said = () => "It is lent.",
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var row = new
        {
            form.Id,
            visit.InnovationId,
            form.Thing,
            form.Borrower,
            form.DueOn,
            Today = visit.Clock.Today(),
        };
        await visit.Database.Write(
            w =>
            {
                var count = w.Connection.Execute(Insert, row);
                w.Changed(row.InnovationId);
                return count;
            },
            visit.Gone
        );
        return Outcome<Guid>.Done(form.Id);
    }
}

/// <summary>A thing comes back.</summary>
public static class TakeBack
{
    private const string Update = """
        update loan set returned_on = @Today where id = @Id and innovation_id = @InnovationId and returned_on is null
        """;

    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = Loans.Page + "/{loanId:guid}/back",
            Permission = LendingModule.Lend,
            Read = _ => true,
            Handle = Handle,
            Show = (_, visit) => Loans.Show(visit),
            Then = (visit, _) => Loans.PathOf(visit),
            Said = () => "It is back.",
        };

    private static async Task<Outcome<Guid>> Handle(bool back, IVisit visit)
    {
        var row = new
        {
            Id = visit.RouteId("loanId"),
            visit.InnovationId,
            Today = visit.Clock.Today(),
        };
        var count = await visit.Database.Write(
            w =>
            {
                var changed = w.Connection.Execute(Update, row);
                w.Changed(row.InnovationId);
                return changed;
            },
            visit.Gone
        );
        return count == 1 ? Outcome<Guid>.Done(row.Id) : Outcome<Guid>.Missing();
    }
}
