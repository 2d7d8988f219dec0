using System.Text.Json.Serialization;
using CoProd.Host.Data;

namespace CoProd.Host.Packages;

/// <summary>A change of modules.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Change>))]
internal enum Change
{
    /// <summary>Modules that were brought take their place.</summary>
    Install,

    /// <summary>The version before the last upgrade comes back with its data.</summary>
    Rollback,

    /// <summary>The version before the last upgrade is given up.</summary>
    Confirm,

    /// <summary>The module goes. Its data stays, unless the wish says otherwise.</summary>
    Uninstall,

    /// <summary>Data that was written elsewhere is taken in.</summary>
    Import,
}

/// <summary>A change that an administrator asked for while the service ran.</summary>
internal sealed record Wish
{
    public required Change Change { get; init; }

    public required string Id { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string By { get; init; }

    /// <summary>Of a removal: the data goes too.</summary>
    public bool Purge { get; init; }

    /// <summary>Of a removal: where its data is written first. Of an import: the file. A name in the data folder.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? File { get; init; }

    /// <summary>Of an installation: what was brought and judged already, so that a start needs no network.</summary>
    public SortedDictionary<string, Locked> Brought { get; init; } = new(StringComparer.Ordinal);
}

/// <summary>
/// The changes that the next start of the service makes before any module is loaded: <c>modules.wanted.json</c> in the data folder, with
/// what became of those of the last start. Each is made once: one that was cut short is told, not tried again.
/// </summary>
internal sealed record Wishes
{
    private static readonly Lock Gate = new();

    /// <summary>By module: a later wish takes the place of an earlier one.</summary>
    public SortedDictionary<string, Wish> Wanted { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What the last start that had something to change did, a sentence each.</summary>
    public List<string> Told { get; init; } = [];

    public static Wishes Read(string dataFolder) => JsonFile.Read<Wishes>(PathIn(dataFolder));

    /// <summary>Reads, changes and keeps them; two administrators at once lose nothing.</summary>
    public static void Alter(string dataFolder, Action<Wishes> change)
    {
        lock (Gate)
        {
            var wishes = Read(dataFolder);
            change(wishes);
            JsonFile.Write(PathIn(dataFolder), wishes);
        }
    }

    /// <summary>Makes the changes that are wanted on an installation that nobody uses.</summary>
    public static async Task Make(HostOptions options, CancellationToken ct)
    {
        var data = options.DataFolder;
        if (Read(data).Wanted.Values.ToList() is not { Count: > 0 } wanted)
            return;
        Alter(
            data,
            wishes =>
            {
                wishes.Told.Clear();
                wishes.Told.AddRange(wanted.Select(CutShort));
                wishes.Wanted.Clear();
            }
        );
        foreach (var wish in wanted)
        {
            var told = await Make(wish, options, ct);
            Alter(data, wishes => wishes.Told[wishes.Told.IndexOf(CutShort(wish))] = told);
        }
    }

    private static async Task<string> Make(Wish wish, HostOptions options, CancellationToken ct)
    {
        // Each anew: what one change did, the next one has to see.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.MigrationLimit);
        try
        {
            await using var site = await Site.Open(options with { WithoutModules = true }, ct);
            var installer = new Installer(site);
            return wish.Change switch
            {
                Change.Install => string.Join(' ', await installer.Swap(wish.Brought, limit.Token)),
                Change.Rollback => await installer.Rollback(wish.Id, ct),
                Change.Confirm => await installer.Confirm(wish.Id, ct),
                Change.Import => await Import(site, wish, ct),
                _ => await Uninstall(site, installer, wish, ct),
            };
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            return $"{wish.Id} stays as it was: {e.Message}";
        }
    }

    // What is to be kept is on disk before anything goes.
    private static async Task<string> Uninstall(Site site, Installer installer, Wish wish, CancellationToken ct)
    {
        installer.CheckRemovable(wish.Id);
        var kept = "";
        if (wish.File is { } file)
        {
            var path = Path.Combine(site.Options.DataFolder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var head = await ModuleArchive.Write(site, site.Modules.Find(wish.Id)!, path, ct);
            kept =
                $" Its data was written into {Path.GetFileName(path)} first (rows: {head.Tables.Sum(table => table.Rows)}).";
        }
        return await installer.Uninstall(wish.Id, wish.Purge, ct) + kept;
    }

    // Whoever brought the file has it still, however this ends.
    private static async Task<string> Import(Site site, Wish wish, CancellationToken ct)
    {
        var path = Path.Combine(site.Options.DataFolder, wish.File!);
        try
        {
            var head = await ModuleArchive.Read(site, path, ct);
            await Web.Pictures.NightlyRefresh.AtNextStart(site.Settings, ct);
            return $"The data of {head.Id} is in, as it was (rows: {head.Tables.Sum(table => table.Rows)}).";
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static string CutShort(Wish wish) =>
        $"A change of {wish.Id} was begun at the last start and did not come to its end. It has its old or its new version, whole.";

    private static string PathIn(string dataFolder) => Path.Combine(dataFolder, "modules.wanted.json");
}
