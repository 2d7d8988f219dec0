using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using static CoProd.Ui.Texts;

namespace CoProd.Ui;

/// <summary>
/// Holds records that come from another installation to what the forms let in: a file may say what it likes. Days are of the years 1800 to
/// 2200, words of a choice are among those there are, amounts of money (<c>…Minor</c>) are not less than nothing nor larger than can be
/// added up, numbers are numbers. What else holds for a field is said with <see cref="Number"/> and <see cref="Text"/>.
/// </summary>
/// <remarks>Looks into the lists of records that it is given, and into theirs; not into types of the framework.</remarks>
public sealed class RecordLimits
{
    private const double Largest = 1e15;

    private static readonly DateOnly First = new(1800, 1, 1);
    private static readonly DateOnly Last = new(2200, 12, 31);
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    private readonly Dictionary<(Type, string), (double Least, double Most)> numbers = [];
    private readonly Dictionary<(Type, string), (bool Required, int Most)> texts = [];

    /// <summary>A field holds a number between two others.</summary>
    public RecordLimits Number<TRecord>(string property, double least, double most)
    {
        numbers[(typeof(TRecord), property)] = (least, most);
        return this;
    }

    /// <summary>A field holds a text of at most so many letters.</summary>
    public RecordLimits Text<TRecord>(string property, int most, bool required = false)
    {
        texts[(typeof(TRecord), property)] = (required, most);
        return this;
    }

    /// <summary>Looks at a record and all that is in it.</summary>
    /// <exception cref="JsonException">Something is outside of its limits; the sentence says in which entry of which list.</exception>
    public void Check(object book)
    {
        foreach (var property in Of(book.GetType()))
        {
            if (property.GetValue(book) is not IEnumerable list || property.PropertyType == typeof(string))
                continue;
            var (name, number) = (Name(property), 0);
            foreach (var row in list)
            {
                number++;
                if (row is null)
                    throw new JsonException(T["entry {0} of “{1}” is empty.", number, name]);
                if (Wrong(row) is { } field)
                    throw new JsonException(
                        T["in entry {0} of “{1}” the field “{2}” is outside of what it may be.", number, name, field]
                    );
            }
        }
    }

    // The first field that is not as it may be; of a list within, the list.
    private string? Wrong(object row)
    {
        foreach (var property in IsOurs(row.GetType()) ? Of(row.GetType()) : [])
        {
            var value = property.GetValue(row);
            var key = (row.GetType(), property.Name);
            if (
                value switch
                {
                    null => texts.TryGetValue(key, out var asked) && asked.Required,
                    string text => texts.TryGetValue(key, out var limit)
                        && (text.Length > limit.Most || (limit.Required && text.Length == 0)),
                    Enum word => !Enum.IsDefined(word.GetType(), word),
                    DateOnly day => day < First || day > Last,
                    int or long or double or decimal => !Fits(
                        key,
                        Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)
                    ),
                    IEnumerable within => within.Cast<object?>().Any(one => one is null || Wrong(one) is not null),
                    _ => IsOurs(value.GetType()) && Wrong(value) is not null,
                }
            )
                return Name(property);
        }
        return null;
    }

    private bool Fits((Type, string Name) key, double number)
    {
        var (least, most) = numbers.GetValueOrDefault(
            key,
            (key.Name.EndsWith("Minor", StringComparison.Ordinal) ? 0 : -Largest, Largest)
        );
        return number >= least && number <= most;
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true;

    // As they are read from a file: what is worked out of the others is as good as those.
    private static PropertyInfo[] Of(Type type) =>
        Properties.GetOrAdd(
            type,
            one =>
                [
                    .. one.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                        .Where(property =>
                            property is { CanWrite: true, GetMethod.IsStatic: false }
                            && property.GetIndexParameters().Length == 0
                        ),
                ]
        );

    private static string Name(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);
}
