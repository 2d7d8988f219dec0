using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;

namespace CoProd.Championing.Champions;

/// <summary>Who of those taking part might be asked to stand up before an audience. Whoever is not to be asked is not named, nor counted.</summary>
public static class WhoToAsk
{
    /// <summary>Somebody, by name; the order says nothing.</summary>
    public sealed record Person(Guid Id, string Name, string? Care);

    internal static async Task<IResult?> Show(IVisit visit)
    {
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        if (
            !Guid.TryParse(visit.Asked("audience"), out var id)
            || book.Audiences.FirstOrDefault(one => one.Id == id) is not { } audience
        )
            return null;
        var before = book.Active(visit.Clock.Today())
            .Where(role => role.Audiences.Contains(id))
            .Select(role => role.PersonId)
            .ToHashSet();
        var people = (await People.TakingPart(visit)).Where(person => !before.Contains(person.Id)).ToList();
        var verdicts =
            people.Count == 0 || visit.Maybe<IAskGate>() is not { } gate
                ? new Dictionary<Guid, AskVerdict>()
                : (await gate.MayAsk([.. people.Select(person => person.Id)], visit.Gone)).ToDictionary(v =>
                    v.PersonId
                );
        var asked = people
            .Where(person => verdicts.GetValueOrDefault(person.Id)?.Answer != AskAnswer.Stop)
            .Select(person => new Person(
                person.Id,
                person.Name,
                verdicts.GetValueOrDefault(person.Id) is { Answer: AskAnswer.Caution } care ? care.Why : null
            ))
            .ToList();
        return visit.Page<WhoToAskPage>(
            ("People", asked),
            ("Audience", audience.Name),
            ("AudienceId", id),
            ("InnovationId", visit.InnovationId)
        );
    }
}
