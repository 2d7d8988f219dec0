using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Costs;

/// <summary>Somebody says what the innovation costs: once, every month, or over a while.</summary>
public static class RecordCost
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Label { get; init; }
        public required Money Amount { get; init; }
        public required CostRhythm Timing { get; init; }
        public required DateOnly From { get; init; }
        public required DateOnly? To { get; init; }
        public required bool KeepAlive { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into cost_line (id, innovation_id, label, amount_minor, currency, timing, from_on, to_on, keep_alive, recorded_at, changed_at)
        values (@Id, @InnovationId, @Label, @AmountMinor, @Currency, @Timing, @From, @To, @KeepAlive, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/costs/new",
            Api = Paths.Api + "/costs",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Keeping.Make(visit, Insert, form.Id, Row(form)),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordCostPage>(("Input", input), ("InnovationId", visit.InnovationId))
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId),
            Said = () => T["The cost is recorded."],
        };

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Label = input.Text("label", T["what it is for"], required: true),
            Amount = input.Money("amount", T["the amount"], required: true) ?? default,
            Timing = input.Choice<CostRhythm>("timing", T["how often"]) ?? CostRhythm.Monthly,
            From = input.Date("from", T["the first day"], required: true) ?? default,
            To = input.Date("to", T["the last day"]),
            KeepAlive = input.Tick("keepAlive"),
            Version = input.Version(),
        };
        input.InOrder("to", form.From, form.To, T["The last day must not be before the first day."]);
        if (form.Timing == CostRhythm.Spread && form.To is null)
            input.Error("to", T["Enter the last day: the amount is spread up to it."]);
        return form;
    }

    internal static object Row(Form form) =>
        new
        {
            form.Id,
            form.Label,
            AmountMinor = form.Amount.Minor,
            form.Amount.Currency,
            Timing = form.Timing.ToString(),
            form.From,
            form.To,
            form.KeepAlive,
            form.Version,
        };
}
