using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Indicators;

/// <summary>Somebody puts in what was counted on a day, or over the period that ended with it.</summary>
public static class RecordMeasure
{
    private const decimal Largest = 1_000_000_000;

    /// <summary>What is asked.</summary>
    public sealed record Form(Guid Id, DateOnly? On, decimal? Amount, string Note);

    private const string Insert = """
        insert into measure (id, innovation_id, indicator_id, on_day, amount, note, recorded_at, changed_at)
        select @Id, i.innovation_id, i.id, @On, @Amount, @Note, @Now, @Now from indicator i
        where i.id = @IndicatorId and i.innovation_id = @InnovationId and i.withdrawn = false
        on conflict (id) do nothing
        """;

    private const string Known = """
        select count(*) from indicator where id = @IndicatorId and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Find = """
        select i.name from measure m join indicator i on i.id = m.indicator_id
        where m.id = @Id and m.innovation_id = @InnovationId and m.withdrawn = false
        """;

    private const string Mistake = """
        update measure set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/indicators/{indicatorId:guid}/measures/new",
            Api = Paths.Api + "/indicators/{indicatorId:guid}/measures",
            Permission = Permissions.Record,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Indicator(visit.InnovationId, visit.RouteId("indicatorId")),
            Said = () => T["It is counted."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Withdrawal.Asking(
            Find,
            Mistake,
            new Withdrawal
            {
                Record = Paths.Route + "/measures/{measureId:guid}",
                RouteId = "measureId",
                Permission = Permissions.Record,
                Back = visit => Paths.Of(visit.InnovationId),
                Title = () => T["Withdraw this figure"],
                Lede = () => T["For one that was miscounted or mistyped. Put the right one in afterwards."],
                Said = () => T["The figure is withdrawn."],
            }
        );

    private static Form Read(Input input) =>
        new(
            input.NewId(),
            input.Date("on", T["the day"]),
            input.Number("amount", T["the figure"], -Largest, Largest, required: true),
            input.Text("note", T["what should be known about it"], max: 500)
        );

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var today = visit.Clock.Today();
        if (form.On > today)
            return Outcome<Guid>.Refused("on", T["That day is still to come. Record it when it has happened."]);
        var row = new
        {
            form.Id,
            IndicatorId = visit.RouteId("indicatorId"),
            On = form.On ?? today,
            Amount = (double)form.Amount!.Value,
            form.Note,
        };
        var known = await visit.Database.Read(
            c => c.ExecuteScalarAsync<long>(Known, new { row.IndicatorId, visit.InnovationId }),
            visit.Gone
        );
        return known == 0 ? Outcome<Guid>.Missing() : await Keeping.Make(visit, Insert, form.Id, row);
    }

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await SeeIndicator.Found(visit) is not { } one
            ? null
            : visit.Page<RecordMeasurePage>(
                ("Input", input),
                ("Name", one.Name),
                ("Unit", one.Unit),
                ("Back", Paths.Indicator(visit.InnovationId, one.Id))
            );
}
