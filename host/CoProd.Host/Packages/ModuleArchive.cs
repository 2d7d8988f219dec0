using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using Dapper;

namespace CoProd.Host.Packages;

/// <summary>
/// A module's data as a file that other programs can read: a zip with <c>module-data.json</c>, which names each table with its rows and
/// SHA-256, and <c>tables/NAME.jsonl</c>, a JSON object a row. The same data makes the same file on both engines. Every table of the
/// module goes in: none has to be announced.
/// </summary>
internal static class ModuleArchive
{
    private const string HeadName = "module-data.json";

    // The oldest a zip can say: the file tells what is in it, not when it was written.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <summary>What the file begins with.</summary>
    public sealed record Head
    {
        public int Format { get; init; } = 1;
        public required string Id { get; init; }
        public required string Version { get; init; }
        public required IReadOnlyList<Part> Tables { get; init; }
    }

    /// <summary>A table in it.</summary>
    public sealed record Part
    {
        public required string Name { get; init; }
        public required long Rows { get; init; }
        public required string Sha256 { get; init; }
    }

    /// <summary>Writes a module's data as it is at this moment. The service may run.</summary>
    public static async Task<Head> Write(Site site, LoadedModule module, string path, CancellationToken ct)
    {
        if (File.Exists(path))
            throw new InvalidOperationException($"{path} is there already. Choose another name. Nothing was written.");
        var database = await Open(site, module, ct);
        var half = path + ".half";
        try
        {
            Head head;
            await using (var file = File.Create(half))
            await using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
                head = await database.Read(connection => Write(database, module, zip, connection, ct), ct);
            Durable.Replace(half, Path.GetFullPath(path));
            return head;
        }
        finally
        {
            File.Delete(half);
        }
    }

    private static async Task<Head> Write(
        Database database,
        LoadedModule module,
        ZipArchive zip,
        System.Data.Common.DbConnection connection,
        CancellationToken ct
    )
    {
        await database.BeginSnapshot(connection);
        try
        {
            var parts = new List<Part>();
            foreach (var table in await database.Tables(connection))
                parts.Add(await Write(table, zip, connection, ct));
            var head = new Head
            {
                Id = module.Id,
                Version = module.Manifest!.Version,
                Tables = parts,
            };
            await using var entry = await Entry(zip, HeadName).OpenAsync(ct);
            await JsonSerializer.SerializeAsync(entry, head, ModuleManifest.Options, ct);
            return head;
        }
        finally
        {
            await connection.ExecuteAsync("commit transaction");
        }
    }

    private static async Task<Part> Write(
        Table table,
        ZipArchive zip,
        System.Data.Common.DbConnection connection,
        CancellationToken ct
    )
    {
        using var hash = SHA256.Create();
        var rows = 0L;
        await using (var entry = await Entry(zip, PathOf(table.Name)).OpenAsync(ct))
        await using (var hashed = new CryptoStream(entry, hash, CryptoStreamMode.Write))
        {
            await using var json = new Utf8JsonWriter(hashed);
            await using var reader = await table.Rows(connection);
            while (await reader.ReadAsync(ct))
            {
                table.WriteRow(json, reader);
                await json.FlushAsync(ct);
                await hashed.WriteAsync(NewLine, ct);
                json.Reset();
                rows++;
            }
        }
        return new Part
        {
            Name = table.Name,
            Rows = rows,
            Sha256 = Convert.ToHexStringLower(hash.Hash!),
        };
    }

    /// <summary>Looks whether a file is whole, and whose data it holds. Nothing is changed.</summary>
    /// <exception cref="InvalidOperationException">It is no such file, or not as it was written.</exception>
    public static async Task<Head> Look(string path, CancellationToken ct)
    {
        try
        {
            await using var zip = await ZipFile.OpenReadAsync(path, ct);
            return await Check(zip, path, ct);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(path);
        }
    }

    /// <summary>Puts a file's rows into the module's tables, which must be empty: all of them or, where anything is wrong, none.</summary>
    /// <exception cref="InvalidOperationException">It does not fit; the sentence says why.</exception>
    public static async Task<Head> Read(Site site, string path, CancellationToken ct)
    {
        try
        {
            await using var zip = await ZipFile.OpenReadAsync(path, ct);
            var head = await Check(zip, path, ct);
            var module = site.Modules.Find(head.Id) is { Manifest: not null } found
                ? found
                : throw Refused($"It holds the data of {head.Id}, which is not installed here. Install it first.");
            if (module.Manifest!.Version != head.Version)
                throw Refused(
                    $"It holds the data of {head.Id} {head.Version}; here is {module.Manifest.Version}. Install {head.Version} first."
                );
            var database = await Open(site, module, ct);
            var tables = await database.Read(database.Tables, ct);
            if (!tables.Select(table => table.Name).SequenceEqual(head.Tables.Select(part => part.Name)))
                throw Refused($"Its tables are not those of {head.Id} {head.Version}.");
            await Told(
                head,
                database.Write(
                    writing =>
                    {
                        var full = tables.FirstOrDefault(table => table.HasRows(writing.Connection));
                        if (full is not null)
                            throw Refused(
                                $"{head.Id} has data here already. Take it in on an installation where it has none."
                            );
                        database.Fill(writing.Connection, tables, table => Rows(zip, table.Name));
                        // Whoever was erased since that file was written goes again at the next opening.
                        writing.Connection.Execute("delete from host_after");
                        return true;
                    },
                    ct
                )
            );
            return head;
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(path);
        }
    }

    private static bool IsDamage(Exception e) =>
        e is InvalidDataException or JsonException or KeyNotFoundException or FormatException or EndOfStreamException;

    private static InvalidOperationException Damaged(string path) =>
        Refused($"{path} is damaged, or no file that `coprod module export` wrote.");

    private static async Task Told(Head head, Task<bool> filling)
    {
        try
        {
            await filling;
        }
        catch (System.Data.Common.DbException e)
        {
            throw Refused($"Its rows do not fit the tables of {head.Id} {head.Version}: {e.Message.TrimEnd('.')}.");
        }
    }

    // Everything is read once and compared before anything is written.
    private static async Task<Head> Check(ZipArchive zip, string path, CancellationToken ct)
    {
        Head head;
        await using (var entry = await (zip.GetEntry(HeadName) ?? throw new InvalidDataException()).OpenAsync(ct))
            head =
                await JsonSerializer.DeserializeAsync<Head>(entry, ModuleManifest.Options, ct)
                ?? throw new InvalidDataException();
        if (head.Format != 1)
            throw Refused($"{path} was written by a later version of CoProd.");
        foreach (var part in head.Tables)
        {
            await using var rows = await (
                zip.GetEntry(PathOf(part.Name)) ?? throw new InvalidDataException()
            ).OpenAsync(ct);
            if (Convert.ToHexStringLower(await SHA256.HashDataAsync(rows, ct)) != part.Sha256)
                throw new InvalidDataException();
        }
        return head;
    }

    private static IEnumerable<JsonElement> Rows(ZipArchive zip, string table)
    {
        using var reader = new StreamReader(zip.GetEntry(PathOf(table))!.Open());
        while (reader.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            yield return row.RootElement.Clone();
        }
    }

    private static async Task<Database> Open(Site site, LoadedModule module, CancellationToken ct)
    {
        if (module.Database is { } open)
            return open;
        var manifest = module.Manifest ?? throw Refused($"{module.Id} cannot be read: {module.Reason}");
        return await site.Engine.Open(module.Id, site.Scripts(ModuleLoader.Open(module.Folder, manifest)), ct);
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = NoTime;
        return entry;
    }

    private static string PathOf(string table) => $"tables/{table}.jsonl";

    private static InvalidOperationException Refused(string why) => new(why + " Nothing was changed.");
}
