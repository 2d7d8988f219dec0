using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Reserves;

/// <summary>Somebody says how much money is in hand today. Each currency has its own.</summary>
public static class SetReserve
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required Money Amount { get; init; }
    }

    private const string Upsert = """
        insert into reserve (id, innovation_id, currency, amount_minor, as_of, changed_at)
        values (@Id, @InnovationId, @Currency, @AmountMinor, @AsOf, @Now)
        on conflict (innovation_id, currency) do update set amount_minor = excluded.amount_minor, as_of = excluded.as_of,
            version = reserve.version + 1, changed_at = excluded.changed_at
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/reserve",
            Api = Paths.Api + "/reserve",
            Permission = Permissions.Record,
            Read = input =>
                new()
                {
                    Id = input.NewId(),
                    Amount = input.Money("amount", T["the amount"], required: true, allowZero: true) ?? default,
                },
            Handle = (form, visit) =>
                Keeping.Make(
                    visit,
                    Upsert,
                    form.Id,
                    new
                    {
                        form.Id,
                        form.Amount.Currency,
                        AmountMinor = form.Amount.Minor,
                        AsOf = visit.Clock.Today(),
                    }
                ),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<SetReservePage>(("Input", input), ("InnovationId", visit.InnovationId))
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId),
            Said = () => T["The reserve is set."],
        };
}
