using System.Globalization;

namespace CoProd.Contracts;

/// <summary>An amount in a currency, held as whole minor units (pence for GBP) so that no penny is ever lost to rounding.</summary>
/// <remarks>Amounts of two currencies are never added: <see cref="op_Addition"/> refuses. Use <see cref="MoneyTotals"/> to add up a mixed list.</remarks>
/// <param name="Minor">Whole minor units, for example pence. May be negative.</param>
/// <param name="Currency">ISO 4217 code, three capital letters, for example <c>GBP</c>.</param>
public readonly record struct Money(long Minor, string Currency) : IComparable<Money>
{
    /// <summary>Nothing, in the given currency.</summary>
    public static Money Zero(string currency) => new(0, currency);

    /// <summary>How many digits follow the decimal point in a currency (ISO 4217): 0 for JPY, 3 for KWD, 2 for most.</summary>
    public static int Digits(string currency) =>
        currency switch
        {
            "BIF" or "CLP" or "DJF" or "GNF" or "ISK" or "JPY" or "KMF" or "KRW" or "PYG" or "RWF" => 0,
            "UGX" or "UYI" or "VND" or "VUV" or "XAF" or "XOF" or "XPF" => 0,
            "BHD" or "IQD" or "JOD" or "KWD" or "LYD" or "OMR" or "TND" => 3,
            _ => 2,
        };

    /// <summary>Makes money from major units, for example 12.50 pounds.</summary>
    /// <returns>The money, or null when the amount has more decimals than the currency, or is too large to hold.</returns>
    public static Money? FromMajor(decimal amount, string currency)
    {
        var scale = Scale(currency);
        if (Math.Abs(amount) > long.MaxValue / 1000m)
            return null;
        var minor = amount * scale;
        return decimal.Truncate(minor) == minor ? new Money((long)minor, currency) : null;
    }

    /// <summary>The amount in major units, for example 12.50.</summary>
    public decimal Major => Minor / (decimal)Scale(Currency);

    /// <summary>Adds two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator +(Money left, Money right) =>
        left.Currency == right.Currency
            ? left with
            {
                Minor = checked(left.Minor + right.Minor),
            }
            : throw new InvalidOperationException($"{left.Currency} and {right.Currency} are not added together.");

    /// <summary>Takes one amount from another of the same currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public static Money operator -(Money left, Money right) => left + right with { Minor = -right.Minor };

    /// <summary>Compares two amounts of one currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ.</exception>
    public int CompareTo(Money other) =>
        Currency == other.Currency
            ? Minor.CompareTo(other.Minor)
            : throw new InvalidOperationException($"{Currency} and {other.Currency} are not compared.");

    /// <summary>Whether one amount is smaller than another of the same currency.</summary>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Whether one amount is larger than another of the same currency.</summary>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Whether one amount is at most another of the same currency.</summary>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Whether one amount is at least another of the same currency.</summary>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>As a person reads it: £1,250.50; whole amounts without pence: £60,000; other currencies with their code: EUR 1,250.50.</summary>
    public override string ToString()
    {
        var digits = Digits(Currency);
        var format = Minor % Scale(Currency) == 0 ? "N0" : "N" + digits.ToString(CultureInfo.InvariantCulture);
        var number = Math.Abs(Major).ToString(format, CultureInfo.CurrentCulture);
        var sign = Minor < 0 ? "−" : "";
        return Currency == "GBP" ? $"{sign}£{number}" : $"{sign}{Currency} {number}";
    }

    /// <summary>For files and APIs: digits and a point, always with the currency's decimals, for example <c>58860446.33</c>.</summary>
    public string ToPlainString() =>
        Major.ToString("F" + Digits(Currency).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static long Scale(string currency) =>
        Digits(currency) switch
        {
            0 => 1,
            3 => 1000,
            _ => 100,
        };
}

/// <summary>Adds up amounts of several currencies, each for itself.</summary>
public static class MoneyTotals
{
    /// <summary>One total for each currency that occurs, in order of the currency's code.</summary>
    /// <exception cref="OverflowException">A total is larger than can be held.</exception>
    public static IReadOnlyList<Money> Of(IEnumerable<Money> amounts) =>
        [
            .. amounts
                .GroupBy(money => money.Currency, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => group.Aggregate((sum, next) => sum + next)),
        ];
}
