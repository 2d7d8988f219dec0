using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Instruments;

/// <summary>A fault of a pack, and where in it: <c>items[2].items[0].scale</c>.</summary>
internal sealed record PackFault(string Place, string Sentence);

/// <summary>Reads an instrument pack: JSON with structure, scales and scoring. What it says wrongly is named by its place.</summary>
internal sealed class PackReading
{
    private const int LongestPack = 2_000_000;
    private const int Deepest = 40;

    private readonly List<PackFault> faults = [];
    private readonly Dictionary<string, IReadOnlyList<Option>> scales = new(StringComparer.Ordinal);

    private PackReading() { }

    /// <summary>The instrument, or all that is wrong with it.</summary>
    public static (Instrument? Instrument, IReadOnlyList<PackFault> Faults) Read(string json)
    {
        if (json.Length > LongestPack)
            return (null, [new("", T["The pack is larger than {0} MB.", LongestPack / 1_000_000])]);
        JsonObject root;
        try
        {
            if (JsonNode.Parse(json, documentOptions: new() { MaxDepth = Deepest }) is not JsonObject parsed)
                return (null, [new("", T["A pack is one JSON object."])]);
            root = parsed;
            LookInto(root);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            return (null, [new("", Broken(e))]);
        }
        var reading = new PackReading();
        var instrument = reading.Whole(root);
        var all = reading.faults.Concat(PackChecks.Check(instrument)).ToArray();
        return all.Length == 0 ? (instrument, []) : (null, all);
    }

    private static string Broken(Exception e) =>
        e is JsonException { LineNumber: { } line }
            ? T["The pack is not whole JSON: something is wrong on line {0}. A JSON editor shows it.", line + 1]
            : T["The pack is not whole JSON. A JSON editor shows where."];

    // Two properties of one name are found only when an object is looked into.
    private static void LookInto(JsonNode? node)
    {
        if (node is JsonObject parts)
            foreach (var (_, part) in parts)
                LookInto(part);
        else if (node is JsonArray list)
            foreach (var one in list)
                LookInto(one);
    }

    private Instrument Whole(JsonObject root)
    {
        Only(
            root,
            "",
            ["key", "version", "title", "about", "citation", "licence", "unconfirmed", "scales", "items", "scoring"]
        );
        foreach (var (name, scale) in Obj(root, "", "scales") ?? [])
            scales[name] = Scale(scale, $"scales.{name}");
        return new()
        {
            Key = Text(root, "", "key", required: true),
            Version = Text(root, "", "version", required: true),
            Title = Text(root, "", "title", required: true),
            About = Text(root, "", "about"),
            Citation = Text(root, "", "citation"),
            Licence = LicenceOf(Obj(root, "", "licence")),
            Unconfirmed = [.. Texts(root, "", "unconfirmed")],
            Items = [.. Items(root, "")],
            Scoring = ScoringOf(Obj(root, "", "scoring")),
        };
    }

    private Licence LicenceOf(JsonObject? licence)
    {
        if (licence is null)
            return new();
        Only(licence, "licence", ["wording", "holder", "terms"]);
        return new()
        {
            Wording = Word(licence, "licence", "wording", Wording.Loaded),
            Holder = Text(licence, "licence", "holder"),
            Terms = Text(licence, "licence", "terms"),
        };
    }

    private IReadOnlyList<Option> Scale(JsonNode? node, string place)
    {
        if (node is not JsonObject scale)
            return Fault<IReadOnlyList<Option>>(place, T["A scale is an object."], []);
        Only(scale, place, ["from", "to", "labels", "notApplicable", "options"]);
        var options = scale.ContainsKey("options") ? Options(scale, place) : Steps(scale, place);
        var none = Text(scale, place, "notApplicable");
        return none.Length == 0
            ? options
            : [.. options, new Option { Value = Value.Code("NA", none), NotApplicable = true }];
    }

    private IReadOnlyList<Option> Steps(JsonObject scale, string place)
    {
        if (Number(scale, place, "from") is not { } from || Number(scale, place, "to") is not { } to)
            return Fault<IReadOnlyList<Option>>(place, T["A scale has options, or “from” and “to”."], []);
        if (from >= to || to - from > 100 || decimal.Truncate(from) != from || decimal.Truncate(to) != to)
            return Fault<IReadOnlyList<Option>>(
                place,
                T[
                    "A scale goes in whole steps from a smaller number to a larger, at most 100 steps. This one goes from {0} to {1}.",
                    from,
                    to
                ],
                []
            );
        var labels = Obj(scale, place, "labels") ?? [];
        return
        [
            .. Enumerable
                .Range((int)from, (int)(to - from) + 1)
                .Select(step => step.ToString(CultureInfo.InvariantCulture))
                .Select(step => new Option
                {
                    Value = Value.Code(step, labels[step] is { } label ? $"{step} – {label}" : step),
                    Points = decimal.Parse(step, CultureInfo.InvariantCulture),
                }),
        ];
    }

    private List<Option> Options(JsonObject of, string place)
    {
        var options = new List<Option>();
        foreach (var (node, at) in Each(of, place, "options"))
        {
            Only(node, at, ["code", "text", "points", "notApplicable"]);
            options.Add(
                new()
                {
                    Value = Value.Code(Text(node, at, "code", required: true), Text(node, at, "text")),
                    Points = Number(node, at, "points"),
                    NotApplicable = Yes(node, at, "notApplicable") == true,
                }
            );
        }
        return options;
    }

    private IEnumerable<Item> Items(JsonObject of, string place) =>
        Each(of, place, "items").Select(each => ItemOf(each.Node, each.Place));

    private Item ItemOf(JsonObject node, string place)
    {
        Only(
            node,
            place,
            [
                "id",
                "kind",
                "text",
                "scale",
                "options",
                "required",
                "repeats",
                "maxLength",
                "domain",
                "reverse",
                "maximum",
                "forEachOtherGroup",
                "when",
                "anyCondition",
                "items",
            ]
        );
        var options = node.ContainsKey("options") ? Options(node, place) : [];
        if (Text(node, place, "scale") is { Length: > 0 } name)
            options = scales.TryGetValue(name, out var scale)
                ? [.. scale]
                : Fault<List<Option>>($"{place}.scale", T["There is no scale “{0}” in this pack.", name], []);
        return new()
        {
            Id = Text(node, place, "id", required: true),
            Kind = Word(node, place, "kind", node.ContainsKey("items") ? ItemKind.Group : ItemKind.Choice),
            Text = Text(node, place, "text"),
            Options = options,
            Required = Yes(node, place, "required"),
            Repeats = Yes(node, place, "repeats"),
            MaxLength = Length(node, place),
            IsDomain = Yes(node, place, "domain") == true,
            Reverse = Yes(node, place, "reverse") == true,
            Maximum = Number(node, place, "maximum"),
            ForEachOtherGroup = Yes(node, place, "forEachOtherGroup") == true,
            AnyCondition = Yes(node, place, "anyCondition"),
            Conditions = [.. Each(node, place, "when").Select(each => ConditionOf(each.Node, each.Place))],
            Items = [.. Items(node, place)],
        };
    }

    private Condition ConditionOf(JsonObject node, string place)
    {
        Only(node, place, ["question", "is", "answer"]);
        var answer = node["answer"] as JsonValue;
        return new()
        {
            Question = Text(node, place, "question", required: true),
            Comparison = Word(node, place, "is", Comparison.Equal),
            Answer = answer?.GetValueKind() switch
            {
                JsonValueKind.True => Value.Yes(true),
                JsonValueKind.False => Value.Yes(false),
                JsonValueKind.Number when answer.TryGetValue<decimal>(out var number) => Value.Number(number),
                JsonValueKind.String => Value.Of(ValueKind.String, answer.GetValue<string>()),
                _ => Fault($"{place}.answer", T["Say which answer the question must have."], Value.Yes(true)),
            },
        };
    }

    private Scoring ScoringOf(JsonObject? scoring)
    {
        if (scoring is null)
            return new();
        const string Place = "scoring";
        Only(scoring, Place, ["domain", "overall", "notApplicableIsBlank", "maximum", "counts", "bands", "ratios"]);
        return new()
        {
            Domain = Word(scoring, Place, "domain", Summing.None),
            Overall = Word(scoring, Place, "overall", Summing.None),
            NotApplicableIsBlank = Yes(scoring, Place, "notApplicableIsBlank") == true,
            Maximum = Number(scoring, Place, "maximum"),
            Counts = Text(scoring, Place, "counts") is { Length: > 0 } counts ? counts : null,
            Bands =
            [
                .. Each(scoring, Place, "bands")
                    .Select(each => new Band(
                        Number(each.Node, each.Place, "from") ?? 0,
                        Text(each.Node, each.Place, "says", required: true)
                    )),
            ],
            Ratios =
            [
                .. Each(scoring, Place, "ratios")
                    .Select(each => new Ratio(
                        Text(each.Node, each.Place, "id", required: true),
                        Text(each.Node, each.Place, "title", required: true),
                        Text(each.Node, each.Place, "part", required: true),
                        Text(each.Node, each.Place, "of", required: true)
                    )),
            ],
        };
    }

    private void Only(JsonObject node, string place, string[] known)
    {
        foreach (var name in node.Select(part => part.Key).Except(known, StringComparer.Ordinal))
            faults.Add(new(At(place, name), T["A pack has nothing of this name here."]));
    }

    private string Text(JsonObject node, string place, string name, bool required = false)
    {
        if (node[name] is not { } found)
            return required ? Fault(At(place, name), T["This must not be missing."], "") : "";
        if (found is not JsonValue value || !value.TryGetValue<string>(out var text))
            return Fault(At(place, name), T["This must be a text."], "");
        return required && string.IsNullOrWhiteSpace(text)
            ? Fault(At(place, name), T["This must not be empty."], "")
            : text;
    }

    private IEnumerable<string> Texts(JsonObject node, string place, string name) =>
        List(node, place, name)
            .Select(
                (item, i) =>
                    item is JsonValue value && value.TryGetValue<string>(out var text)
                        ? text
                        : Fault($"{At(place, name)}[{i}]", T["This must be a text."], "")
            );

    private decimal? Number(JsonObject node, string place, string name)
    {
        if (node[name] is not { } found)
            return null;
        return
            found is JsonValue value
            && value.GetValueKind() == JsonValueKind.Number
            && value.TryGetValue<decimal>(out var number)
            ? number
            : Fault<decimal?>(At(place, name), T["This must be a number."], null);
    }

    private int? Length(JsonObject node, string place) =>
        Number(node, place, "maxLength") switch
        {
            null => null,
            >= 1 and <= 100_000 and var length => (int)length,
            _ => Fault<int?>($"{place}.maxLength", T["A longest text has 1 to 100,000 letters."], null),
        };

    private bool? Yes(JsonObject node, string place, string name)
    {
        if (node[name] is not { } found)
            return null;
        return found is JsonValue value && value.TryGetValue<bool>(out var yes)
            ? yes
            : Fault<bool?>(At(place, name), T["This must be true or false."], null);
    }

    private TEnum Word<TEnum>(JsonObject node, string place, string name, TEnum without)
        where TEnum : struct, Enum
    {
        var word = Text(node, place, name);
        if (word.Length == 0)
            return without;
        return Enum.GetNames<TEnum>().Contains(word, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<TEnum>(word, ignoreCase: true)
            : Fault(
                At(place, name),
                T["“{0}” is none of: {1}.", word, string.Join(", ", Enum.GetNames<TEnum>())],
                without
            );
    }

    private JsonObject? Obj(JsonObject node, string place, string name) =>
        node[name] switch
        {
            null => null,
            JsonObject found => found,
            _ => Fault<JsonObject?>(At(place, name), T["This must be an object."], null),
        };

    private IEnumerable<JsonNode?> List(JsonObject node, string place, string name) =>
        node[name] switch
        {
            null => [],
            JsonArray list => list,
            _ => Fault<JsonArray>(At(place, name), T["This must be a list."], []),
        };

    private List<(JsonObject Node, string Place)> Each(JsonObject node, string place, string name)
    {
        var found = new List<(JsonObject, string)>();
        foreach (var (item, i) in List(node, place, name).Select((item, i) => (item, i)))
        {
            var at = $"{At(place, name)}[{i}]";
            if (item is JsonObject one)
                found.Add((one, at));
            else
                faults.Add(new(at, T["This must be an object."]));
        }
        return found;
    }

    private T Fault<T>(string place, string sentence, T instead)
    {
        faults.Add(new(place, sentence));
        return instead;
    }

    private static string At(string place, string name) => place.Length == 0 ? name : $"{place}.{name}";
}
