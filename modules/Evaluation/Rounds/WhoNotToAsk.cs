using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Web;
using Dapper;

namespace CoProd.Evaluation.Rounds;

/// <summary>People who take part in the innovation and must not be asked for anything now: the ask gate has its say before a link goes round.</summary>
internal static class WhoNotToAsk
{
    private const int Most = 200;

    private const string Here = """
        select p.id, p.name from host_person p join host_access h on h.person_id = p.id
        where h.innovation_id = @InnovationId order by p.name_key, p.id limit @Most
        """;

    public static async Task<IReadOnlyList<string>> Names(IVisit visit)
    {
        if (visit.Maybe<IAskGate>() is not { } gate)
            return [];
        var people = (
            await visit.Database.Read(
                c => c.QueryAsync<(Guid Id, string Name)>(Here, new { visit.InnovationId, Most }),
                visit.Gone
            )
        ).ToArray();
        var stop = (await gate.MayAsk([.. people.Select(one => one.Id)], visit.Gone))
            .Where(verdict => verdict.Answer == AskAnswer.Stop)
            .Select(verdict => verdict.PersonId)
            .ToHashSet();
        return [.. people.Where(one => stop.Contains(one.Id)).Select(one => one.Name)];
    }
}
