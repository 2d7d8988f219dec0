using System.Text.Json;
using CoProd.Contracts.Events;
using CoProd.Host.Modules;
using CoProd.Host.Privacy;
using CoProd.Host.Security.Access;
using CoProd.Host.Web.Pictures;

namespace CoProd.Host.Events;

/// <summary>What the host does with events: keeps its copies in every module's database, and works out what people see of an innovation.</summary>
internal sealed class HostSubscriber(Projections projections, PictureMaker pictures, AfterList list, TimeProvider clock)
{
    public const string Id = "host";

    public static IReadOnlyList<Subscription> Subscriptions { get; } =
    [
        Listens(typeof(InnovationChanged)),
        Listens(typeof(PersonChanged)),
        Listens(typeof(PictureChanged)),
        Listens(typeof(MustHold)),
        Listens(typeof(AccessChanged)),
    ];

    /// <summary>Takes many at once: after an import thousands of innovations changed, and each question is asked of all of them together.</summary>
    public async Task Handle(IReadOnlyList<Delivery> deliveries, CancellationToken ct)
    {
        foreach (var delivery in deliveries.Where(delivery => delivery.Type == typeof(MustHold).FullName))
        {
            var holds = JsonSerializer.Deserialize<MustHold>(delivery.Body)!;
            list.Add(holds.What, holds.Id, holds.How, clock.GetUtcNow());
        }
        var innovations = Ids(deliveries, typeof(InnovationChanged), "InnovationId");
        await projections.RefreshInnovations(
            [.. innovations.Union(Ids(deliveries, typeof(AccessChanged), "InnovationId"))],
            ct
        );
        await projections.RefreshPeople(Ids(deliveries, typeof(PersonChanged), "PersonId"), ct);
        var seen = Ids(deliveries, typeof(PictureChanged), "InnovationId").Union(innovations).ToList();
        await pictures.Refresh(seen, ct);
    }

    private static List<Guid> Ids(IReadOnlyList<Delivery> deliveries, Type type, string property) =>
        [
            .. deliveries
                .Where(delivery => delivery.Type == type.FullName)
                .Select(delivery => JsonDocument.Parse(delivery.Body).RootElement.GetProperty(property).GetGuid())
                .Distinct(),
        ];

    private static Subscription Listens(Type type) =>
        new(Id, Id, type, (_, _, _) => throw new InvalidOperationException("The host takes its events in groups."));
}
