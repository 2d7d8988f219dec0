using System.Security.Cryptography;
using System.Text;
using CoProd.Contracts.Web;
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
    private const int WarnDaysBefore = 7;

    internal static async Task<IResult?> Download(IVisit visit)
    {
        var days = await Picture.For(visit).Due(visit.Caller, MostEvents, visit.Gone);
        var address = $"{visit.Http.Request.Scheme}://{visit.Http.Request.Host}";
        var calendar = new Ical.Net.Calendar { ProductId = "-//CoProd//Due//EN" };
        calendar.AddProperty("X-WR-CALNAME", T["CoProd: what is due"]);
        foreach (var day in days)
            calendar.Events.Add(Event(day, address, visit.Clock));
        var text = new CalendarSerializer().SerializeToString(calendar) ?? "";
        return Results.File(Encoding.UTF8.GetBytes(text), "text/calendar; charset=utf-8", "due.ics");
    }

    private static CalendarEvent Event(DueDay day, string address, TimeProvider clock)
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
    private static string Uid(DueDay day)
    {
        var matter = $"{day.InnovationId:N} {day.Source} {day.Key}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(matter)).AsSpan(0, 16)) + "@coprod";
    }
}
