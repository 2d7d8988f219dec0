using CoProd.Contracts.Capabilities;
using CoProd.KnowledgeExchange.Picture;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>
/// What people said that may go along when an innovation is handed over: what was said for those who take part, or for more, as the form
/// tells. What could tell something private goes only with somebody who agreed to go along themselves.
/// </summary>
internal sealed class Going
{
    private readonly HashSet<(Guid Innovation, Guid Person)> byName = [];

    /// <summary>Asks who goes along, where anything depends on it.</summary>
    public static async Task<Going> Along(
        IServiceProvider services,
        IEnumerable<KnowledgeItem> items,
        CancellationToken ct
    )
    {
        var going = new Going();
        // Where nobody can say who agreed, nobody did.
        if (services.GetService<IGoingAlong>() is not { } along)
            return going;
        foreach (
            var innovation in items
                .Where(item => item.PersonId is not null && DependsOnPerson(item))
                .Select(item => item.InnovationId)
                .Distinct()
        )
        foreach (var person in (await along.Of(innovation, ct)).Where(person => person.ByName))
            going.byName.Add((innovation, person.PersonId));
        return going;
    }

    /// <summary>Whether it goes along.</summary>
    public bool Travels(KnowledgeItem item, DateOnly today) =>
        item.ConsentOn(today) switch
        {
            ConsentScope.Public => true,
            ConsentScope.Innovation or ConsentScope.Institution => !item.IsSensitive || IsByName(item),
            _ => false,
        };

    /// <summary>Whether its person agreed to go along by name.</summary>
    public bool IsByName(KnowledgeItem item) =>
        item.PersonId is { } person && byName.Contains((item.InnovationId, person));

    private static bool DependsOnPerson(KnowledgeItem item) => item.IsSensitive || item.AttributedAs.Length > 0;
}
