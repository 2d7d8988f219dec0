using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Web.Innovations;
using Dapper;

namespace CoProd.Host.Web.Home;

/// <summary>Gives a module what the whole knows of an innovation, as its page shows it to this reader.</summary>
internal sealed class StoryReader(Site site) : IStorySoFar
{
    private const int Most = 200;

    private const string Practice = """
        select innovation_id, practice_row as row, state, evidence, path, module_id from practice where innovation_id = @innovationId
        """;

    private const string Story = """
        select innovation_id, key, starts_on as on_day, ends_on as until, what, path, icon, permission from timeline
        where innovation_id = @innovationId and permission in @permissions and starts_on <= @today
        order by starts_on desc, module_id, key limit @Most
        """;

    public Task<StorySoFar> Of(Guid innovationId, ICaller reader, CancellationToken ct)
    {
        var open = site
            .Modules.Active.Where(module => InnovationPage.MayOpen(module.Declared!, reader))
            .Select(module => module.Id)
            .ToHashSet(StringComparer.Ordinal);
        var asked = new
        {
            innovationId,
            permissions = site.Modules.Permissions.Select(permission => permission.Name).Where(reader.May).ToList(),
            today = site.Options.Clock.Today(),
            Most,
        };
        return site.HostDatabase.Read(
            async c =>
            {
                var tiles = (await c.QueryAsync<PracticeTile>(Practice, asked)).Where(tile =>
                    open.Contains(tile.ModuleId)
                );
                var story = await c.QueryAsync<Entry>(Story, asked);
                return new StorySoFar
                {
                    Practice = [.. tiles.OrderBy(tile => tile.Row).Select(Line)],
                    Story = [.. story.Select(entry => entry.Told)],
                };
            },
            ct
        );
    }

    private static PracticeLine Line(PracticeTile tile) =>
        new()
        {
            Title = PracticeWords.Of(tile.Row),
            Status = new()
            {
                InnovationId = tile.InnovationId,
                Row = tile.Row,
                State = tile.State,
                Evidence = tile.Evidence,
                Path = tile.Path,
            },
        };

    private sealed record Entry
    {
        public Guid InnovationId { get; init; }
        public string Key { get; init; } = "";
        public DateOnly OnDay { get; init; }
        public DateOnly? Until { get; init; }
        public string What { get; init; } = "";
        public string Path { get; init; } = "";
        public string Icon { get; init; } = "";
        public string Permission { get; init; } = "";

        public TimelineEntry Told =>
            new()
            {
                InnovationId = InnovationId,
                Key = Key,
                On = OnDay,
                Until = Until,
                What = What,
                Path = Path,
                Icon = Icon,
                Permission = Permission,
            };
    }
}
