using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Resourcing.Portfolio;
using CoProd.Resourcing.Resources;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Resourcing.Overview;

/// <summary>What is needed beside what is there, by kind and month, over all innovations that the caller may see.</summary>
public static class SeeNeeds
{
    private const int MonthsShown = 6;

    /// <summary>A kind of thing counted in one unit, month by month.</summary>
    public sealed record Row(string Kind, string Unit, IReadOnlyList<Cell> Months);

    /// <summary>One month of it.</summary>
    public sealed record Cell(DateOnly Month, decimal Needed, decimal There, decimal Short);

    // Only what touches the months shown; what people gave in the past is past.
    private const string Touching = """
        select r.id, r.innovation_id, r.kind, r.is_need, r.label, r.amount, r.unit, r.from_on, r.to_on, r.is_whole
        from resource r join host_innovation i on i.id = r.innovation_id and i.withdrawn = false
        where r.withdrawn = false and r.amount > 0 and r.from_on <= @Last and (r.to_on is null or r.to_on >= @First)
            and (@SeesAll or exists (
                select 1 from host_access h where h.innovation_id = r.innovation_id and h.person_id in @SeesAs))
        """;

    internal static async Task<IResult?> Show(IVisit visit) => visit.Page<SeeNeedsPage>(("Rows", await Answer(visit)));

    internal static async Task<IReadOnlyList<Row>?> Answer(IVisit visit)
    {
        var first = Forecast.Months.FirstDay(visit.Clock.Today());
        var asked = new
        {
            First = first,
            Last = first.AddMonths(MonthsShown).AddDays(-1),
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
        };
        var rows = await visit.Database.Read(c => c.QueryAsync<Resource>(Touching, asked), visit.Gone);
        var spans = rows.Select(row => row.Span).OfType<ResourceSpan>().ToArray();
        return
        [
            .. NeedVersusHave
                .Of(spans, first, MonthsShown)
                .GroupBy(cell => (cell.Kind, cell.Unit))
                .Select(group => new Row(
                    group.Key.Kind,
                    group.Key.Unit,
                    [.. group.Select(cell => new Cell(cell.Month, cell.Needed, cell.Held, cell.Short))]
                )),
        ];
    }
}
