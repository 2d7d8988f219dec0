using System.Text;
using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using Dapper;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Overview;

/// <summary>The days by which questions are owed an answer, as a calendar file. It says neither what was asked nor by whom.</summary>
internal static class OwedCalendar
{
    private const int MostEvents = 1000;

    private const string Owed = """
        select q.asked_on, q.id, q.innovation_id, q.owed_by, i.name as innovation
        from knowledge_question q join host_innovation i on i.id = q.innovation_id and i.withdrawn = false
        where q.withdrawn = false and q.answered_on is null
            and (@SeesAll or exists (select 1 from host_access h where h.innovation_id = q.innovation_id and h.person_id in @SeesAs))
        order by q.asked_on, q.id limit @MostEvents
        """;

    internal static async Task<IResult?> Download(IVisit visit)
    {
        var asked = new
        {
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            MostEvents,
        };
        var rows = await visit.Database.Read(
            c =>
                c.QueryAsync<(DateOnly AskedOn, Guid Id, Guid InnovationId, string OwedBy, string Innovation)>(
                    Owed,
                    asked
                ),
            visit.Gone
        );
        var wait = KnowledgeSettings.From(visit.Get<ISettings>()).OwedDays;
        var calendar = new Ical.Net.Calendar { ProductId = "-//CoProd//KnowledgeExchange//EN" };
        foreach (var (on, id, innovation, owedBy, name) in rows)
            calendar.Events.Add(
                new CalendarEvent
                {
                    // The same when it is fetched again: a diary then moves the day instead of doubling it.
                    Uid = $"question-{id}@coprod",
                    DtStamp = new CalDateTime(visit.Clock.GetUtcNow().UtcDateTime),
                    Start = new CalDateTime(on.AddDays(wait)),
                    Summary =
                        owedBy.Length > 0
                            ? T["{0} should have answered a question by now ({1})", owedBy, name]
                            : T["A question should be answered by now ({0})", name],
                    Url = new Uri(visit.Address($"{Paths.Exchange(innovation)}#question-{id}")),
                }
            );
        var text = new CalendarSerializer().SerializeToString(calendar);
        return Results.File(Encoding.UTF8.GetBytes(text ?? ""), "text/calendar; charset=utf-8", "owed-answers.ics");
    }
}
