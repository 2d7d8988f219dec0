using System.Data.Common;
using System.Text.Json.Nodes;
using CoProd.Contracts.Data;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Privacy;

/// <summary>In how many rows somebody's words stood.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Shared">Somebody else bears the name, so it was left alone.</param>
/// <param name="Replaced">The words that were looked for.</param>
/// <param name="Finder">What finds the name however it is typed.</param>
internal sealed record Scrubbed(int Rows, bool Shared, IReadOnlyList<string> Replaced, NameFinder Finder);

/// <summary>Somebody's full name, address and number in texts that others wrote, and files that were brought.</summary>
internal sealed class TextScrub(Site site, ModuleCatalogue modules, Database host)
{
    private const string Namesakes = "select count(*) from host_person where name_key = @key and id <> @id";

    private const string SameSurname = """
        select name from host_person where id <> @id and (name_key like @Tail escape '!' or name_key like @Single escape '!')
        """;

    private const string Uploads = """
        select id, file_path, state from import_run where file_path <> ''
        """;

    private const string UploadGone = """
        update import_run set file_name = '', file_path = '', report = null, state = case when state = 'Preview' then 'Failed' else state end
        where id = @id
        """;

    /// <summary>What is looked for: longer words first, so that none is cut by a shorter one.</summary>
    public static IReadOnlyList<string> WordsOf(PersonFile person) =>
        [
            .. person
                .Kept.Values.OfType<JsonObject>()
                // Also under which name they were recorded a second time.
                .SelectMany(part => (part["otherRecords"] as JsonArray ?? []).OfType<JsonObject>().Prepend(part))
                .SelectMany(part => PersonTraces.Words(Text(part, "name"), Text(part, "email"), Text(part, "phone")))
                .Concat(PersonTraces.Words(person.Name, null, null))
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(word => word.Length),
        ];

    private static string? Text(JsonObject part, string name) =>
        part[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>In how many rows that are not the person's own the words stand.</summary>
    public async Task<Scrubbed> Count(Guid id, IReadOnlyList<string> words, CancellationToken ct)
    {
        var (looked, shared) = await Told(id, words, ct);
        var finder = await Finder(id, looked, ct);
        var rows = 0;
        foreach (var database in looked.Count == 0 ? [] : Databases)
        {
            foreach (var (table, column) in await Texts(database, ct))
                rows += await database.Read(c => PersonTraces.Count(c, table, column, looked, finder, id), ct);
        }
        return new(rows, shared, looked, finder);
    }

    /// <summary>Replaces them; what cannot be replaced somewhere is added to <paramref name="missing"/>.</summary>
    public async Task<Scrubbed> Replace(
        Guid id,
        IReadOnlyList<string> words,
        List<string> missing,
        CancellationToken ct
    )
    {
        var (looked, shared) = await Told(id, words, ct);
        var finder = await Finder(id, looked, ct);
        var rows = 0;
        foreach (var database in looked.Count == 0 ? [] : Databases)
        {
            foreach (var (table, column) in await Texts(database, ct))
            {
                if (await database.Read(c => PersonTraces.Count(c, table, column, looked, finder), ct) == 0)
                    continue;
                try
                {
                    rows += await database.Write(
                        w => PersonTraces.Replace(w.Connection, table, column, looked, finder),
                        ct
                    );
                }
                catch (DbException)
                {
                    missing.Add(
                        T[
                            "Their name may still stand in {0}, {1}: it could not be replaced there.",
                            database.ModuleId,
                            table.Name
                        ]
                    );
                }
            }
        }
        return new(rows, shared, looked, finder);
    }

    // Finds the full name and the surname with a title, unless somebody else here bears that surname: then no program can tell.
    private async Task<NameFinder> Finder(Guid id, IReadOnlyList<string> words, CancellationToken ct)
    {
        var names = words
            .Where(word =>
                word.AsSpan().IndexOfAny("@\\") < 0 && word.Any(char.IsLetter) && word.Any(char.IsWhiteSpace)
            )
            .ToList();
        var others = new HashSet<string>(StringComparer.Ordinal);
        foreach (
            var surname in names
                .Select(name => Contracts.Words.Fold(name).Split(' ')[^1])
                .Distinct(StringComparer.Ordinal)
        )
        {
            var like = Contracts.Words.Like(surname).Trim('%');
            foreach (var database in Databases)
                others.UnionWith(
                    await database.Read(
                        c =>
                            c.QueryAsync<string>(
                                SameSurname,
                                new
                                {
                                    id,
                                    Tail = "% " + like,
                                    Single = like,
                                }
                            ),
                        ct
                    )
                );
        }
        return new(names.Select(name => new SoughtName(name)), others, []);
    }

    /// <summary>What was said of this person and stands nowhere any more was said of nobody else: copies give it up too.</summary>
    public async Task<IReadOnlyList<string>> NoLongerHere(IReadOnlyList<string> sayings, CancellationToken ct)
    {
        var gone = sayings.ToHashSet(StringComparer.Ordinal);
        foreach (var database in sayings.Count == 0 ? [] : Databases)
        {
            foreach (var (table, column) in await Texts(database, ct))
                gone.ExceptWith(await database.Read(c => PersonTraces.Said(c, table, column, sayings), ct));
        }
        return [.. gone];
    }

    /// <summary>
    /// Removes files that somebody brought: they may hold anybody, also packed so that nobody can look, and once taken in they have done their
    /// work. One that is being read now is left to the person who brought it.
    /// </summary>
    public async Task RemoveUploads(CancellationToken ct)
    {
        Leaving.ArrivalRoutes.RemoveBrought(site.Options.DataFolder, DateTimeOffset.MaxValue);
        foreach (
            var (run, path, state) in (await host.Read(c => c.QueryAsync<(Guid, string, string)>(Uploads), ct)).AsList()
        )
        {
            if (state is "Looking" or "Applying")
                continue;
            if (File.Exists(path))
                File.Delete(path);
            await host.Write(w => w.Connection.Execute(UploadGone, new { id = run }), ct);
        }
    }

    /// <summary>The same for what a restore put aside.</summary>
    public void RemoveReplacedUploads()
    {
        foreach (var aside in Directory.EnumerateDirectories(site.Options.DataFolder, "replaced-*"))
        {
            var uploads = Path.Combine(aside, "uploads");
            if (Directory.Exists(uploads))
                Directory.Delete(uploads, recursive: true);
        }
    }

    // A name that somebody else bears too is left alone: no program can tell which of the two a text means.
    private async Task<(IReadOnlyList<string> Words, bool Shared)> Told(
        Guid id,
        IReadOnlyList<string> words,
        CancellationToken ct
    )
    {
        var shared = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in words.Select(Contracts.Words.Key).Distinct(StringComparer.Ordinal))
        {
            foreach (var database in Databases)
            {
                if (await database.Read(c => c.ExecuteScalarAsync<long>(Namesakes, new { key, id }), ct) > 0)
                    shared.Add(key);
            }
        }
        return ([.. words.Where(word => !shared.Contains(Contracts.Words.Key(word)))], shared.Count > 0);
    }

    private static async Task<IReadOnlyList<(Table, Column)>> Texts(Database database, CancellationToken ct) =>
        [
            .. PersonTraces
                .Texts(await database.Read(database.Tables, ct))
                // The trail holds no words, and would not verify any more. What has to be looked for is itself removed at the end.
                .Where(text =>
                    !text.Table.Name.StartsWith("audit", StringComparison.Ordinal)
                    && text.Table.Name != "erasure_under_way"
                ),
        ];

    /// <summary>Every database that is served.</summary>
    public IEnumerable<Database> Databases =>
        modules.Active.Select(module => module.Database).OfType<Database>().Append(host);
}
