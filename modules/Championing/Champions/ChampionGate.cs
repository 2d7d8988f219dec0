using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Champions;

/// <summary>Somebody who stands up for many things already is asked with care. For what, and how often, is nobody's business.</summary>
internal sealed class ChampionGate(IModuleDatabase database, ISettings settings, TimeProvider clock) : IAskGate
{
    public async Task<IReadOnlyList<AskVerdict>> MayAsk(IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        var most = ChampionSettings.From(settings).MostRoles;
        var today = clock.Today();
        var held = await database.Read(c => People.RolesOf(c, people, today), ct);
        return [.. people.Select(id => Verdict(id, held.GetValueOrDefault(id).Roles > most))];
    }

    private static AskVerdict Verdict(Guid id, bool much) =>
        new()
        {
            PersonId = id,
            Answer = much ? AskAnswer.Caution : AskAnswer.Ask,
            Why = much
                ? T["They carry a good deal already. Ask with care, and make it easy to say no."]
                : T["Nothing here speaks against asking."],
        };
}
