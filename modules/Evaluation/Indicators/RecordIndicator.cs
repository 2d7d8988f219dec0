using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Indicators;

/// <summary>Somebody says what is counted again and again, from where, and what is hoped for.</summary>
public static class RecordIndicator
{
    private const decimal Largest = 1_000_000_000;

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required string Unit { get; init; }
        public required decimal? Baseline { get; init; }
        public required decimal? Target { get; init; }
        public required Better? Better { get; init; }
        public required string Source { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into indicator (id, innovation_id, name, search_key, unit, baseline, target, better, source, recorded_at, changed_at)
        values (@Id, @InnovationId, @Name, @SearchKey, @Unit, @Baseline, @Target, @Better, @Source, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update indicator set name = @Name, search_key = @SearchKey, unit = @Unit, baseline = @Baseline, target = @Target,
            better = @Better, source = @Source, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Find =
        "select name from indicator where id = @Id and innovation_id = @InnovationId and withdrawn = false";

    private const string Mistake = """
        update indicator set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/indicators/new",
            Api = Paths.Api + "/indicators",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Keeping.Make(visit, Insert, form.Id, Row(form, form.Id)),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, id) => Paths.Indicator(visit.InnovationId, id),
            Said = () => T["The indicator is there. Put in what was counted."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/indicators/{indicatorId:guid}/edit",
            Api = Paths.Api + "/indicators/{indicatorId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("indicatorId")),
            Read = Read,
            Handle = (form, visit) =>
                Keeping.Change(
                    visit,
                    Update,
                    visit.RouteId("indicatorId"),
                    Row(form, visit.RouteId("indicatorId")),
                    Start
                ),
            Show = (input, visit) => Show(input, visit, visit.RouteId("indicatorId")),
            Then = (visit, _) => Paths.Indicator(visit.InnovationId, visit.RouteId("indicatorId")),
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Withdrawal.Asking(
            Find,
            Mistake,
            new Withdrawal
            {
                Record = Paths.Route + "/indicators/{indicatorId:guid}",
                RouteId = "indicatorId",
                Permission = Permissions.Record,
                Back = visit => Paths.Of(visit.InnovationId),
                Title = () => T["Withdraw this indicator"],
                Lede = () => T["For one that was set up by mistake. One that is no longer counted simply ends."],
                Said = () => T["The indicator is withdrawn."],
            }
        );

    private static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Name = input.Text("name", T["what is counted"], required: true, max: 120),
            Unit = input.Text("unit", T["the unit"], max: 40),
            Baseline = input.Number("baseline", T["the value at the start"], -Largest, Largest),
            Target = input.Number("target", T["the value hoped for"], -Largest, Largest),
            Better = input.Choice<Better>("better", T["which way is better"]),
            Source = input.Text("source", T["where the figures come from"], max: 500),
            Version = input.Version(),
        };

    private static object Row(Form form, Guid id) =>
        new
        {
            Id = id,
            form.Name,
            SearchKey = Words.Key(form.Name),
            form.Unit,
            Baseline = (double?)form.Baseline,
            Target = (double?)form.Target,
            Better = (form.Better ?? Indicators.Better.Higher).ToString(),
            form.Source,
            form.Version,
        };

    private static async Task<Input?> Start(IVisit visit, Guid id) =>
        (await IndicatorBook.Of(visit.Database, [visit.InnovationId], visit.Gone)).FirstOrDefault(one => one.Id == id)
            is not { } kept
            ? null
            : Input.Of(
                ("name", kept.Name),
                ("unit", kept.Unit),
                ("baseline", kept.Baseline?.ToString(CultureInfo.InvariantCulture) ?? ""),
                ("target", kept.Target?.ToString(CultureInfo.InvariantCulture) ?? ""),
                ("better", kept.Better.ToString()),
                ("source", kept.Source),
                ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
            );

    private static Task<IResult?> Show(Input input, IVisit visit, Guid? id) =>
        Task.FromResult<IResult?>(
            visit.Page<RecordIndicatorPage>(("Input", input), ("InnovationId", visit.InnovationId), ("IndicatorId", id))
        );
}
