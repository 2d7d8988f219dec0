using System.Text;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Picture;
using Dapper;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Overview;

/// <summary>The days on which rights pass, stages are due and support ends, as a calendar file. It names no person.</summary>
internal static class OwnershipCalendar
{
    private const int MostEvents = 1000;

    private const string Days = """
        select t.day, t.kind, t.what, t.id, t.handover_id, t.innovation_id, i.name as innovation from (
            select r.planned_on as day, 'right' as kind, r.right_kind as what, r.id, r.handover_id, r.innovation_id
            from handover_right r join handover h on h.id = r.handover_id and h.withdrawn = false and h.ended_on is null
            where r.withdrawn = false and r.held_on is null and r.planned_on >= @Today
            union all
            select s.due_on, 'stage', s.what, s.id, s.handover_id, s.innovation_id
            from handover_stage s join handover h on h.id = s.handover_id and h.withdrawn = false and h.ended_on is null
            where s.withdrawn = false and s.done_on is null and s.due_on >= @Today
            union all
            select k.until_on, 'kept', k.what, k.id, k.handover_id, k.innovation_id
            from handover_retention k join handover h on h.id = k.handover_id and h.withdrawn = false and h.has_reverted = false
            where k.withdrawn = false and k.done_on is null and k.until_on >= @Today
            union all
            select tail_until, 'tail', name, id, id, innovation_id from handover
            where withdrawn = false and ended_on is null and tail_until >= @Today
        ) t
        join host_innovation i on i.id = t.innovation_id and i.withdrawn = false
        where @SeesAll or exists (select 1 from host_access a where a.innovation_id = t.innovation_id and a.person_id in @SeesAs)
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
            c =>
                c.QueryAsync<(
                    DateOnly Day,
                    string Kind,
                    string What,
                    Guid Id,
                    Guid Handover,
                    Guid Innovation,
                    string Name
                )>(Days, asked),
            visit.Gone
        );
        var address = $"{visit.Http.Request.Scheme}://{visit.Http.Request.Host}";
        var calendar = new Ical.Net.Calendar { ProductId = "-//CoProd//Ownership//EN" };
        foreach (var (day, kind, what, id, handover, innovation, name) in rows)
            calendar.Events.Add(
                new CalendarEvent
                {
                    // The id stays the same when the file is fetched again, so that a diary moves the day instead of doubling it.
                    Uid = $"{kind}-{id}@coprod",
                    DtStamp = new CalDateTime(visit.Clock.GetUtcNow().UtcDateTime),
                    Start = new CalDateTime(day),
                    Summary = kind switch
                    {
                        "right" => T[
                            "A right is to pass: {0} ({1})",
                            Say.Right(Enum.Parse<OwnershipRight>(what)),
                            name
                        ],
                        "kept" => T["The last day of what was kept after the handover: {0} ({1})", what, name],
                        "stage" => T["A stage of the handover is due: {0} ({1})", what, name],
                        _ => T["Support after the handover ends: {0} ({1})", what, name],
                    },
                    Url = new Uri(address + Paths.Handover(innovation, handover)),
                }
            );
        var text = new CalendarSerializer().SerializeToString(calendar);
        return Results.File(Encoding.UTF8.GetBytes(text ?? ""), "text/calendar; charset=utf-8", "ownership.ics");
    }
}
