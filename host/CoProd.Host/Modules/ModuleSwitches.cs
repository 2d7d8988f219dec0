using CoProd.Host.Data;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Modules;

/// <summary>Which modules are not to be started: switched off by an administrator, or set aside because the process died of them.</summary>
internal sealed class ModuleSwitches(Database host)
{
    private const string Upsert = """
        insert into module_switch (module_id, by_hand, version, reason, switched_at) values (@ModuleId, @ByHand, @Version, @Reason, @Now)
        on conflict (module_id) do update set by_hand = excluded.by_hand, version = excluded.version, reason = excluded.reason,
            switched_at = excluded.switched_at
        """;

    public async Task<IReadOnlyDictionary<string, Switch>> Load(CancellationToken ct) =>
        (
            await host.Read(
                c => c.QueryAsync<Switch>("select module_id, by_hand, version, reason from module_switch"),
                ct
            )
        ).ToDictionary(row => row.ModuleId);

    private Task Off(Switch off, CancellationToken ct) =>
        host.Write(
            w =>
                w.Connection.Execute(
                    Upsert,
                    new
                    {
                        off.ModuleId,
                        off.ByHand,
                        off.Version,
                        off.Reason,
                        w.Now,
                    }
                ),
            ct
        );

    /// <summary>An administrator switches a module off.</summary>
    /// <param name="moduleId">The module.</param>
    /// <param name="who">Who did it, for those who wonder later.</param>
    /// <param name="ct">Ends the writing.</param>
    public Task OffByHand(string moduleId, string who, CancellationToken ct) =>
        Off(
            new Switch
            {
                ModuleId = moduleId,
                ByHand = true,
                Reason = T["Switched off by {0}. Its data is kept.", who],
            },
            ct
        );

    /// <summary>Why a module cannot be switched off, a sentence; null when it can.</summary>
    public static string? Refusal(ModuleCatalogue modules, string id)
    {
        if (modules.Find(id) is null)
            return T["There is no module {0} here.", id];
        if (id == ModuleLoader.Ground)
            return T["The register is the ground the others stand on, so it cannot be switched off."];
        var needing = modules.All.Where(m => !m.IsAside && m.Manifest?.Dependencies.ContainsKey(id) == true).ToList();
        return needing.Count > 0
            ? T["{0} is needed by {1}. Switch that off first.", id, string.Join(", ", needing.Select(m => m.Id))]
            : null;
    }

    public Task On(string moduleId, CancellationToken ct) =>
        host.Write(
            w => w.Connection.Execute("delete from module_switch where module_id = @moduleId", new { moduleId }),
            ct
        );

    // A machine that is switched off finds modules at work too. Only a second death at the same work, soon after, tells against one.
    private const int FewSteps = 3;
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);

    private const string Struck = """
        select count(*) from module_strike where module_id = @ModuleId and what = @What and struck_at > @Since
        """;

    private const string Strike = """
        insert into module_strike (module_id, what, struck_at) values (@ModuleId, @What, @Now)
        on conflict (module_id) do update set what = excluded.what, struck_at = excluded.struck_at
        """;

    /// <summary>
    /// After the process died: the module that began something last is set aside, at once when it was starting, else when it happens
    /// again. One at a time, so that whoever did nothing but be there keeps its place; if it was another, the next start tells.
    /// </summary>
    public async Task SetCulpritAside(Ledger ledger, ModuleCatalogue modules, CancellationToken ct)
    {
        var steps = ledger.DiedDoing.Where(step => step.ModuleId != ModuleLoader.Ground).ToList();
        var culprit = steps.Find(step => step.IsStart) ?? steps.FirstOrDefault();
        if (culprit is null || !(culprit.IsStart || (steps.Count <= FewSteps && await HappenedBefore(culprit, ct))))
            return;
        var off = new Switch
        {
            ModuleId = culprit.ModuleId,
            Version = modules.Find(culprit.ModuleId)?.Manifest?.Version ?? "",
            Reason =
                $"CoProd stopped while this module was {culprit.What}, so it was not started again. Ask its maker for another version, or switch it on to try once more.",
        };
        await Off(off, ct);
    }

    private Task<bool> HappenedBefore(Ledger.Step step, CancellationToken ct) =>
        host.Write(
            w =>
            {
                var asked = new
                {
                    step.ModuleId,
                    step.What,
                    w.Now,
                    Since = w.Now - Soon,
                };
                var before = w.Connection.ExecuteScalar<long>(Struck, asked) > 0;
                w.Connection.Execute(Strike, asked);
                return before;
            },
            ct
        );
}

/// <summary>A module that is not to be started.</summary>
internal sealed record Switch
{
    public required string ModuleId { get; init; }

    /// <summary>An administrator did it; otherwise another version of the module may try again.</summary>
    public bool ByHand { get; init; }

    public string Version { get; init; } = "";

    public string Reason { get; init; } = "";
}
