using System.Globalization;
using System.Text;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Overview;

/// <summary>What funders expect of us and what we expect of them, in order of days; as a page and as a calendar file.</summary>
public static class FunderCalendar
{
    private const int PageSize = 50;
    private const int MostEvents = 1000;

    /// <summary>What is expected.</summary>
    public enum What
    {
        Deadline,
        Decision,
        Fund,
        Report,
    }

    /// <summary>A day of the calendar.</summary>
    public sealed record Row
    {
        public DateOnly Day { get; init; }
        public What Kind { get; init; }
        public Guid Id { get; init; }
        public Guid InnovationId { get; init; }
        public string Innovation { get; init; } = "";
        public string Funder { get; init; } = "";
        public string Title { get; init; } = "";

        public string Path =>
            Kind switch
            {
                What.Report => Paths.Money(InnovationId) + "#reports",
                What.Fund => Paths.Money(InnovationId) + "#opportunities",
                _ => Paths.Bid(InnovationId, Id),
            };

        public string Sentence =>
            Kind switch
            {
                What.Deadline => T["The bid to {0} is due", Funder],
                What.Decision => T["{0} decides", Funder],
                What.Report => T["A report to {0} is due", Funder],
                _ => T["Deadline of a fund of {0} that might fit", Funder],
            };
    }

    // Reports stay until they are sent, however late; everything else begins today.
    private const string Page = """
        select t.day, t.kind, t.id, t.innovation_id, i.name as innovation, t.funder, t.title from (
            select deadline as day, 'Deadline' as kind, id, innovation_id, funder, title from bid
            where withdrawn = false and stage in ('Idea', 'Drafting') and deadline >= @Today
            union all
            select decision_due, 'Decision', id, innovation_id, funder, title from bid
            where withdrawn = false and stage in ('Idea', 'Drafting', 'Submitted') and decision_due >= @Today
            union all
            select due_on, 'Report', id, innovation_id, funder, title from funder_report
            where withdrawn = false and sent_on is null
            union all
            select deadline, 'Fund', id, innovation_id, funder, title from opportunity
            where withdrawn = false and deadline >= @Today
        ) t
        join host_innovation i on i.id = t.innovation_id and i.withdrawn = false
        where (t.day, t.id, t.kind) > (@Day, @Id, @Kind) and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = t.innovation_id and h.person_id in @SeesAs))
        order by t.day, t.id, t.kind limit @Limit
        """;

    internal static async Task<IResult?> Show(IVisit visit)
    {
        var request = ListRequest.From(visit);
        return visit.Page<FunderCalendarPage>(
            ("Rows", await Read(visit, request.After, PageSize)),
            ("Request", request),
            ("Today", visit.Clock.Today())
        );
    }

    internal static async Task<ListPage<Row>?> Answer(IVisit visit) =>
        await Read(visit, ListRequest.From(visit).After, PageSize);

    internal static async Task<IResult?> Download(IVisit visit)
    {
        var page = await Read(visit, after: null, MostEvents);
        var address = $"{visit.Http.Request.Scheme}://{visit.Http.Request.Host}";
        var calendar = new Ical.Net.Calendar { ProductId = "-//CoProd//Resourcing//EN" };
        foreach (var row in page.Rows)
            calendar.Events.Add(Event(row, address, visit.Clock));
        var text = new CalendarSerializer().SerializeToString(calendar);
        return Results.File(Encoding.UTF8.GetBytes(text ?? ""), "text/calendar; charset=utf-8", "funders.ics");
    }

    // The id stays the same when the file is fetched again, so that a diary moves the day instead of doubling it.
    private static CalendarEvent Event(Row row, string address, TimeProvider clock) =>
        new()
        {
            Uid = $"{row.Kind.ToString().ToLowerInvariant()}-{row.Id}@coprod",
            DtStamp = new CalDateTime(clock.GetUtcNow().UtcDateTime),
            Start = new CalDateTime(row.Day),
            Summary = $"{row.Sentence} ({row.Innovation})",
            Description = row.Title,
            Url = new Uri(address + row.Path),
        };

    private static async Task<ListPage<Row>> Read(IVisit visit, string? after, int size)
    {
        var (value, id) = Keys.Read(after);
        var (day, kind) = Last(value);
        var asked = new
        {
            Today = visit.Clock.Today(),
            Day = day,
            Id = id,
            Kind = kind,
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            Limit = size + 1,
        };
        var rows = await visit.Database.Read(c => c.QueryAsync<Row>(Page, asked), visit.Gone);
        return ListPage<Row>.Of(rows.AsList(), size, row => Keys.Write(row.Day.Iso() + row.Kind, row.Id));
    }

    private static (DateOnly Day, string Kind) Last(string value) =>
        value.Length > 10
        && DateOnly.TryParseExact(
            value[..10],
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        )
            ? (day, value[10..])
            : (DateOnly.MinValue, "");
}
