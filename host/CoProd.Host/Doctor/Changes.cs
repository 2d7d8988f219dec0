using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Packages;
using Dapper;

namespace CoProd.Host.Doctor;

/// <summary>Modules set aside, and changes that somebody has to end or to decide.</summary>
internal static class Changes
{
    private const string States = "select module_id, version, state, reason from module_state";

    private const string Switches = "select module_id, by_hand, version, reason from module_switch";

    private const string UnderWay = "select count(*) from erasure_under_way";

    public static async Task LookAtModules(
        Findings found,
        Database host,
        IReadOnlyList<LoadedModule> modules,
        CancellationToken ct
    )
    {
        var states = (
            await host.Read(c => c.QueryAsync<(string Id, string Version, string State, string? Reason)>(States), ct)
        ).ToDictionary(row => row.Id);
        var switches = (await host.Read(c => c.QueryAsync<Switch>(Switches), ct)).ToDictionary(row => row.ModuleId);
        var well = 0;
        foreach (var module in modules)
        {
            var off = switches.GetValueOrDefault(module.Id);
            var last = states.GetValueOrDefault(module.Id);
            if (module.IsAside)
                found.Wrong(
                    module.Reason ?? "It was set aside.",
                    "Install it again, in a version that fits.",
                    module.Id
                );
            else if (off is { ByHand: true })
                found.Watch(off.Reason, $"coprod module enable {module.Id}, if it is to run again.", module.Id);
            else if (off is not null && off.Version == module.Manifest?.Version)
                found.Wrong(off.Reason, $"coprod module enable {module.Id} tries it once more.", module.Id);
            else if (
                last.State is nameof(ModuleState.Quarantined) or nameof(ModuleState.Incompatible)
                && last.Version == module.Manifest?.Version
            )
                found.Wrong(
                    $"At the last start it was set aside: {last.Reason}",
                    "See to the reason and start CoProd again. Everything else runs without it.",
                    module.Id
                );
            else
                well++;
        }
        if (modules.Count == 0)
            found.Wrong("No module was found.", "Say with --modules where they lie.");
        else if (well > 0)
            found.Ok($"{well} of {modules.Count} modules came up.");
    }

    public static async Task LookAtChanges(Findings found, HostOptions options, Database host, CancellationToken ct)
    {
        var nothing = true;
        var locked = ModuleLock.Read(options.DataFolder);
        foreach (var (id, _) in locked.Errands ?? [])
            Say(
                bad: true,
                "A change of this module was begun and not ended.",
                "Start CoProd: it ends the change first.",
                id
            );
        foreach (var (id, module) in locked.Modules.Where(one => one.Value.Previous is not null))
            Say(
                bad: false,
                $"{module.Version} runs, and {module.Previous} is kept with its data until you decide.",
                $"coprod module confirm {id}, once you are content; coprod module rollback {id}, if not.",
                id
            );
        foreach (var (id, wish) in Wishes.Read(options.DataFolder).Wanted)
            Say(
                bad: false,
                $"{wish.By} asked for a change of this module.",
                "Start CoProd again: it is carried out then.",
                id
            );
        if (await host.Read(c => c.ExecuteScalarAsync<long>(UnderWay), ct) is > 0 and var erasures)
            Say(
                bad: true,
                $"{erasures} erasures were begun and are not ended.",
                "Start CoProd again, or erase the person again on the console: an erasure may be told twice.",
                null
            );
        if (nothing)
            found.Ok("No change is half done, and none waits.");

        void Say(bool bad, string what, string next, string? about)
        {
            nothing = false;
            if (bad)
                found.Wrong(what, next, about);
            else
                found.Watch(what, next, about);
        }
    }
}
