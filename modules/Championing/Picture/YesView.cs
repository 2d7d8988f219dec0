using CoProd.Championing.Champions;
using CoProd.Championing.Figures;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Web;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Picture;

/// <summary>Works the lightest path to the missing yeses out, after asking whether each champion may be asked at all.</summary>
internal static class YesView
{
    public static async Task<SeeChampions.WayToYes?> Of(
        IVisit visit,
        InnovationChampions book,
        ChampionSettings settings
    )
    {
        var today = visit.Clock.Today();
        var missing = book
            .Audiences.Where(one => one.IsRequired && !(book.StanceOn(one.Id, today) >= settings.YesFrom))
            .ToArray();
        if (missing.Length == 0)
            return null;
        var champions = book.Active(today)
            .GroupBy(role => role.PersonId!.Value)
            .Select(roles =>
                (Id: roles.Key, Name: roles.First().Name, Before: roles.SelectMany(one => one.Audiences).ToHashSet())
            )
            .ToArray();
        var ids = champions.Select(one => one.Id).ToArray();
        // Nobody is suggested before every gate was asked; where there is none to ask, nothing speaks against it.
        var verdicts =
            ids.Length == 0 || visit.Maybe<IAskGate>() is not { } gate
                ? new Dictionary<Guid, AskVerdict>()
                : (await gate.MayAsk(ids, visit.Gone)).ToDictionary(verdict => verdict.PersonId);
        var loads = await visit.Database.Read(c => People.Loads(c, ids, today, settings.HalfLifeDays), visit.Gone);
        var candidates = champions
            .Where(one => verdicts.GetValueOrDefault(one.Id)?.Answer != AskAnswer.Stop)
            .Select(one => new Candidate(
                one.Id,
                loads[one.Id] * (Careful(one.Id) is null ? 1 : settings.CareFactor),
                one.Before
            ))
            .ToArray();
        var path = PathToYes.Find(candidates, missing.Select(one => one.Id), settings.ExactDeciders);
        var names = visit.Caller.SeesNames();
        return new()
        {
            Steps =
            [
                .. path.Ask.Select(one => new SeeChampions.YesStep(
                    names ? champions.First(known => known.Id == one.Id).Name ?? T["A champion"] : T["A champion"],
                    book.NamesOf(missing.Select(wanted => wanted.Id).Where(one.Covers.Contains)),
                    names ? Careful(one.Id) : null
                )),
            ],
            Nobody = [.. missing.Where(one => path.Unreached.Contains(one.Id)).Select(one => one.Name)],
            IsExact = path.IsExact,
        };

        string? Careful(Guid id) =>
            verdicts.GetValueOrDefault(id) is { Answer: AskAnswer.Caution } caution ? caution.Why : null;
    }
}
