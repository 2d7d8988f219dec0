using CoProd.Evaluation.Instruments;
using Hl7.Fhir.Model;
using Operators = Hl7.Fhir.Model.Questionnaire.QuestionnaireItemOperator;
using Types = Hl7.Fhir.Model.Questionnaire.QuestionnaireItemType;

namespace CoProd.Evaluation.Exchange.Fhir;

/// <summary>FHIR's words for kinds and comparisons, and ours.</summary>
internal static class FhirWords
{
    private static readonly Dictionary<Types, ItemKind> Kinds = new()
    {
        [Types.Group] = ItemKind.Group,
        [Types.Display] = ItemKind.Display,
        [Types.Boolean] = ItemKind.Boolean,
        [Types.Decimal] = ItemKind.Decimal,
        [Types.Integer] = ItemKind.Integer,
        [Types.Date] = ItemKind.Date,
        [Types.DateTime] = ItemKind.DateTime,
        [Types.Time] = ItemKind.Time,
        [Types.String] = ItemKind.String,
        [Types.Text] = ItemKind.Text,
        [Types.Url] = ItemKind.Url,
        [Types.Choice] = ItemKind.Choice,
        [Types.OpenChoice] = ItemKind.OpenChoice,
        [Types.Attachment] = ItemKind.Attachment,
        [Types.Reference] = ItemKind.Reference,
        [Types.Quantity] = ItemKind.Quantity,
    };

    private static readonly Dictionary<Operators, Comparison> Comparisons = new()
    {
        [Operators.Exists] = Comparison.Exists,
        [Operators.Equal] = Comparison.Equal,
        [Operators.NotEqual] = Comparison.NotEqual,
        [Operators.GreaterThan] = Comparison.Greater,
        [Operators.LessThan] = Comparison.Less,
        [Operators.GreaterOrEqual] = Comparison.GreaterOrEqual,
        [Operators.LessOrEqual] = Comparison.LessOrEqual,
    };

    public static ItemKind KindOf(Types? type) =>
        type is { } known && Kinds.TryGetValue(known, out var kind) ? kind : ItemKind.Unknown;

    public static Types TypeOf(ItemKind kind) => Kinds.First(pair => pair.Value == kind).Key;

    public static Comparison? ComparisonOf(Operators? comparison) =>
        comparison is { } known && Comparisons.TryGetValue(known, out var found) ? found : null;

    public static Operators OperatorOf(Comparison comparison) =>
        Comparisons.First(pair => pair.Value == comparison).Key;
}
