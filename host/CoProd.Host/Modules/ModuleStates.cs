using CoProd.Host.Data;
using CoProd.Host.Events;
using Dapper;

namespace CoProd.Host.Modules;

/// <summary>Keeps in the host's database how each module came up and which events it hears, so that the console and the next start know.</summary>
internal sealed class ModuleStates(ModuleCatalogue modules, Database host)
{
    private const string Upsert = """
        insert into module_state (module_id, version, state, reason, noted_at) values (@Id, @Version, @State, @Reason, @Now)
        on conflict (module_id) do update set version = excluded.version, state = excluded.state,
            reason = excluded.reason, noted_at = excluded.noted_at
        """;

    private const string Hears = "insert into module_hears (module_id, event_type) values (@ModuleId, @EventType)";

    /// <summary>
    /// The events of every module: of those that serve as they declare them, of those set aside as they were when they last served.
    /// A module that never served hears nothing yet.
    /// </summary>
    public async Task<IReadOnlyList<Hearer>> Hearers(CancellationToken ct)
    {
        var kept = await host.Read(c => c.QueryAsync<Hearer>("select module_id, event_type from module_hears"), ct);
        var setAside = modules.All.Select(module => module.Id).Except(modules.Active.Select(module => module.Id));
        return [.. modules.Active.SelectMany(Of), .. kept.Where(hearer => setAside.Contains(hearer.ModuleId))];
    }

    private static IEnumerable<Hearer> Of(LoadedModule module) =>
        module.Declared!.Subscriptions.Select(s => new Hearer(s.ModuleId, s.Event.FullName!)).Distinct();

    public Task Note(CancellationToken ct) =>
        host.Write(
            w =>
            {
                foreach (var module in modules.All)
                {
                    w.Connection.Execute(
                        Upsert,
                        new
                        {
                            module.Id,
                            Version = module.Manifest?.Version ?? "",
                            State = module.State.ToString(),
                            module.Reason,
                            w.Now,
                        }
                    );
                }
                foreach (var module in modules.Active)
                {
                    w.Connection.Execute("delete from module_hears where module_id = @Id", new { module.Id });
                    w.Connection.Execute(Hears, Of(module));
                }
                return true;
            },
            ct
        );
}
