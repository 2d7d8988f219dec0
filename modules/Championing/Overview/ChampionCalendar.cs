using System.Text;
using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using Dapper;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.AspNetCore.Http;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Overview;

/// <summary>The days on which champions' roles end and objections have waited long enough, as a calendar file. It names no person.</summary>
internal static class ChampionCalendar
{
    private const int MostEvents = 1000;

    private const string Days = """
        select t.day, t.kind, t.id, t.innovation_id, i.name as innovation from (
            select until_on as day, 'role' as kind, id, innovation_id from champion_role
            where withdrawn = false and person_id is not null and until_on >= @Today
            union all
            select raised_on, 'objection', id, innovation_id from objection where withdrawn = false and answered_on is null
        ) t
        join host_innovation i on i.id = t.innovation_id and i.withdrawn = false
        where @SeesAll or exists (select 1 from host_access h where h.innovation_id = t.innovation_id and h.person_id in @SeesAs)
        order by t.day, t.id limit @MostEvents
        """;

    internal static async Task<IResult?> Download(IVisit visit)
    {
        var asked = new
        {
            Today = visit.Clock.Today(),
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            MostEvents,
        };
        var rows = await visit.Database.Read(
            c => c.QueryAsync<(DateOnly Day, string Kind, Guid Id, Guid InnovationId, string Innovation)>(Days, asked),
            visit.Gone
        );
        var wait = ChampionSettings.From(visit.Get<ISettings>()).AnswerDays;
        var address = $"{visit.Http.Request.Scheme}://{visit.Http.Request.Host}";
        var calendar = new Ical.Net.Calendar { ProductId = "-//CoProd//Championing//EN" };
        foreach (var (day, kind, id, innovation, name) in rows)
            calendar.Events.Add(
                new CalendarEvent
                {
                    // The id stays the same when the file is fetched again, so that a diary moves the day instead of doubling it.
                    Uid = $"{kind}-{id}@coprod",
                    DtStamp = new CalDateTime(visit.Clock.GetUtcNow().UtcDateTime),
                    Start = new CalDateTime(kind == "role" ? day : day.AddDays(wait)),
                    Summary =
                        kind == "role"
                            ? T["A champion’s role ends ({0})", name]
                            : T["An objection should be answered by now ({0})", name],
                    Url = new Uri(address + Paths.Champions(innovation)),
                }
            );
        var text = new CalendarSerializer().SerializeToString(calendar);
        return Results.File(Encoding.UTF8.GetBytes(text ?? ""), "text/calendar; charset=utf-8", "champions.ics");
    }
}
