using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Moving;

namespace CoProd.Host.Doctor;

/// <summary>
/// Looks at an installation from outside, also while it serves: it changes nothing, brings no data up to date and runs no module's code. A
/// part that cannot be looked at is a finding; the others are looked at all the same.
/// </summary>
internal sealed class Examination
{
    private readonly List<Finding> all = [];

    private Examination() { }

    /// <returns>What was found, worst last as it came; null where there is no installation to look at.</returns>
    public static async Task<IReadOnlyList<Finding>?> Of(HostOptions options, CancellationToken ct)
    {
        if (!Directory.Exists(options.DataFolder))
            return null;
        var look = new Examination();
        await using var engine = Engine.For(options);
        await look.At("data-folder", found => Folders.Look(found, options));
        if (Move.IsHalf(options.DataFolder))
        {
            new Findings("move", look.all).Wrong(
                $"The move into {options.DataFolder} has not come to its end, so nothing opens it.",
                "Say the same coprod move again: it begins anew. The old folder is as it was."
            );
            return look.all;
        }
        await look.At("disk", found => Folders.LookAtRoom(found, options, engine, ct));
        await look.At("leftovers", found => Folders.LookForLeftovers(found, options, engine, ct));
        var modules = await look.Modules(options);
        var isThere = false;
        await look.At("databases", async found => isThere = await Databases.Look(found, options, engine, modules, ct));
        // What follows is kept in the host's database: a dozen more findings would say only that it cannot be read.
        if (!isThere)
            return look.all;
        var host = engine.Peek("host");
        await look.At("modules", found => Changes.LookAtModules(found, host, modules, ct));
        await look.At("changes", found => Changes.LookAtChanges(found, options, host, ct));
        await look.At("audit", found => Records.LookAtTrail(found, options, host, ct));
        await look.At("outside-backups", found => Records.LookAtList(found, options, host, ct));
        await look.At("clock", found => Records.LookAtClock(found, options, host, ct));
        await look.At("backups", found => Running.LookAtBackups(found, options, host, ct));
        await look.At("mail", found => Running.LookAtMail(found, options, host, ct));
        await look.At("virus-scanner", found => Running.LookAtScanner(found, options, host, ct));
        await look.At("deliveries", found => Databases.LookAtDeliveries(found, engine, ct));
        await look.At("jobs", found => Running.LookAtJobs(found, host, modules, ct));
        await look.At("administrators", found => Running.LookAtAdministrators(found, host, ct));
        return look.all;
    }

    private async Task<IReadOnlyList<LoadedModule>> Modules(HostOptions options)
    {
        IReadOnlyList<LoadedModule> modules = [];
        await At(
            "modules",
            _ =>
            {
                modules = ModuleLoader.Find(options);
                return Task.CompletedTask;
            }
        );
        return modules;
    }

    private async Task At(string what, Func<Findings, Task> look)
    {
        var found = new Findings(what, all);
        try
        {
            await look(found);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            found.Wrong(
                $"This could not be looked at: {e.Message}",
                "See to what is said above or below first, and look again."
            );
        }
    }
}
