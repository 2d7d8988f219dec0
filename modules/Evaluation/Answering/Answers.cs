using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Evaluation.Instruments;
using CoProd.Ui.Forms;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Answering;

/// <summary>Between an instrument's items and the fields of a page, both ways.</summary>
internal sealed class Answers
{
    private const int MostRadios = 12;
    private const int LongestText = 4000;
    private const int LongestLine = 500;
    private const decimal Largest = 1_000_000_000;
    private const string OtherField = "o";

    private readonly Instrument instrument;
    private readonly Dictionary<string, Item> items;
    private readonly Dictionary<string, string> names;

    public Answers(Instrument instrument)
    {
        this.instrument = instrument;
        var all = instrument.All.ToArray();
        items = all.ToDictionary(item => item.Id, StringComparer.Ordinal);
        // By place and not by linkId: a linkId may hold any sign, and fields do not know small letters from capitals.
        names = all.Index().ToDictionary(each => each.Item.Id, each => $"q{each.Index}", StringComparer.Ordinal);
    }

    public string NameOf(Item item) => names[item.Id];

    /// <summary>The answers as the engine compares and scores them.</summary>
    public Func<string, IReadOnlyList<Value>> Values(IReadOnlyDictionary<string, IReadOnlyList<string>> given) =>
        id =>
            items.TryGetValue(id, out var item) && given.TryGetValue(id, out var texts)
                ? [.. texts.Select(text => ValueOf(item, text))]
                : [];

    /// <summary>The items that are asked, given these answers.</summary>
    public IReadOnlySet<string> Shown(IReadOnlyDictionary<string, IReadOnlyList<string>> given) =>
        Instruments.Shown.In(instrument, Values(given));

    private Value ValueOf(Item item, string text) =>
        item.Kind switch
        {
            ItemKind.Choice or ItemKind.OpenChoice => instrument
                .OptionsOf(item)
                .FirstOrDefault(option => option.Value.Text == text)
                ?.Value
                ?? Value.Of(ValueKind.String, text),
            ItemKind.Boolean => Value.Of(ValueKind.Boolean, text),
            ItemKind.Integer => Value.Of(ValueKind.Integer, text),
            ItemKind.Decimal => Value.Of(ValueKind.Decimal, text),
            ItemKind.Date => Value.Of(ValueKind.Date, text),
            ItemKind.DateTime => Value.Of(ValueKind.DateTime, text),
            ItemKind.Time => Value.Of(ValueKind.Time, text),
            ItemKind.Url => Value.Of(ValueKind.Uri, text),
            ItemKind.Quantity => Value.Of(ValueKind.Quantity, text) with
            {
                Unit = item.Unit?.Display ?? item.Unit?.Text,
                UnitCode = item.Unit?.Text,
                System = item.Unit?.System,
            },
            _ => Value.Of(ValueKind.String, text),
        };

    /// <summary>The questions of these items, those within groups too, in order.</summary>
    /// <param name="some">The items.</param>
    /// <param name="shown">The ids that are asked; null for all, as on paper.</param>
    /// <param name="depth">How deep the headings lie.</param>
    public IEnumerable<Question> Questions(IEnumerable<Item> some, IReadOnlySet<string>? shown, int depth = 0)
    {
        foreach (var item in some.Where(item => shown is null || shown.Contains(item.Id)))
        {
            if (Put(item) is { } how && (how != AskedAs.Heading || item.Text.Length > 0))
                yield return new()
                {
                    Name = NameOf(item),
                    Text = item.Prefix is { Length: > 0 } prefix ? $"{prefix} {item.Text}" : item.Text,
                    As = how,
                    Choices = [.. Choices(item)],
                    Steps = Steps(instrument.OptionsOf(item)),
                    Hint = HintOf(item, shown is null),
                    Depth = depth,
                };
            foreach (var question in Questions(item.Items, shown, depth + 1))
                yield return question;
        }
    }

    private IEnumerable<Choice> Choices(Item item) =>
        item.Kind == ItemKind.Boolean
            ? [new("true", T["Yes"]), new("false", T["No"])]
            : instrument
                .OptionsOf(item)
                .Select(option => new Choice(
                    option.Value.Text,
                    option.Words.Length > 0 ? option.Words : option.Value.Text
                ));

    private static IReadOnlyList<int?> Steps(IReadOnlyList<Option> options)
    {
        // Two answers are no scale.
        if (options.Count(option => option.Points is not null) < 3)
            return [];
        var step = 0;
        return [.. options.Select(option => option.Points is null ? (int?)null : ++step)];
    }

    private static string? HintOf(Item item, bool onPaper) =>
        onPaper && item.Conditions.Count > 0 ? T["Leave it out if it does not concern you."]
        : item.Kind == ItemKind.Quantity ? item.Unit?.Display ?? item.Unit?.Text
        : item.Kind == ItemKind.Time ? T["For example 09:30."]
        : null;

    private AskedAs? Put(Item item) =>
        item.Kind switch
        {
            ItemKind.Group => AskedAs.Heading,
            ItemKind.Display => AskedAs.Words,
            ItemKind.Boolean => AskedAs.YesNo,
            // Its answers lie elsewhere: there is nothing to choose from.
            ItemKind.Choice when instrument.OptionsOf(item).Count == 0 => null,
            ItemKind.Choice when item.Repeats == true => AskedAs.Several,
            ItemKind.Choice => item.Control == "drop-down" || instrument.OptionsOf(item).Count > MostRadios
                ? AskedAs.FromList
                : AskedAs.One,
            ItemKind.OpenChoice => AskedAs.OneOrOther,
            ItemKind.Integer or ItemKind.Decimal or ItemKind.Quantity => AskedAs.Number,
            ItemKind.Date or ItemKind.DateTime => AskedAs.Day,
            ItemKind.String or ItemKind.Url or ItemKind.Time => AskedAs.Line,
            ItemKind.Text => AskedAs.Text,
            _ => null,
        };

    /// <summary>Puts kept answers into a page's fields.</summary>
    public Input Fields(IReadOnlyDictionary<string, IReadOnlyList<string>> given)
    {
        var fields = new List<KeyValuePair<string, IReadOnlyList<string>>>();
        foreach (var (id, texts) in given)
        {
            if (!items.TryGetValue(id, out var item))
                continue;
            var known = instrument
                .OptionsOf(item)
                .Select(option => option.Value.Text)
                .ToHashSet(StringComparer.Ordinal);
            if (item.Kind != ItemKind.OpenChoice)
                fields.Add(KeyValuePair.Create(names[id], texts));
            else
                foreach (var text in texts)
                    fields.Add(
                        KeyValuePair.Create<string, IReadOnlyList<string>>(
                            names[id] + (known.Contains(text) ? "" : OtherField),
                            [text]
                        )
                    );
        }
        return new Input(fields);
    }

    /// <summary>Takes what was typed on a page into the answers; what is wrong is said beside its field, and the rest is taken.</summary>
    /// <param name="input">The page.</param>
    /// <param name="asked">The items that stood on it.</param>
    /// <param name="given">The answers so far.</param>
    /// <param name="mustAnswer">Whether what must be answered is asked for now.</param>
    public void Take(
        Input input,
        IEnumerable<Item> asked,
        Dictionary<string, IReadOnlyList<string>> given,
        bool mustAnswer
    )
    {
        foreach (var item in asked.Where(item => Put(item) is not (null or AskedAs.Heading or AskedAs.Words)))
        {
            var texts = Typed(input, item, names[item.Id]);
            if (texts.Count > 0)
                given[item.Id] = texts;
            else
                given.Remove(item.Id);
            if (mustAnswer && item.Required == true && texts.Count == 0)
                input.Error(names[item.Id], T["This one is needed: {0}", item.Text]);
        }
    }

    private IReadOnlyList<string> Typed(Input input, Item item, string name)
    {
        switch (Put(item))
        {
            case AskedAs.YesNo:
                return Known(input, name, ["true", "false"], false);
            case AskedAs.One or AskedAs.FromList or AskedAs.Several:
                return Known(input, name, Codes(item), item.Repeats == true);
            case AskedAs.OneOrOther:
                var other = input.Text(name + OtherField, T["your own words"], max: LongestLine);
                return
                [
                    .. Known(input, name, Codes(item), item.Repeats == true),
                    .. other.Length > 0 ? new[] { other } : [],
                ];
            case AskedAs.Number:
                var number = input.Number(name, T["the number"], -Largest, Largest);
                if (number is { } whole && item.Kind == ItemKind.Integer && decimal.Truncate(whole) != whole)
                    input.Error(name, T["This must be a whole number."]);
                return number is { } taken && input.ErrorOf(name) is null
                    ? [taken.ToString(CultureInfo.InvariantCulture)]
                    : [];
            case AskedAs.Day:
                return input.Date(name, T["the day"]) is { } day ? [day.Iso()] : [];
            case AskedAs.Line when item.Kind == ItemKind.Time:
                return Time(input, name);
            default:
                var most = Math.Min(
                    item.MaxLength ?? LongestText,
                    Put(item) == AskedAs.Line ? LongestLine : LongestText
                );
                var text = input.Text(name, T["your answer"], max: most);
                return text.Length > 0 && input.ErrorOf(name) is null ? [text] : [];
        }
    }

    private string[] Codes(Item item) => [.. instrument.OptionsOf(item).Select(option => option.Value.Text)];

    private static IReadOnlyList<string> Known(Input input, string name, string[] codes, bool several)
    {
        var typed = input.All(name).Where(code => code.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        if (typed.Any(code => !codes.Contains(code)) || (!several && typed.Length > 1))
        {
            input.Error(name, T["Choose from the answers that are offered."]);
            return [];
        }
        return typed;
    }

    private static string[] Time(Input input, string name)
    {
        var typed = input.Text(name, T["the time"], max: 20);
        if (typed.Length == 0)
            return [];
        if (TimeOnly.TryParse(typed, CultureInfo.InvariantCulture, out var time))
            return [time.ToString("HH:mm:ss", CultureInfo.InvariantCulture)];
        input.Error(name, T["Write the time like 09:30."]);
        return [];
    }
}
