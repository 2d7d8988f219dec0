using System.Text;
using System.Text.Json.Nodes;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using static CoProd.Host.Texts;

namespace CoProd.Host.Leaving;

/// <summary>
/// The last look at everything that leaves. Whatever a module gave, no text of it holds the name of somebody who does not go along by name,
/// nobody's address or number, and no id of somebody who does not take part. The first name of somebody who takes part goes as well: among
/// those who know the innovation it says who it was. Of others a first name alone is somebody else's too, and stays.
/// </summary>
internal sealed class NameHiding
{
    private const int Shortest = 3;

    private readonly Dictionary<string, List<(string Word, bool Exact)>> byStart = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly HashSet<string> outside;

    public NameHiding(IReadOnlyList<PersonLeaving> people, IEnumerable<string> accounts)
    {
        var named = people
            .Where(person => person.ByName)
            .Select(person => Words.Fold(person.Name))
            .ToHashSet(StringComparer.Ordinal);
        var firstNamed = people
            .Where(person => person.ByName)
            .Select(person => Words.Fold(First(person.Name)))
            .ToHashSet(StringComparer.Ordinal);
        // Of two who bear one name, one agreed: the texts cannot tell which, and the record of that one says it anyway.
        foreach (var person in people.Where(person => !person.ByName && !named.Contains(Words.Fold(person.Name))))
        {
            if (IsFull(person.Name))
                Hide(person.Name);
            // As it is written: "will you come" is nobody's name.
            if (person.TakesPart && !firstNamed.Contains(Words.Fold(First(person.Name))))
                Hide(First(person.Name), exact: true);
        }
        foreach (var name in accounts.Where(name => IsFull(name) && !named.Contains(Words.Fold(name))))
            Hide(name);
        foreach (
            var contact in people.SelectMany(person => person.Contacts).Where(contact => contact.Trim().Length > 5)
        )
            Hide(contact);
        outside = people
            .Where(person => !person.TakesPart)
            .Select(person => person.PersonId.ToString())
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static readonly HashSet<string> Titles = new(StringComparer.OrdinalIgnoreCase)
    {
        "Mr",
        "Mrs",
        "Ms",
        "Miss",
        "Mx",
        "Dr",
        "Prof",
        "Professor",
        "Sir",
        "Dame",
        "Lord",
        "Lady",
        "Rev",
        "Revd",
        "Canon",
        "Imam",
        "Rabbi",
        "Sister",
        "Nurse",
        "Cllr",
        "Councillor",
    };

    private static string First(string name) =>
        name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(word => !Titles.Contains(word.TrimEnd('.')))
        ?? "";

    private static bool IsFull(string name) => name.Trim() is { Length: >= 5 } full && full.Any(char.IsWhiteSpace);

    private void Hide(string words, bool exact = false)
    {
        string[] ways = exact ? [words.Trim()] : [words.Trim(), Words.Fold(words)];
        foreach (var word in ways.Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (word.Length < Shortest)
                continue;
            var start = word[..Shortest];
            if (!byStart.TryGetValue(start, out var all))
                byStart[start] = all = [];
            all.Add((word, exact));
            // The longest first: "Ann Lee-Jones" is not "Ann Lee".
            all.Sort((one, other) => other.Word.Length - one.Word.Length);
        }
    }

    /// <summary>The same text without them.</summary>
    public string In(string text)
    {
        StringBuilder? changed = null;
        var kept = 0;
        for (var at = 0; at + Shortest <= text.Length; at++)
        {
            if (at > 0 && char.IsLetterOrDigit(text[at - 1]))
                continue;
            if (
                !byStart.TryGetValue(text.Substring(at, Shortest), out var words)
                || words.Select(word => EndOf(text, at, word.Word, word.Exact)).FirstOrDefault(end => end > 0)
                    is not (> 0 and var end)
            )
                continue;
            (changed ??= new()).Append(text, kept, at - kept).Append(T["(name left out)"]);
            (kept, at) = (end, end - 1);
        }
        return changed?.Append(text, kept, text.Length - kept).ToString() ?? text;
    }

    // Where the word that begins here ends; 0 where another stands here. A name may be broken over two lines.
    private static int EndOf(string text, int at, string word, bool exact)
    {
        foreach (var letter in word)
        {
            if (at >= text.Length)
                return 0;
            if (char.IsWhiteSpace(letter))
            {
                if (!char.IsWhiteSpace(text[at]))
                    return 0;
                while (at < text.Length && char.IsWhiteSpace(text[at]))
                    at++;
            }
            else if (text[at] != letter && (exact || char.ToUpperInvariant(text[at]) != char.ToUpperInvariant(letter)))
                return 0;
            else
                at++;
        }
        return at < text.Length && char.IsLetterOrDigit(text[at]) ? 0 : at;
    }

    /// <summary>The same records without them.</summary>
    public JsonNode? In(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject row:
                var clean = new JsonObject();
                foreach (var (name, value) in row)
                    clean[name] = In(value);
                return clean;
            case JsonArray list:
                return new JsonArray([.. list.Select(In)]);
            case JsonValue value when value.TryGetValue<string>(out var text):
                return outside.Contains(text) ? null : JsonValue.Create(In(text));
            default:
                return node?.DeepClone();
        }
    }
}
