using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Modules;

/// <summary>Keeps in the host's database how each module came up, so that the console and the next start know.</summary>
internal sealed class ModuleStates(ModuleCatalogue modules, Database host)
{
    private const string Upsert = """
        insert into module_state (module_id, version, state, reason, noted_at) values (@Id, @Version, @State, @Reason, @Now)
        on conflict (module_id) do update set version = excluded.version, state = excluded.state,
            reason = excluded.reason, noted_at = excluded.noted_at
        """;

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
                return true;
            },
            ct
        );
}
