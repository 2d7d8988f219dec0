using System.Globalization;
using static CoProd.Contracts.Texts;

namespace CoProd.Contracts.Forms;

/// <summary>
/// What was typed into a form or sent as JSON, kept as it came, with what is wrong with it. A slice reads its form out of it,
/// a page shows it again: so nothing typed is ever lost, and both doors run the same checks.
/// </summary>
public sealed partial class Input
{
    private readonly Dictionary<string, IReadOnlyList<string>> raw;
    private readonly List<FieldError> errors = [];
    private readonly Dictionary<string, FieldSpec> asked = new(StringComparer.Ordinal);

    /// <summary>Takes what was sent.</summary>
    public Input(IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> values) =>
        raw = new(values, StringComparer.OrdinalIgnoreCase);

    /// <summary>Nothing typed yet.</summary>
    public Input()
        : this([]) { }

    /// <summary>Values to begin with, for example those of the record to edit. Null values are left out.</summary>
    public static Input Of(params IEnumerable<(string Field, string? Value)> values) =>
        new(
            values
                .Where(v => v.Value is not null)
                .Select(v => KeyValuePair.Create<string, IReadOnlyList<string>>(v.Field, [v.Value!]))
        );

    /// <summary>All values as they came.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Raw => raw;

    /// <summary>What is wrong, in the order in which it was found.</summary>
    public IReadOnlyList<FieldError> Errors => errors;

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsGood => errors.Count == 0;

    /// <summary>The fields that were asked for by reading.</summary>
    public IReadOnlyCollection<FieldSpec> Asked => asked.Values;

    /// <summary>The value of a field as it was typed; null when it was not sent.</summary>
    public string? this[string field] => raw.TryGetValue(field, out var values) && values.Count > 0 ? values[0] : null;

    /// <summary>All values of a field as they were typed.</summary>
    public IReadOnlyList<string> All(string field) => raw.TryGetValue(field, out var values) ? values : [];

    /// <summary>What is wrong with a field, or null.</summary>
    public string? ErrorOf(string field) => errors.Find(error => error.Field == field)?.Sentence;

    /// <summary>Says what is wrong with a field. Only the first word on a field counts: more would confuse.</summary>
    public void Error(string field, string sentence)
    {
        if (field.Length == 0 || ErrorOf(field) is null)
            errors.Add(new FieldError(field, sentence));
    }

    /// <summary>Sets a value, for example the id of the record that the form will make.</summary>
    public void Set(string field, string value) => raw[field] = [value];

    /// <summary>The id of the record that this form makes. The page carries it, so that sending twice makes one record.</summary>
    public Guid NewId()
    {
        Ask("id", FieldKind.Id);
        if (Guid.TryParse(this["id"], out var id) && id != Guid.Empty)
            return id;
        id = Guid.CreateVersion7();
        Set("id", id.ToString());
        return id;
    }

    /// <summary>The version of the record when it was read for editing; 0 for a new one.</summary>
    public int Version()
    {
        Ask("version", FieldKind.Whole);
        return int.TryParse(this["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : 0;
    }

    /// <summary>A text, trimmed; empty when it is missing and not required.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="label">What people call it, used in the sentence when it is wrong.</param>
    /// <param name="required">Whether it must be there.</param>
    /// <param name="max">The most characters it may have.</param>
    public string Text(string field, string label, bool required = false, int max = 200)
    {
        Ask(field, FieldKind.Text, required, max, label: label);
        var text = (this[field] ?? "").ReplaceLineEndings("\n").Trim();
        if (text.Length == 0 && required)
            Error(field, T["Enter {0}.", label]);
        else if (text.Length > max)
            Error(field, T["Shorten {0} to {1} characters or fewer. It has {2}.", label, max, text.Length]);
        else if (text.Any(c => char.IsControl(c) && c is not '\n' and not '\t'))
            Error(field, T["{0} holds a sign that cannot be kept. Type it again.", label.Capital()]);
        return text;
    }

    /// <summary>A yes or no: ticked or not, or true and false in JSON.</summary>
    public bool Tick(string field)
    {
        Ask(field, FieldKind.Tick);
        return this[field] is { } typed
            && (typed is "on" or "yes" or "1" || typed.Equals("true", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>One of the words of an enum; null when nothing was chosen and nothing is required.</summary>
    public TEnum? Choice<TEnum>(string field, string label, bool required = false)
        where TEnum : struct, Enum
    {
        var words = Enum.GetNames<TEnum>();
        Ask(field, FieldKind.Choice, required, choices: words, label: label);
        var typed = this[field]?.Trim() ?? "";
        if (typed.Length == 0)
        {
            if (required)
                Error(field, T["Choose {0}.", label]);
            return null;
        }
        // Enum.TryParse also takes numbers; only the words are offered, so only the words count.
        if (words.Contains(typed, StringComparer.OrdinalIgnoreCase))
            return Enum.Parse<TEnum>(typed, ignoreCase: true);
        Error(field, T["Choose {0} from the list.", label]);
        return null;
    }

    /// <summary>Several of the words of an enum.</summary>
    public IReadOnlyList<TEnum> Choices<TEnum>(string field, string label)
        where TEnum : struct, Enum
    {
        Ask(field, FieldKind.Several, choices: Enum.GetNames<TEnum>(), label: label);
        var chosen = new List<TEnum>();
        foreach (var typed in All(field).Where(typed => typed.Length > 0))
        {
            if (Enum.GetNames<TEnum>().Contains(typed, StringComparer.OrdinalIgnoreCase))
                chosen.Add(Enum.Parse<TEnum>(typed, ignoreCase: true));
            else
                Error(field, T["Choose {0} from the list.", label]);
        }
        return [.. chosen.Distinct()];
    }

    /// <summary>Several words, each as it was typed.</summary>
    public IReadOnlyList<string> Several(string field, string label)
    {
        Ask(field, FieldKind.Several, label: label);
        return [.. All(field).Where(typed => typed.Length > 0).Distinct()];
    }

    /// <summary>The id of another record; null when it is missing and not required.</summary>
    public Guid? Id(string field, string label, bool required = false)
    {
        Ask(field, FieldKind.Id, required, label: label);
        var typed = this[field]?.Trim() ?? "";
        if (Guid.TryParse(typed, out var id) && id != Guid.Empty)
            return id;
        if (typed.Length > 0)
            Error(field, T["Choose {0} from the list.", label]);
        else if (required)
            Error(field, T["Choose {0}.", label]);
        return null;
    }

    /// <summary>The ids of several other records.</summary>
    public IReadOnlyList<Guid> Ids(string field, string label)
    {
        Ask(field, FieldKind.Several, label: label);
        var ids = new List<Guid>();
        foreach (var typed in All(field).Where(typed => typed.Length > 0))
        {
            if (Guid.TryParse(typed, out var id))
                ids.Add(id);
            else
                Error(field, T["Choose {0} from the list.", label]);
        }
        return [.. ids.Distinct()];
    }

    private void Ask(
        string field,
        FieldKind kind,
        bool required = false,
        int? max = null,
        IReadOnlyList<string>? choices = null,
        string label = ""
    ) =>
        asked.TryAdd(
            field,
            new FieldSpec
            {
                Name = field,
                Label = label,
                Kind = kind,
                Required = required,
                MaxLength = max,
                Choices = choices ?? [],
            }
        );
}
