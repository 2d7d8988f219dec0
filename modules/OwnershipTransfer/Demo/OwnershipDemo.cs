using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.OwnershipTransfer.Whole;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.OwnershipTransfer.Demo;

/// <summary>
/// Kitchen Table was handed over nine months ago, and the trust still controls its data; a part of Steady Together is in a first draft. All
/// dates count from the first run.
/// </summary>
internal sealed class OwnershipDemo(IModuleDatabase database, IServiceProvider services) : IDemoData
{
    private const int Most = 200;

    public int Order => 55;

    public async Task Fill(DateOnly today, CancellationToken ct)
    {
        var directory = services.GetRequiredService<IInnovationDirectory>();
        var people = (await directory.AllPeople(null, Most, ct)).ToLookup(person => person.Name, person => person.Id);
        var stories = new Dictionary<string, Action<DemoStory>>
        {
            ["Kitchen Table"] = DemoStories.KitchenTable,
            ["Steady Together"] = DemoStories.SteadyTogether,
        };
        foreach (var innovation in await directory.AllInnovations(null, Most, ct))
        {
            if (!stories.TryGetValue(innovation.Name, out var tell))
                continue;
            var story = new DemoStory(today, name => people[name].Select(id => (Guid?)id).FirstOrDefault());
            tell(story);
            await OwnershipPortability.Put(database, story.Of(innovation.Id), ct);
        }
    }
}
