using System.Globalization;
using System.Text.RegularExpressions;
using static CoProd.Contracts.Texts;

namespace CoProd.Contracts.Forms;

// Numbers, money and dates, as people type them.
public sealed partial class Input
{
    private const NumberStyles Typed =
        NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowLeadingSign;

    // A comma parts thousands or it is a mistake: "1,5" must never become fifteen.
    [GeneratedRegex(@"^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WellParted { get; }

    private static bool Figures(string typed, out decimal number) =>
        decimal.TryParse(typed, Typed, CultureInfo.InvariantCulture, out number) && WellParted.IsMatch(typed);

    /// <summary>A date: typed in three boxes (<c>field-day</c>, <c>field-month</c>, <c>field-year</c>) or as one value such as 2027-03-31 or 31/3/2027.</summary>
    public DateOnly? Date(string field, string label, bool required = false)
    {
        Ask(field, FieldKind.Date, required, label: label);
        var (day, month, year) = DateParts(field);
        if (day.Length + month.Length + year.Length == 0)
        {
            if (required)
                Error(field, T["Enter {0}, for example 31 3 2027.", label]);
            return null;
        }
        if (
            int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var d)
            && MonthOf(month) is { } m
            && year.Length == 4
            && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y)
            && y is >= 1800 and <= 2200
            && d >= 1
            && d <= DateTime.DaysInMonth(y, m)
        )
            return new DateOnly(y, m, d);
        Error(field, T["{0} must be a real date, for example 31 3 2027.", label.Capital()]);
        return null;
    }

    /// <summary>The day, month and year of a date field as they were typed, for showing them again.</summary>
    public (string Day, string Month, string Year) DateParts(string field)
    {
        var day = this[field + "-day"]?.Trim();
        var month = this[field + "-month"]?.Trim();
        var year = this[field + "-year"]?.Trim();
        if (day is not null || month is not null || year is not null)
            return (day ?? "", month ?? "", year ?? "");
        var whole = this[field]?.Trim() ?? "";
        if (DateOnly.TryParseExact(whole, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var iso))
            return (Plain(iso.Day), Plain(iso.Month), Plain(iso.Year));
        var parts = whole.Split(['/', '.', ' '], StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 3 ? (parts[0], parts[1], parts[2]) : (whole, "", "");
    }

    /// <summary>An amount of money of zero or more, with the currency of <c>fieldCurrency</c>, GBP where that is not asked.</summary>
    /// <remarks>Takes 60000, 60,000, £1,250.50. Refuses parts of a penny: nothing is rounded behind anybody's back.</remarks>
    public Money? Money(string field, string label, bool required = false, bool allowZero = false)
    {
        Ask(field, FieldKind.Money, required, label: label);
        Ask(field + "Currency", FieldKind.Text, max: 3);
        var currency = (this[field + "Currency"] ?? "GBP").Trim().ToUpperInvariant();
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            Error(field, T["Write the currency as three letters, for example GBP."]);
            return null;
        }
        var typed = (this[field] ?? "").Trim().TrimStart('£', '€', '$').Trim();
        if (typed.Length == 0)
        {
            if (required)
                Error(field, T["Enter {0}, for example 1,250.50.", label]);
            return null;
        }
        if (!Figures(typed, out var amount))
            Error(field, T["{0} must be an amount in figures, for example 1,250.50.", label.Capital()]);
        else if (amount < 0)
            Error(field, T["{0} cannot be less than nothing. Leave out the minus sign.", label.Capital()]);
        else if (amount == 0 && !allowZero)
            Error(field, T["{0} must be more than nothing.", label.Capital()]);
        else if (amount > 1_000_000_000_000m)
            Error(field, T["{0} is larger than can be kept here.", label.Capital()]);
        else if (Contracts.Money.FromMajor(amount, currency) is { } money)
            return money;
        else
            Error(
                field,
                T[
                    "{0} has too many figures after the point. {1} has {2}.",
                    label.Capital(),
                    currency,
                    Contracts.Money.Digits(currency)
                ]
            );
        return null;
    }

    /// <summary>A whole number within limits.</summary>
    public int? Whole(string field, string label, int min, int max, bool required = false)
    {
        Ask(field, FieldKind.Whole, required, label: label);
        var number = AnyNumber(field, label, min, max, required);
        if (number is null || decimal.Truncate(number.Value) == number)
            return (int?)number;
        Error(field, T["{0} must be a whole number.", label.Capital()]);
        return null;
    }

    /// <summary>A number within limits.</summary>
    public decimal? Number(string field, string label, decimal min, decimal max, bool required = false)
    {
        Ask(field, FieldKind.Number, required, label: label);
        return AnyNumber(field, label, min, max, required);
    }

    /// <summary>Says that a period ends before it begins, if it does.</summary>
    public void InOrder(string endField, DateOnly? from, DateOnly? to, string sentence)
    {
        if (from is { } start && to is { } end && end < start)
            Error(endField, sentence);
    }

    private decimal? AnyNumber(string field, string label, decimal min, decimal max, bool required)
    {
        var typed = (this[field] ?? "").Trim();
        if (typed.Length == 0)
        {
            if (required)
                Error(field, T["Enter {0}.", label]);
            return null;
        }
        if (!Figures(typed, out var number))
            Error(field, T["{0} must be a number, for example 1,250 or 1.5.", label.Capital()]);
        else if (number < min || number > max)
            Error(field, T["{0} must be between {1} and {2}.", label.Capital(), min, max]);
        else
            return number;
        return null;
    }

    // Months are typed as 3, 03, Mar or March.
    private static int? MonthOf(string typed)
    {
        if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number is >= 1 and <= 12 ? number : null;
        if (typed.Length < 3)
            return null;
        for (var month = 1; month <= 12; month++)
        {
            if (
                CultureInfo
                    .CurrentCulture.DateTimeFormat.GetMonthName(month)
                    .StartsWith(typed, StringComparison.CurrentCultureIgnoreCase)
            )
                return month;
        }
        return null;
    }

    private static string Plain(int number) => number.ToString(CultureInfo.InvariantCulture);
}
