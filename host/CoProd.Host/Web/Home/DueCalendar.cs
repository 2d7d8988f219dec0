using System.Security.Cryptography;
using System.Text;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using Dapper;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Home;

/// <summary>Everything that is due or coming, of all innovations and modules, as one calendar file: only what this caller may see.</summary>
internal static class DueCalendar
{
    private const int MostEvents = 2000;
    private const int MonthsAhead = 36;
    private const int WarnDaysBefore = 7;

    private const string Mine = """
        and (@SeesAll or exists (select 1 from host_access a where a.innovation_id = d.innovation_id and a.person_id = @PersonId))
        """;

    // A warning stays until it is answered, however late; what is coming begins today.
    private const string Days = $"""
        select innovation_id, innovation, source, key, on_day, until, what, detail, path, asks from (
            select d.innovation_id, i.name as innovation, d.rule as source, d.key, d.due as on_day, d.due as until, d.next_step as what,
                d.fact as detail, d.next_step_path as path, true as asks
            from warning d join host_innovation i on i.id = d.innovation_id and i.withdrawn = false
            where d.due is not null and d.permission in @Permissions
                and (d.snoozed_until is null or d.snoozed_until <= @Today) {Mine}
            union all
            select d.innovation_id, i.name, d.module_id, d.key, d.starts_on, d.ends_on, d.what, '', d.path, false
            from timeline d join host_innovation i on i.id = d.innovation_id and i.withdrawn = false
            where d.starts_on >= @Today and d.starts_on <= @Horizon and d.permission in @Permissions {Mine}
        ) t order by on_day, innovation_id, source, key limit @MostEvents
        """;

    internal static async Task<IResult?> Download(IVisit visit)
    {
        var today = visit.Clock.Today();
        var asked = new
        {
            Today = today,
            Horizon = today.AddMonths(MonthsAhead),
            visit.Caller.SeesAll,
            visit.Caller.PersonId,
            Permissions = visit.Get<ModuleCatalogue>().Permissions.Select(p => p.Name).Where(visit.Caller.May).ToList(),
            MostEvents,
        };
        var days = await visit.Get<Database>().Read(c => c.QueryAsync<Day>(Days, asked), visit.Gone);
        var address = $"{visit.Http.Request.Scheme}://{visit.Http.Request.Host}";
        var calendar = new Ical.Net.Calendar { ProductId = "-//CoProd//Due//EN" };
        calendar.AddProperty("X-WR-CALNAME", T["CoProd: what is due"]);
        foreach (var day in days)
            calendar.Events.Add(Event(day, address, visit.Clock));
        var text = new CalendarSerializer().SerializeToString(calendar) ?? "";
        return Results.File(Encoding.UTF8.GetBytes(text), "text/calendar; charset=utf-8", "due.ics");
    }

    private static CalendarEvent Event(Day day, string address, TimeProvider clock)
    {
        var made = new CalendarEvent
        {
            Uid = Uid(day),
            DtStamp = new CalDateTime(clock.GetUtcNow().UtcDateTime),
            Start = new CalDateTime(day.OnDay),
            // The last day counts; a calendar file names the day after it.
            End = new CalDateTime((day.Until ?? day.OnDay).AddDays(1)),
            Summary = day.Asks ? T["{0}: {1} by today", day.Innovation, day.What] : $"{day.Innovation}: {day.What}",
            Description = day.Detail,
            Url = new Uri(address + day.Path),
        };
        if (day.Asks)
            made.Alarms.Add(
                new Alarm
                {
                    Action = "DISPLAY",
                    Description = day.Detail,
                    Trigger = new Trigger(Duration.FromDays(-WarnDaysBefore)),
                }
            );
        return made;
    }

    // It stays the same while the matter does, so that a calendar moves the day instead of doubling it.
    private static string Uid(Day day)
    {
        var matter = $"{day.InnovationId:N} {day.Source} {day.Key}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(matter)).AsSpan(0, 16)) + "@coprod";
    }

    private sealed record Day
    {
        public Guid InnovationId { get; init; }
        public string Innovation { get; init; } = "";
        public string Source { get; init; } = "";
        public string Key { get; init; } = "";
        public DateOnly OnDay { get; init; }
        public DateOnly? Until { get; init; }
        public string What { get; init; } = "";
        public string Detail { get; init; } = "";
        public string Path { get; init; } = "";
        public bool Asks { get; init; }
    }
}
