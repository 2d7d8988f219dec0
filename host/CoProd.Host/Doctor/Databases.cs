using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Web;
using Dapper;

namespace CoProd.Host.Doctor;

/// <summary>Each database: whether it is there, whole, and of the version that is installed.</summary>
internal static class Databases
{
    private const string Applied = "select scriptname from schemaversions";

    /// <returns>Whether the host's own database is there, so that it can be asked for the rest.</returns>
    public static async Task<bool> Look(
        Findings found,
        HostOptions options,
        Engine engine,
        IReadOnlyList<LoadedModule> modules,
        CancellationToken ct
    )
    {
        var whole = 0;
        IReadOnlyList<string> names;
        try
        {
            names = await engine.Names(ct);
        }
        catch (System.Data.Common.DbException e)
        {
            found.Wrong(
                $"The databases cannot be reached ({engine.Describe}): {e.Message}",
                "See whether the server runs and lets this login in, and look at --postgres. Then look again: the rest is looked at only then."
            );
            return false;
        }
        if (!names.Contains("host"))
            found.Wrong(
                $"There is no database of the host in {engine.Describe}.",
                "Look at --data and --postgres, or restore a backup. Where CoProd never ran, run it."
            );
        foreach (var name in names)
        {
            var problem = await Problem(engine, name, ct);
            if (problem is not null)
                found.Wrong(
                    problem,
                    "Stop CoProd and restore your last backup. Keep the damaged data until that has gone well.",
                    name
                );
            else
            {
                whole++;
                var module = modules.FirstOrDefault(m => engine.NameOf(m.Id) == name);
                await LookAtScripts(found, options, engine, name, module, ct);
            }
        }
        if (whole > 0)
            found.Ok($"{whole} of {names.Count} databases are whole ({engine.Describe}).");
        return names.Contains("host");
    }

    private static async Task<string?> Problem(Engine engine, string name, CancellationToken ct)
    {
        try
        {
            return await engine.Problem(name, ct);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or IOException or UnauthorizedAccessException)
        {
            return $"It cannot be read: {e.Message}";
        }
    }

    private static async Task LookAtScripts(
        Findings found,
        HostOptions options,
        Engine engine,
        string name,
        LoadedModule? module,
        CancellationToken ct
    )
    {
        if (name != "host" && module is null)
        {
            found.Watch(
                "This is the data of a module that is not installed.",
                "Install the module again to use it, or leave it: it harms nothing.",
                name
            );
            return;
        }
        if (name != "host" && module!.Manifest is null)
            return;
        var own =
            name == "host"
                ? Site.OwnScripts(options)
                : Script.In(
                    ModuleLoader.Open(module!.Folder, module.Manifest!),
                    ".Schema.",
                    options.Postgres is not null
                );
        var known = Script.WithGround(own, options.Postgres is not null).Select(script => script.Name).ToHashSet();
        var applied = (await engine.Peek(name).Read(c => c.QueryAsync<string>(Applied), ct)).ToHashSet();
        if (applied.Except(known).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } newer)
            found.Wrong(
                $"The data was written by a newer version: it knows {string.Join(", ", newer)}, and what is installed does not.",
                "Install that version again, or go back with a backup of before.",
                name
            );
        else if (known.Except(applied).Any())
            found.Watch(
                "The data is of an older version than what is installed.",
                "Start CoProd again: it brings the data up to date.",
                name
            );
    }

    public static async Task LookAtDeliveries(Findings found, Engine engine, CancellationToken ct)
    {
        var all = 0L;
        foreach (var name in await engine.Names(ct))
        {
            var parked = await ParkedDeliveries.Count(engine.Peek(name), ct);
            all += parked;
            if (parked > 0)
                found.Wrong(
                    $"{parked} events that were published here could not be handled by others.",
                    "Open the modules page, read why, and have them tried again.",
                    name
                );
        }
        if (all == 0)
            found.Ok("Every event was handled, or is on its way.");
    }
}
