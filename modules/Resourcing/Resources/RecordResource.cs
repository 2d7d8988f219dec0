using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Resources;

/// <summary>Somebody says what is needed, or what is there.</summary>
public static class RecordResource
{
    /// <summary>Whether it is needed or there.</summary>
    public enum Side
    {
        Need,
        Have,
    }

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required Side Side { get; init; }
        public required ResourceKind Kind { get; init; }
        public required string Label { get; init; }
        public required decimal? Amount { get; init; }
        public required string Unit { get; init; }
        public required DateOnly? From { get; init; }
        public required DateOnly? To { get; init; }
        public required bool IsWhole { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into resource (id, innovation_id, kind, is_need, label, amount, unit, from_on, to_on, is_whole, recorded_at, changed_at)
        values (@Id, @InnovationId, @Kind, @IsNeed, @Label, @Amount, @Unit, @From, @To, @IsWhole, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/resources/new",
            Api = Paths.Api + "/resources",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Keeping.Make(visit, Insert, form.Id, Row(form)),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordResourcePage>(("Input", input), ("InnovationId", visit.InnovationId))
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId) + "#resources",
            Said = () => T["It is recorded."],
        };

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Side = input.Choice<Side>("side", T["whether it is needed or there"]) ?? Side.Need,
            Kind = input.Choice<ResourceKind>("kind", T["what kind it is"], required: true) ?? default,
            Label = input.Text("label", T["what it is"], required: true, max: 300),
            Amount = input.Number("amount", T["how much"], 0, 1_000_000_000),
            Unit = input.Text("unit", T["the unit"], max: 40),
            From = input.Date("from", T["the first day"]),
            To = input.Date("to", T["the last day"]),
            IsWhole = input.Tick("isWhole"),
            Version = input.Version(),
        };
        input.InOrder("to", form.From, form.To, T["The last day must not be before the first day."]);
        if (form.IsWhole && form.To is null)
            input.Error("to", T["Enter the last day: the amount is spread up to it."]);
        return form;
    }

    internal static object Row(Form form) =>
        new
        {
            form.Id,
            Kind = form.Kind.ToString(),
            IsNeed = form.Side == Side.Need,
            form.Label,
            Amount = (double?)form.Amount,
            form.Unit,
            form.From,
            form.To,
            form.IsWhole,
            form.Version,
        };
}
