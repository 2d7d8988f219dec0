using System.Text.Json.Nodes;
using CoProd.Contracts.Capabilities;
using CoProd.Host.Privacy;
using static CoProd.Host.Texts;

namespace CoProd.Host.Leaving;

/// <summary>
/// The last look at everything that leaves. Whatever a module gave, no text of it holds the name of somebody who does not go along by name,
/// nobody's address or number, and no id of somebody who does not take part. Of somebody who takes part the first name and the surname go
/// alone as well: among those who know the innovation they say who it was. Of others a first name alone is somebody else's too, and stays.
/// </summary>
internal sealed class NameHiding
{
    private readonly NameFinder finder;
    private readonly HashSet<string> outside;

    public NameHiding(IReadOnlyList<PersonLeaving> people, IEnumerable<string> accounts)
    {
        finder = new(
            people
                .Where(person => !person.ByName)
                .Select(person => new SoughtName(person.Name, Alone: person.TakesPart))
                .Concat(accounts.Select(name => new SoughtName(name))),
            people.Where(person => person.ByName).Select(person => person.Name),
            people.SelectMany(person => person.Contacts)
        );
        outside = people
            .Where(person => !person.TakesPart)
            .Select(person => person.PersonId.ToString())
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The same text without them.</summary>
    public string In(string text) =>
        // A NUL says nothing, and not every database keeps it.
        finder.Replace(text.Replace("\0", "", StringComparison.Ordinal), T["(name left out)"]);

    /// <summary>The same records without them.</summary>
    /// <param name="node">The records.</param>
    /// <param name="words">Words of the program that gave them: where one of these is all that a value says, it is nobody's name.</param>
    public JsonNode? In(JsonNode? node, IReadOnlySet<string> words)
    {
        switch (node)
        {
            case JsonObject row:
                var clean = new JsonObject();
                foreach (var (name, value) in row)
                    clean[name] = In(value, words);
                return clean;
            case JsonArray list:
                return new JsonArray([.. list.Select(entry => In(entry, words))]);
            case JsonValue value when value.TryGetValue<string>(out var text):
                return outside.Contains(text) ? null
                    : words.Contains(text) ? JsonValue.Create(text)
                    : JsonValue.Create(In(text));
            default:
                return node?.DeepClone();
        }
    }
}
