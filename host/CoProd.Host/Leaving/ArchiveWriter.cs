using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoProd.Host.Audit;
using CoProd.Host.Data;
using CoProd.Host.Leaving.Pages;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Leaving;

/// <summary>
/// Lets an innovation leave: a zip with a signed manifest, each module's records as JSON and as CSV, an extract of the trail, and web pages
/// that open without CoProd. The sender keeps what it had, and notes that it left.
/// </summary>
internal sealed class ArchiveWriter(
    Gathering gathering,
    ArchivePages pages,
    Database host,
    HostOptions options,
    AuditTrail trail,
    TimeProvider clock
)
{
    public const string Action = "innovation left";

    private const string Insert = """
        insert into innovation_leaving (id, innovation_id, by_name, by_role, left_at)
        values (@Id, @InnovationId, @ByName, @ByRole, @Now) on conflict (id) do nothing
        """;

    /// <summary>Writes the archive of an innovation, aside first and then into place; null where there is no such innovation.</summary>
    /// <exception cref="InvalidOperationException">A module could not give its part; nothing was written.</exception>
    public async Task<Manifest?> Write(Guid innovationId, string path, Guid? by, CancellationToken ct)
    {
        if (await gathering.Of(innovationId, ct) is not { } gathered)
            return null;
        var half = $"{path}.{Guid.CreateVersion7():N}.half";
        try
        {
            Manifest manifest;
            await using (var file = OwnFolder.NewFile(half))
                manifest = await Write(gathered, file, ct);
            await LookBack(half, ct);
            // Noted first: that something left and did not is better than the other way round.
            await Note(manifest, by);
            Durable.Replace(half, Path.GetFullPath(path));
            return manifest;
        }
        finally
        {
            File.Delete(half);
        }
    }

    // What nobody can take in has not left: better told here than there.
    private static async Task LookBack(string path, CancellationToken ct)
    {
        try
        {
            await ArchiveReader.Read(path, ct);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException(
                T["What was made could not be read back, and so was not given away: {0}", e.Message],
                e
            );
        }
    }

    private async Task<Manifest> Write(Gathered gathered, Stream file, CancellationToken ct)
    {
        var key = ArchiveSignature.KeyOf(options.DataFolder);
        var manifest = Described(gathered, key);
        using var zip = new ZipArchive(file, ZipArchiveMode.Create);
        var files = new List<FilePart>();
        foreach (var (path, bytes) in Files(gathered))
            files.Add(await Put(zip, path, bytes, manifest.MadeAt, ct));
        await foreach (var (path, html) in pages.Of(manifest, gathered))
            files.Add(await Put(zip, path, Encoding.UTF8.GetBytes(html), manifest.MadeAt, ct));
        manifest = manifest with { Files = files };
        var head = JsonSerializer.SerializeToUtf8Bytes(manifest, Manifest.Json);
        await Put(zip, Manifest.FileName, head, manifest.MadeAt, ct);
        await Put(zip, ArchiveSignature.FileName, ArchiveSignature.Sign(head, key), manifest.MadeAt, ct);
        return manifest;
    }

    /// <summary>What the archive would say of itself if it were made now; null where there is no such innovation.</summary>
    public async Task<Manifest?> Foresee(Guid innovationId, CancellationToken ct) =>
        await gathering.Of(innovationId, ct) is { } gathered
            ? Described(gathered, ArchiveSignature.KeyOf(options.DataFolder))
            : null;

    private Manifest Described(Gathered gathered, string key) =>
        new()
        {
            Is = Manifest.Kind,
            Format = Manifest.Newest,
            Id = Guid.CreateVersion7(),
            InnovationId = gathered.Innovation.Id,
            Innovation = gathered.Innovation.Name,
            Purpose = gathered.Innovation.Purpose,
            Sender = gathering.Sender,
            Key = Packages.Signature.FingerprintOf(ArchiveSignature.PublicKeyOf(key)),
            MadeAt = Writing.Instant(clock),
            CoProd = typeof(Site).Assembly.GetName().Version?.ToString(3) ?? "",
            Modules = [.. gathered.Modules.Select(Part)],
            People = gathered.Going,
            StaysBehind = gathered.StaysBehind,
        };

    private static ModulePart Part(GatheredModule module) =>
        new()
        {
            Id = module.Id,
            Version = module.Version,
            Tables = [.. module.Tables.Select(table => new TablePart { Name = table.Name, Rows = table.Rows.Count })],
        };

    private static IEnumerable<(string Path, byte[] Bytes)> Files(Gathered gathered)
    {
        foreach (var module in gathered.Modules)
        {
            yield return (ArchiveLayout.Records(module.Id), Json(module.Records));
            foreach (var table in module.Tables)
                yield return (ArchiveLayout.Table(module.Id, table.Name), table.AsCsv());
        }
        yield return (ArchiveLayout.Story, Json(gathered.Story));
        // With its headings also where nothing was done yet.
        IReadOnlyList<TrailLine> lines = gathered.Trail.Count == 0 ? [new()] : gathered.Trail;
        var trail = ArchiveTable.Of(JsonSerializer.SerializeToNode(lines, Manifest.Json))[0];
        yield return (ArchiveLayout.Trail, (gathered.Trail.Count == 0 ? trail with { Rows = [] } : trail).AsCsv());
    }

    private static byte[] Json<T>(T document) => JsonSerializer.SerializeToUtf8Bytes(document, Manifest.Json);

    private static async Task<FilePart> Put(
        ZipArchive zip,
        string path,
        byte[] bytes,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var entry = zip.CreateEntry(path);
        entry.LastWriteTime = at;
        await using (var to = await entry.OpenAsync(ct))
            await to.WriteAsync(bytes, ct);
        return new FilePart
        {
            Path = path,
            Bytes = bytes.LongLength,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        };
    }

    private async Task Note(Manifest manifest, Guid? by)
    {
        await host.Write(w =>
        {
            w.Connection.Execute(
                Insert,
                new
                {
                    manifest.Id,
                    manifest.InnovationId,
                    manifest.People.ByName,
                    ByRole = manifest.People.ByRole.Count,
                    w.Now,
                }
            );
            Travels.Note(
                w,
                manifest.InnovationId,
                manifest.Id,
                T["An archive of it was made, for others to carry it on."],
                // That it left is told to everybody who sees it; the page that lets it leave is for few.
                $"/innovations/{manifest.InnovationId}",
                "door-open"
            );
            return true;
        });
        await trail.Append(
            new()
            {
                Kind = AuditKind.Host,
                Action = Action,
                Who = by,
                InnovationId = manifest.InnovationId,
                RecordId = manifest.Id,
                Detail = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{manifest.People.ByName} by name, {manifest.People.ByRole.Count} by role"
                ),
            }
        );
    }
}

/// <summary>Where what lies in an archive.</summary>
internal static class ArchiveLayout
{
    public const string Story = "story.json";
    public const string Trail = "trail.csv";

    public static string Folder(string module) => $"modules/{module}/";

    public static string Records(string module) => Folder(module) + "records.json";

    public static string Table(string module, string table) => $"{Folder(module)}{table}.csv";

    public static string Page(string module) => Folder(module) + "index.html";
}
