using System.Globalization;

namespace CoProd.Evaluation.Instruments;

/// <summary>Which items are asked, given what was answered so far. An answer to a question that is not asked counts as none.</summary>
/// <remarks>
/// As FHIR R4 says of enableWhen: one answer of several is enough for a condition, and a question without an answer meets none but
/// "exists: false". Answers are looked for by linkId over the whole form, whichever turn of a repeated group they were given in.
/// </remarks>
internal sealed class Shown
{
    private readonly Dictionary<string, (Item Item, Item? Within)> items = [];
    private readonly Dictionary<string, bool> known = [];
    private readonly Func<string, IReadOnlyList<Value>> answers;

    private Shown(Instrument instrument, Func<string, IReadOnlyList<Value>> answers)
    {
        this.answers = answers;
        foreach (var item in instrument.Items)
            Add(item, null);
    }

    /// <summary>The ids of the items that are asked. The instrument must not be circular: <see cref="Loops"/> tells.</summary>
    public static IReadOnlySet<string> In(Instrument instrument, Func<string, IReadOnlyList<Value>> answers)
    {
        var shown = new Shown(instrument, answers);
        return shown.items.Keys.Where(shown.Is).ToHashSet(StringComparer.Ordinal);
    }

    private void Add(Item item, Item? within)
    {
        items.TryAdd(item.Id, (item, within));
        foreach (var inner in item.Items)
            Add(inner, item);
    }

    private bool Is(string id)
    {
        if (known.TryGetValue(id, out var answer))
            return answer;
        var (item, within) = items[id];
        answer = (within is null || Is(within.Id)) && Meets(item);
        return known[id] = answer;
    }

    private bool Meets(Item item) =>
        item.Conditions.Count == 0
        || (item.AnyCondition == true ? item.Conditions.Any(Holds) : item.Conditions.All(Holds));

    private bool Holds(Condition condition)
    {
        // A question that is not in this form has no answer.
        var given = items.ContainsKey(condition.Question) && Is(condition.Question) ? answers(condition.Question) : [];
        return condition.Comparison == Comparison.Exists
            ? given.Count > 0 == (condition.Answer.Text == "true")
            : given.Any(value => Compare(value, condition));
    }

    private static bool Compare(Value given, Condition condition)
    {
        var wanted = condition.Answer;
        return condition.Comparison switch
        {
            Comparison.Equal => Same(given, wanted),
            Comparison.NotEqual => !Same(given, wanted),
            var comparison => Order(given, wanted) is { } order
                && comparison switch
                {
                    Comparison.Greater => order > 0,
                    Comparison.Less => order < 0,
                    Comparison.GreaterOrEqual => order >= 0,
                    _ => order <= 0,
                },
        };
    }

    private static bool Same(Value given, Value wanted)
    {
        if (given.Kind == ValueKind.Coding && wanted.Kind == ValueKind.Coding)
            return given.Text == wanted.Text
                && (given.System is null || wanted.System is null || given.System == wanted.System);
        // Codes are compared with texts and numbers by what they say: questionnaires in use do so.
        if (given.Kind == ValueKind.Coding && wanted.Kind == ValueKind.String)
            return given.Text == wanted.Text || given.Display == wanted.Text;
        if (given.Kind == ValueKind.Quantity && wanted.Kind == ValueKind.Quantity && UnitOf(given) != UnitOf(wanted))
            return false;
        return Order(given, wanted) is { } order ? order == 0 : given.Text == wanted.Text;
    }

    private static string UnitOf(Value quantity) => quantity.UnitCode ?? quantity.Unit ?? "";

    private static int? Order(Value given, Value wanted)
    {
        switch (wanted.Kind)
        {
            case ValueKind.Decimal or ValueKind.Integer or ValueKind.Quantity:
                return given.AsNumber is { } number && wanted.AsNumber is { } than ? number.CompareTo(than) : null;
            case ValueKind.Date or ValueKind.DateTime:
                return Moment(given.Text) is { } at && Moment(wanted.Text) is { } than2 ? at.CompareTo(than2) : null;
            // "09:30" and "09:30:00" are the same time.
            case ValueKind.Time:
                return
                    TimeOnly.TryParse(given.Text, CultureInfo.InvariantCulture, out var time)
                    && TimeOnly.TryParse(wanted.Text, CultureInfo.InvariantCulture, out var limit)
                    ? time.CompareTo(limit)
                    : null;
            case ValueKind.Boolean:
                return null;
            default:
                return string.CompareOrdinal(given.Text, wanted.Text);
        }
    }

    // A year or a month alone stands for its first day.
    private static DateTimeOffset? Moment(string written)
    {
        var whole = written.Length switch
        {
            4 => written + "-01-01",
            7 => written + "-01",
            _ => written,
        };
        return DateTimeOffset.TryParse(
            whole,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var moment
        )
            ? moment
            : null;
    }
}
