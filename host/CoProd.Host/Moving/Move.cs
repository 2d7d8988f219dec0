using CoProd.Host.Backups;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Packages;
using Dapper;
using Npgsql;

namespace CoProd.Host.Moving;

/// <summary>
/// Moves an installation from SQLite files onto PostgreSQL: a new data folder and an empty database get everything, and the old folder stays as
/// it was. A move that was killed is begun anew by the same verb; until it has come to its end, nothing opens the new folder.
/// </summary>
internal static class Move
{
    private const string NoteName = "moving.json";
    private const string StageName = "moving";

    /// <summary>In the new database while a move is under way: what it may take away again if it is cut short.</summary>
    private const string Marker = "coprod_moving";

    private const string Foreign = """
        select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_%' and c.relkind in ('r', 'v', 'm', 'p', 'f')
        order by 1 limit 1
        """;

    private const string MarkerOf =
        "select obj_description(oid, 'pg_namespace') from pg_namespace where nspname = 'coprod_moving'";

    // Where files that were brought lie is written in full.
    private const string Uploads = """
        update import_run set file_path = @to || substr(file_path, length(@from) + 1)
        where substr(file_path, 1, length(@from)) = @from
        """;

    /// <summary>What a move under way is.</summary>
    private sealed record Note
    {
        public string Id { get; init; } = "";

        public string From { get; init; } = "";

        /// <summary>Everything was copied and compared: only the traces of the move are left to remove.</summary>
        public bool IsCompared { get; init; }
    }

    /// <summary>What was moved.</summary>
    public sealed record Result(int Databases, int Tables, long Rows, int Files);

    /// <summary>Whether a move into this folder was cut short.</summary>
    public static bool IsHalf(string dataFolder) => File.Exists(Path.Combine(dataFolder, NoteName));

    /// <summary>Nothing opens a folder in which a move was cut short: half of its people would be missing.</summary>
    /// <exception cref="InvalidOperationException">A move has not come to its end here.</exception>
    public static void RefuseHalf(string dataFolder)
    {
        if (IsHalf(dataFolder))
            throw new InvalidOperationException(
                $"The move into {dataFolder} has not come to its end. Say the same `coprod move` again: it begins anew. The old folder is as it was."
            );
    }

    /// <param name="source">The installation on SQLite files.</param>
    /// <param name="to">The new data folder with the connection string of an empty database.</param>
    /// <param name="say">Told how far it has come.</param>
    /// <param name="ct">Gives up; said again, it begins anew.</param>
    /// <exception cref="InvalidOperationException">It was refused, or did not come to its end; the sentence says why. The old folder is as it was.</exception>
    public static async Task<Result> Run(HostOptions source, HostOptions to, Action<string> say, CancellationToken ct)
    {
        CheckFolders(source, to);
        using var held = Site.TakeLock(source.DataFolder);
        RefuseHalf(source.DataFolder);
        await using var engine = Engine.For(source);
        var parts = await Parts.Of(engine, source, ct);
        var note = await Begin(source, to, ct);
        await using var target = Engine.For(to);
        var stage = Path.Combine(to.DataFolder, StageName);
        if (!note.IsCompared)
        {
            say("Copying the databases as they are at this moment…");
            await engine.Save(Path.Combine(stage, Backup.Databases), ct);
        }
        await using var staged = Engine.For(source with { DataFolder = stage });
        var result = new Result(parts.Count, 0, 0, 0);
        if (!note.IsCompared)
        {
            foreach (var part in parts)
            {
                var made = await target.Open(part.ModuleId, part.Scripts, ct);
                var (tables, rows) = await Rows.Move(staged.Peek(part.Name), made, ct);
                say($"{part.ModuleId}: {tables} tables, {rows:N0} rows, each compared.");
                result = result with { Tables = result.Tables + tables, Rows = result.Rows + rows };
                if (part.ModuleId == Parts.Host)
                    await made.Write(
                        w => w.Connection.Execute(Uploads, new { from = note.From, to = Whole(to.DataFolder) }),
                        ct
                    );
            }
            result = result with
            {
                Files = await Files.Copy(source.DataFolder, to.DataFolder, [StageName, NoteName], ct),
            };
        }
        await End(to, note, stage, ct);
        return result;
    }

    private static void CheckFolders(HostOptions source, HostOptions to)
    {
        if (!File.Exists(Path.Combine(source.DataFolder, Backup.Databases, "host.db")))
            throw new InvalidOperationException(
                $"{source.DataFolder} holds no installation on SQLite files. Name it with --data. Nothing was changed."
            );
        if (Restoring.IsPending(source.DataFolder) || ModuleLock.Read(source.DataFolder).Errands is not null)
            throw new InvalidOperationException(
                $"A restore or a change of modules has not come to its end in {source.DataFolder}. Start CoProd there once, stop it, and try again. Nothing was changed."
            );
        var (old, made) = (Whole(source.DataFolder), Whole(to.DataFolder));
        if (old.StartsWith(made, StringComparison.Ordinal) || made.StartsWith(old, StringComparison.Ordinal))
            throw new InvalidOperationException(
                "The new folder must lie neither in the old one nor around it. Choose another. Nothing was changed."
            );
    }

    private static string Whole(string folder) =>
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;

    // First what says that something is under way, in both places; then anything else.
    private static async Task<Note> Begin(HostOptions source, HostOptions to, CancellationToken ct)
    {
        var path = Path.Combine(to.DataFolder, NoteName);
        await using var connection = new NpgsqlConnection(to.Postgres);
        await connection.OpenAsync(ct);
        if (File.Exists(path))
        {
            var before = JsonFile.Read<Note>(path);
            if (before.From != Whole(source.DataFolder))
                throw new InvalidOperationException(
                    $"A move of {before.From} into {to.DataFolder} was cut short. Say that one again, or choose another folder. Nothing was changed."
                );
            if (before.IsCompared)
                return before;
            await TakeAway(connection, before.Id);
        }
        else if (Directory.Exists(to.DataFolder) && Directory.EnumerateFileSystemEntries(to.DataFolder).Any())
            throw new InvalidOperationException(
                $"{to.DataFolder} is not empty. Choose a new folder with --to. Nothing was changed."
            );
        if (
            await connection.ExecuteScalarAsync<string?>(MarkerOf) is not null
            || await connection.ExecuteScalarAsync<string?>(Foreign) is not null
        )
            throw new InvalidOperationException(
                $"The database {connection.Database} is not empty. Make a new one for CoProd alone. Nothing was changed."
            );
        if (Directory.Exists(to.DataFolder))
            foreach (var left in new DirectoryInfo(to.DataFolder).EnumerateFileSystemInfos())
            {
                if (left is DirectoryInfo folder)
                    folder.Delete(recursive: true);
                else if (left.Name != NoteName)
                    left.Delete();
            }
        OwnFolder.Make(to.DataFolder);
        var note = new Note { Id = Guid.CreateVersion7().ToString("N"), From = Whole(source.DataFolder) };
        JsonFile.Write(path, note);
        await connection.ExecuteAsync($"create schema {Marker}; comment on schema {Marker} is '{note.Id}'");
        return note;
    }

    // Only what bears this very move's mark is taken away.
    private static async Task TakeAway(NpgsqlConnection connection, string id)
    {
        if (await connection.ExecuteScalarAsync<string?>(MarkerOf) != id)
            return;
        foreach (var schema in await PostgresBackup.Schemas(connection))
            await connection.ExecuteAsync($"drop schema {PostgresEngine.Quoted(schema)} cascade");
        await connection.ExecuteAsync($"drop schema {Marker} cascade");
    }

    private static async Task End(HostOptions to, Note note, string stage, CancellationToken ct)
    {
        if (Directory.Exists(stage))
            Directory.Delete(stage, recursive: true);
        var path = Path.Combine(to.DataFolder, NoteName);
        JsonFile.Write(path, note with { IsCompared = true });
        await using var connection = new NpgsqlConnection(to.Postgres);
        await connection.OpenAsync(ct);
        await connection.ExecuteAsync($"drop schema if exists {Marker} cascade");
        File.Delete(path);
        Durable.SyncFolder(to.DataFolder);
    }
}

/// <summary>A database of the old installation, and the scripts that make its like on PostgreSQL.</summary>
internal sealed record Part(string ModuleId, string Name, IReadOnlyList<Script> Scripts);

/// <summary>Finds all databases, and refuses those that nobody could make again as they are.</summary>
internal static class Parts
{
    public const string Host = "host";
    private const string Applied = "select ScriptName from SchemaVersions";

    public static async Task<IReadOnlyList<Part>> Of(Engine engine, HostOptions source, CancellationToken ct)
    {
        // What is switched off has data all the same: nothing of a module runs but the declaration.
        var modules = ModuleLoader.Find(source);
        ModuleLoader.Load(modules, new Dictionary<string, Switch>(), Ledger.None(), source.StepLimit);
        var parts = new List<Part>();
        foreach (var name in await engine.Names(ct))
        {
            if (await engine.Problem(name, ct) is { } problem)
                throw Refused($"{problem} Put back a backup first.");
            var part =
                name == Host
                    ? new Part(Host, name, Site.OwnScripts(source with { Postgres = "" }))
                    : OfModule(name, modules, engine);
            var applied = await engine.Peek(name).Read(c => c.QueryAsync<string>(Applied), ct);
            var known = Script.WithGround(part.Scripts, postgres: true).Select(script => Stem(script.Name)).ToHashSet();
            if (!known.SetEquals(applied.Select(Stem)))
                throw Refused(
                    $"The data of {part.ModuleId} was written by another version than the one that is here. Start CoProd on {source.DataFolder} once with this version, stop it, and try again."
                );
            parts.Add(part);
        }
        if (
            ModuleLock.Read(source.DataFolder).Modules.FirstOrDefault(one => one.Value.Previous is not null) is
            { Key: { } id }
        )
            throw Refused(
                $"The last upgrade of {id} can still be taken back, and what is kept for that does not move. Give it up with `coprod module confirm {id}` first."
            );
        return parts;
    }

    private static Part OfModule(string name, IReadOnlyList<LoadedModule> modules, Engine engine)
    {
        var module = modules.FirstOrDefault(module => engine.NameOf(module.Id) == name);
        if (module?.Assembly is not { } assembly)
            throw Refused(
                module is null
                    ? $"There is data of {name}, and the module is not installed. Install it again, or remove its data with `coprod module uninstall {name} --purge`."
                    : $"{module.Id} cannot be loaded, so nobody knows how its data is kept on PostgreSQL. {module.Reason}"
            );
        return new(module.Id, name, Script.In(assembly, ".Schema.", postgres: true));
    }

    // The same script may be written for each engine.
    private static string Stem(string script) =>
        script
            .Replace(".sqlite.sql", ".sql", StringComparison.Ordinal)
            .Replace(".postgres.sql", ".sql", StringComparison.Ordinal);

    private static InvalidOperationException Refused(string sentence) => new(sentence + " Nothing was changed.");
}
