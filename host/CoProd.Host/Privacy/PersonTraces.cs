using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Privacy;

/// <summary>Finds a person in tables that it knows from the database's own catalogue alone: by their id, and by their name in any text.</summary>
internal static class PersonTraces
{
    public const string Instead = "(name removed)";

    /// <summary>The host's copies in every database, which the catalogue of a module's own tables leaves out.</summary>
    private static readonly IReadOnlyList<Table> Copies =
    [
        Copy("host_innovation", "name", "name_key", "purpose"),
        Copy("host_person", "name", "name_key"),
    ];

    private static Table Copy(string table, params string[] texts) =>
        new(
            table,
            [
                new Column
                {
                    Table = table,
                    Name = "id",
                    Type = "uuid",
                    IsKey = true,
                },
                .. texts.Select(name => new Column
                {
                    Table = table,
                    Name = name,
                    Type = "text",
                    IsKey = false,
                }),
            ]
        );

    /// <summary>
    /// What of somebody's words is looked for in texts that others wrote: a name of two words or more, an address, a number. A first name
    /// alone is somebody else's too. However else the name may be typed is the finder's to know.
    /// </summary>
    public static IReadOnlyList<string> Words(string? name, string? email, string? phone)
    {
        var words = new List<string>();
        if (name?.Trim() is { Length: >= 5 } full && full.Contains(' ', StringComparison.Ordinal))
            words.Add(full);
        if (email?.Trim() is { Length: >= 6 } address && address.Contains('@', StringComparison.Ordinal))
            words.Add(address);
        if (phone?.Trim() is { Length: >= 7 } number)
            words.Add(number);
        // As they are typed, as they are searched, and as they stand in JSON.
        return
        [
            .. words
                .SelectMany(word => new[] { word, Contracts.Words.Fold(word), JsonEncodedText.Encode(word).ToString() })
                .Distinct(StringComparer.Ordinal)
                .OrderByDescending(word => word.Length),
        ];
    }

    /// <summary>The texts in which such words may stand.</summary>
    public static IEnumerable<(Table Table, Column Column)> Texts(IReadOnlyList<Table> tables) =>
        tables.Concat(Copies).SelectMany(table => table.Columns.Where(IsText).Select(column => (table, column)));

    /// <summary>How many rows hold any of the words in one column; where somebody is named, without the rows that are theirs.</summary>
    public static async Task<int> Count(
        DbConnection connection,
        Table table,
        Column column,
        IReadOnlyList<string> words,
        NameFinder finder,
        Guid? but = null
    )
    {
        var (name, rows, others) = (PostgresEngine.Quoted(column.Name), 0L, but is null ? "1 = 1" : OfOthers(table));
        foreach (var word in words)
            rows += await connection.ExecuteScalarAsync<long>(
                $"select count(*) from {table.Quoted} where replace({name}, @word, '') <> {name} and {others}",
                new { word, but }
            );
        var texts = $"select {name} from {table.Quoted} where {others}";
        await foreach (var text in connection.QueryUnbufferedAsync<string>(texts, new { but }))
            rows += text is not null && !words.Any(text.Contains) && finder.IsIn(text) ? 1 : 0;
        return (int)rows;
    }

    // A row that is the person's own record, a copy of it, or their account is no text that somebody else wrote.
    private static string OfOthers(Table table)
    {
        var key = table.Columns.Where(column => column.IsKey).ToList();
        var own =
            table.Name == "account" ? "person_id"
            : key is [{ Type: "uuid" } one] ? one.Name
            : null;
        return own is null
            ? "1 = 1"
            : $"({PostgresEngine.Quoted(own)} is null or {PostgresEngine.Quoted(own)} <> @but)";
    }

    /// <summary>Replaces the words in one column.</summary>
    /// <returns>How many rows held them.</returns>
    public static int Replace(
        DbConnection connection,
        Table table,
        Column column,
        IReadOnlyList<string> words,
        NameFinder finder
    )
    {
        var (name, rows) = (PostgresEngine.Quoted(column.Name), 0);
        foreach (var word in words)
            rows += connection.Execute(
                $"update {table.Quoted} set {name} = replace({name}, @word, @Instead) where replace({name}, @word, '') <> {name}",
                new { word, Instead }
            );
        // However else the name is typed, no database compares so.
        var typed = connection
            .Query<string?>($"select distinct {name} from {table.Quoted}", buffered: false)
            .OfType<string>()
            .Where(finder.IsIn)
            .ToList();
        foreach (var text in typed)
            rows += connection.Execute(
                $"update {table.Quoted} set {name} = @clean where {name} = @text",
                new { text, clean = finder.Replace(text, Instead) }
            );
        return rows;
    }

    /// <summary>
    /// Takes a person out of data that no module looks after at the moment: a copy kept for a rollback, or a module that is not running.
    /// Rows that point to them go, their own row is blanked. When the module runs on it again it erases them by its own rules.
    /// </summary>
    public static void TakeOut(
        DbConnection connection,
        IReadOnlyList<Table> tables,
        Guid id,
        IReadOnlyList<string> words,
        NameFinder finder,
        IReadOnlyList<string> sayings
    )
    {
        // What refers to another row may have to go before it; four rounds undo any nesting that our modules know.
        for (var round = 0; round < 4; round++)
        {
            foreach (var table in tables)
                TakeOut(connection, table, id);
        }
        Quietly(() => connection.Execute("delete from host_person where id = @id", new { id }));
        foreach (var (table, column) in Texts(tables))
        {
            Quietly(() => Replace(connection, table, column, words, finder));
            Quietly(() => Unsay(connection, table, column, sayings));
        }
    }

    /// <summary>
    /// Removes whatever hangs on accounts, in whichever table of the host: tokens, sign-ins, second steps. The trail looks after its own, and
    /// that a file was once brought stays.
    /// </summary>
    public static void TakeOutOfAccounts(
        DbConnection connection,
        IReadOnlyList<Table> tables,
        IReadOnlyList<Guid> accounts
    )
    {
        foreach (var table in accounts.Count == 0 ? [] : tables)
        {
            if (table.Name is "audit_words" or "import_run" || table.Columns.All(column => column.Name != "account_id"))
                continue;
            connection.Execute($"delete from {table.Quoted} where account_id in @accounts", new { accounts });
        }
    }

    /// <summary>What is said of a person in sentences or addresses, as it is typed and as it is searched: long enough to be theirs alone.</summary>
    public static IReadOnlyList<string> Sayings(IReadOnlyDictionary<string, JsonNode> kept) =>
        [
            // What the host itself notes of an account is not said of anybody.
            .. kept.Where(part => part.Key != PersonFiles.Own)
                .SelectMany(part => Strings(part.Value))
                .Where(text => text.Length >= 6 && text.AsSpan().IndexOfAny(" @") >= 0)
                .SelectMany(text => new[] { text, Contracts.Words.Fold(text) })
                .Distinct(StringComparer.Ordinal)
                .Take(400),
        ];

    private static IEnumerable<string> Strings(JsonNode? node) =>
        node switch
        {
            JsonObject all => all.SelectMany(part => Strings(part.Value)),
            JsonArray list => list.SelectMany(Strings),
            JsonValue value when value.TryGetValue<string>(out var text) => [text],
            _ => [],
        };

    /// <summary>Which of these stand in a column, alone.</summary>
    public static Task<IEnumerable<string>> Said(
        DbConnection connection,
        Table table,
        Column column,
        IReadOnlyList<string> sayings
    )
    {
        var name = PostgresEngine.Quoted(column.Name);
        return connection.QueryAsync<string>(
            $"select distinct {name} from {table.Quoted} where {name} in @sayings",
            new { sayings }
        );
    }

    private static void Unsay(DbConnection connection, Table table, Column column, IReadOnlyList<string> sayings)
    {
        var name = PostgresEngine.Quoted(column.Name);
        foreach (var saying in sayings)
            connection.Execute(
                $"update {table.Quoted} set {name} = @Instead where {name} = @saying",
                new { saying, Instead }
            );
    }

    private static void TakeOut(DbConnection connection, Table table, Guid id)
    {
        var key = table.Columns.Where(column => column.IsKey).ToList();
        foreach (var column in table.Columns.Where(column => column.Type == "uuid"))
        {
            var name = PostgresEngine.Quoted(column.Name);
            if (key.Count == 1 && key[0] == column)
            {
                foreach (var text in table.Columns.Where(IsText).Select(text => PostgresEngine.Quoted(text.Name)))
                    Quietly(() =>
                        connection.Execute(
                            $"update {table.Quoted} set {text} = '' where {name} = @id and {text} <> ''",
                            new { id }
                        )
                    );
            }
            else
                Quietly(() => connection.Execute($"delete from {table.Quoted} where {name} = @id", new { id }));
        }
    }

    private static bool IsText(Column column) => column.Type is "text" && !column.IsKey;

    // A rule of some table that stands against it must not stop the rest.
    private static void Quietly(Action work)
    {
        try
        {
            work();
        }
        catch (DbException) { }
    }
}
