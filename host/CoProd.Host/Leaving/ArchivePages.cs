using System.Text.Json.Nodes;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Host.Leaving.Pages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace CoProd.Host.Leaving;

/// <summary>An archive as plain web pages: opened from the folder it was unpacked into, without CoProd, without script, printed as they are.</summary>
internal sealed class ArchivePages(IServiceProvider services, ILoggerFactory loggers)
{
    public const string Style = "style.css";

    /// <summary>All pages, each with its path in the archive.</summary>
    public async IAsyncEnumerable<(string Path, string Text)> Of(Manifest manifest, Gathered gathered)
    {
        var words = new PageWords(gathered);
        await using var renderer = new HtmlRenderer(services, loggers);
        yield return (Style, await Sheet());
        yield return ("index.html", await Page<ArchiveIndexPage>(renderer, ("Manifest", manifest)));
        yield return (
            "story.html",
            await Page<ArchiveStoryPage>(renderer, ("Manifest", manifest), ("Story", gathered.Story))
        );
        yield return (
            "trail.html",
            await Page<ArchiveTrailPage>(renderer, ("Manifest", manifest), ("Trail", gathered.Trail))
        );
        foreach (var module in gathered.Modules)
            yield return (
                ArchiveLayout.Page(module.Id),
                await Page<ArchiveModulePage>(
                    renderer,
                    ("Manifest", manifest),
                    ("ModuleId", module.Id),
                    ("Tables", module.Tables.Select(table => words.Shown(table, module.Words)).ToList())
                )
            );
    }

    private static async Task<string> Sheet()
    {
        await using var file = typeof(ArchivePages).Assembly.GetManifestResourceStream("archive.css")!;
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync();
    }

    private static async Task<string> Page<TPage>(
        HtmlRenderer renderer,
        params IEnumerable<(string Name, object? Value)> parameters
    )
        where TPage : IComponent
    {
        var given = ParameterView.FromDictionary(parameters.ToDictionary(p => p.Name, p => p.Value));
        return await renderer.Dispatcher.InvokeAsync(async () =>
            "<!DOCTYPE html>\n" + (await renderer.RenderComponentAsync<TPage>(given)).ToHtmlString()
        );
    }
}

/// <summary>Puts tables into words for people: names for ids, dates and money as they are read, and nothing that only programs need.</summary>
internal sealed class PageWords
{
    // What a record is called, the best first.
    private static readonly string[] Names =
    [
        "name",
        "title",
        "label",
        "word",
        "words",
        "what",
        "question",
        "statement",
        "outcome",
        "said",
    ];

    private readonly Dictionary<string, string> called = new(StringComparer.OrdinalIgnoreCase);

    public PageWords(Gathered gathered)
    {
        foreach (var module in gathered.Modules)
            Learn(module.Records);
        foreach (var person in gathered.People)
            called[person.PersonId.ToString()] = Called(person);
        called[gathered.Innovation.Id.ToString()] = gathered.Innovation.Name;
    }

    private static string Called(PersonLeaving person) =>
        person.ByName ? person.Name
        : person.Role.Length > 0 ? person.Role
        : Texts.T["somebody who takes part"];

    private void Learn(JsonNode? node)
    {
        if (node is JsonArray list)
            foreach (var entry in list)
                Learn(entry);
        if (node is not JsonObject row)
            return;
        if (
            row["id"] is JsonValue id
            && Names.Select(name => Text(row[name])).FirstOrDefault(name => name.Length > 0) is { } word
        )
            called.TryAdd(ArchiveTable.TextOf(id), word.Length > 80 ? word[..80].TrimEnd() + "…" : word);
        foreach (var (_, value) in row)
            Learn(value);
    }

    private static string Text(JsonNode? node) => node is JsonValue value ? ArchiveTable.TextOf(value) : "";

    public ShownTable Shown(ArchiveTable table, IReadOnlySet<string> chosen)
    {
        var money = table.Columns.ToList().IndexOf("currency");
        var shown = table
            .Columns.Select((column, at) => (Column: column, At: at))
            .Where(one => !IsForPrograms(one.Column))
            .Select(one =>
                (
                    Title: Title(one.Column),
                    Cells: table
                        .Rows.Select(row => Cell(one.Column, row[one.At], money < 0 ? null : row[money], chosen))
                        .ToList()
                )
            )
            .Where(column => column.Cells.Exists(cell => cell.Length > 0))
            .ToList();
        return new ShownTable
        {
            Name = table.Name,
            Title = table.Name == ArchiveTable.Whole ? Texts.T["In short"] : ListTitle(table.Name),
            Columns = [.. shown.Select(column => column.Title)],
            Rows =
            [
                .. Enumerable
                    .Range(0, table.Rows.Count)
                    .Select(row => shown.Select(column => column.Cells[row]).ToList()),
            ],
        };
    }

    private static bool IsForPrograms(string column) =>
        column is "id" or "innovationId" or "version" or "searchKey" or "recordedAt" or "currency"
        || column.EndsWith(".id", StringComparison.Ordinal)
        || column.EndsWith(".innovationId", StringComparison.Ordinal)
        || column.EndsWith(".version", StringComparison.Ordinal);

    private string Cell(string column, JsonValue? value, JsonValue? currency, IReadOnlySet<string> chosen)
    {
        var text = ArchiveTable.TextOf(value);
        // One of a program's words, or several.
        if (text.Length > 0 && text.Split("; ").All(chosen.Contains))
            return string.Join("; ", text.Split("; ").Select(InWords));
        if (text is "true" or "false")
            return text == "true" ? Texts.T["yes"] : Texts.T["no"];
        if (
            column.EndsWith("Minor", StringComparison.Ordinal)
            && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var minor)
            && ArchiveTable.TextOf(currency) is { Length: 3 } code
        )
            return new Money(minor, code).ToString();
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day))
            return day.Long();
        return string.Join("; ", text.Split("; ").Select(part => Guid.TryParse(part, out _) ? Named(part) : part));
    }

    // An id of nothing that is in here says nothing.
    private string Named(string id) => called.GetValueOrDefault(id, "");

    // A list within a list says so: "Rehearsals, of rights, of handovers".
    private static string ListTitle(string name) =>
        name.Split('-', StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } parts
            ? parts
                .Reverse()
                .Skip(1)
                .Aggregate(
                    Title(parts[^1]),
                    (said, part) => Texts.T["{0}, of {1}", said, Title(part).ToLowerInvariant()]
                )
            : Title(name);

    private static string InWords(string word) => Title(word) is var said && said.Length > 0 ? said : word;

    // What would sound odd, word by word.
    private static readonly Dictionary<string, Func<string>> Said = new(StringComparer.Ordinal)
    {
        ["fromOn"] = () => Texts.T["From"],
        ["untilOn"] = () => Texts.T["Until"],
        ["startsOn"] = () => Texts.T["From"],
        ["endsOn"] = () => Texts.T["Until"],
        ["onDay"] = () => Texts.T["On"],
        ["hasVeto"] = () => Texts.T["Can overrule"],
        ["keepsVeto"] = () => Texts.T["The giver can still overrule"],
        ["rightKind"] = () => Texts.T["Right"],
        ["isMandatory"] = () => Texts.T["Must be ready"],
        ["movesData"] = () => Texts.T["People’s data go along"],
        ["dataBasis"] = () => Texts.T["What makes that lawful"],
        ["hasReverted"] = () => Texts.T["The rights went back"],
        ["wentWell"] = () => Texts.T["It went well"],
        ["isSensitive"] = () => Texts.T["Sensitive"],
    };

    /// <summary>A name as programs write it, in words: <c>startsOn</c> is "Starts on".</summary>
    public static string Title(string name)
    {
        if (name == ArchiveTable.Parent)
            return Texts.T["Belongs to"];
        if (Said.TryGetValue(name, out var said))
            return said();
        var plain = name.EndsWith("Minor", StringComparison.Ordinal) ? name[..^5] : name;
        plain = plain.EndsWith("Id", StringComparison.Ordinal) && plain.Length > 2 ? plain[..^2] : plain;
        var words = string.Concat(
            plain.Select(letter =>
                letter is '.' or '-' ? " "
                : char.IsUpper(letter) ? " " + char.ToLowerInvariant(letter)
                : letter.ToString()
            )
        );
        words = words.Trim();
        return words.Length == 0 ? words : char.ToUpperInvariant(words[0]) + words[1..];
    }
}

/// <summary>A table as people read it.</summary>
public sealed record ShownTable
{
    public string Name { get; init; } = "";

    public string Title { get; init; } = "";

    public IReadOnlyList<string> Columns { get; init; } = [];

    public IReadOnlyList<IReadOnlyList<string>> Rows { get; init; } = [];
}
