using System.Globalization;

namespace CoProd.Evaluation.Instruments;

internal enum ValueKind
{
    Boolean,
    Decimal,
    Integer,
    Date,
    DateTime,
    Time,
    String,
    Uri,
    Coding,
    Quantity,
}

/// <summary>One answer, or what an answer is compared with.</summary>
internal sealed record Value
{
    public required ValueKind Kind { get; init; }

    /// <summary>As it is written: <c>true</c>, <c>2.50</c>, <c>2027-03-31</c>, a text, the code of a coding, the number of a quantity.</summary>
    public required string Text { get; init; }

    public string? System { get; init; }

    public string? SystemVersion { get; init; }

    public string? Display { get; init; }

    public string? Unit { get; init; }

    public string? UnitCode { get; init; }

    /// <summary>A quantity that is less or more than its number.</summary>
    public string? Comparator { get; init; }

    public static Value Of(ValueKind kind, string text) => new() { Kind = kind, Text = text };

    public static Value Yes(bool yes) => Of(ValueKind.Boolean, yes ? "true" : "false");

    public static Value Number(decimal number) => Of(ValueKind.Decimal, number.ToString(CultureInfo.InvariantCulture));

    public static Value Code(string code, string? display = null, string? system = null) =>
        new()
        {
            Kind = ValueKind.Coding,
            Text = code,
            Display = display,
            System = system,
        };

    /// <summary>The number it stands for. A code such as "2" counts as its number: questionnaires compare them so.</summary>
    public decimal? AsNumber =>
        decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
