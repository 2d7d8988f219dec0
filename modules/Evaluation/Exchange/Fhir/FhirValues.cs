using System.Globalization;
using CoProd.Evaluation.Instruments;
using Hl7.Fhir.Model;

namespace CoProd.Evaluation.Exchange.Fhir;

/// <summary>Answers between FHIR's types and ours.</summary>
internal static class FhirValues
{
    /// <summary>Null for a type that is not kept: attachments and references.</summary>
    public static Value? Read(DataType? value) =>
        value switch
        {
            FhirBoolean { Value: { } yes } => Value.Yes(yes),
            FhirDecimal { Value: { } number } => Value.Number(number),
            Integer { Value: { } number } => Value.Of(ValueKind.Integer, number.ToString(CultureInfo.InvariantCulture)),
            Date { Value: { } date } => Value.Of(ValueKind.Date, date),
            FhirDateTime { Value: { } moment } => Value.Of(ValueKind.DateTime, moment),
            Time { Value: { } time } => Value.Of(ValueKind.Time, time),
            FhirString { Value: { } text } => Value.Of(ValueKind.String, text),
            FhirUri { Value: { } address } => Value.Of(ValueKind.Uri, address),
            Coding coding => Read(coding),
            Quantity quantity => Read(quantity),
            _ => null,
        };

    public static Value Read(Coding coding) =>
        new()
        {
            Kind = ValueKind.Coding,
            Text = coding.Code ?? "",
            System = coding.System,
            SystemVersion = coding.Version,
            Display = coding.Display,
        };

    private static Value? Read(Quantity quantity) =>
        quantity.Value is not { } number
            ? null
            : new()
            {
                Kind = ValueKind.Quantity,
                Text = number.ToString(CultureInfo.InvariantCulture),
                System = quantity.System,
                Unit = quantity.Unit,
                UnitCode = quantity.Code,
                Comparator = quantity.ComparatorElement?.JsonValue as string,
            };

    public static DataType Write(Value value) =>
        value.Kind switch
        {
            ValueKind.Boolean => new FhirBoolean(value.Text == "true"),
            ValueKind.Decimal => new FhirDecimal(value.AsNumber),
            ValueKind.Integer => new Integer((int?)value.AsNumber),
            ValueKind.Date => new Date(value.Text),
            ValueKind.DateTime => new FhirDateTime(value.Text),
            ValueKind.Time => new Time(value.Text),
            ValueKind.Uri => new FhirUri(value.Text),
            ValueKind.Coding => WriteCoding(value),
            ValueKind.Quantity => WriteQuantity(value),
            _ => new FhirString(value.Text),
        };

    public static Coding WriteCoding(Value value) =>
        new()
        {
            System = value.System,
            Version = value.SystemVersion,
            Code = value.Text.Length > 0 ? value.Text : null,
            Display = value.Display,
        };

    private static Quantity WriteQuantity(Value value)
    {
        var quantity = new Quantity
        {
            Value = value.AsNumber,
            Unit = value.Unit,
            System = value.System,
            Code = value.UnitCode,
        };
        if (value.Comparator is { } comparator)
            quantity.ComparatorElement = new Code<Quantity.QuantityComparator> { JsonValue = comparator };
        return quantity;
    }
}
