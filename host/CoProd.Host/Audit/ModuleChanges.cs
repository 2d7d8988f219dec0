using CoProd.Host.Modules;
using Dapper;

namespace CoProd.Host.Audit;

/// <summary>Notes at each opening which module came, went to another version, or left since the one before, however that was done.</summary>
internal static class ModuleChanges
{
    public static async Task Note(Site site, AuditTrail trail, CancellationToken ct)
    {
        if (site.Options.WithoutModules)
            return;
        var before = (
            await site.HostDatabase.Read(
                c =>
                    c.QueryAsync<(string Id, string Version)>(
                        "select module_id, version from module_state where version <> ''"
                    ),
                ct
            )
        ).ToDictionary(row => row.Id, row => row.Version);
        foreach (
            var module in site.Modules.All.Where(module => module.Manifest is not null).DistinctBy(module => module.Id)
        )
        {
            var (id, now) = (module.Id, module.Manifest!.Version);
            if (before.GetValueOrDefault(id) is not { } was)
                await Say($"{id} {now} came");
            else if (was != now)
                await Say($"{id} {was} to {now}");
        }

        Task Say(string detail) =>
            trail.Append(
                new()
                {
                    Kind = AuditKind.Host,
                    Action = "module changed",
                    Detail = detail,
                }
            );
    }
}
