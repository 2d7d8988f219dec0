using CoProd.Evaluation.Instruments;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Condition = CoProd.Evaluation.Instruments.Condition;

namespace CoProd.Evaluation.Exchange.Fhir;

/// <summary>A FHIR questionnaire as an instrument. Whatever is not taken over here is named by <see cref="Losses"/>.</summary>
internal static class QuestionnaireIn
{
    public const string Ordinal = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
    public const string ItemControl = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
    public const string ItemControlSystem = "http://hl7.org/fhir/questionnaire-item-control";
    public const string Unit = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit";

    public static Instrument Read(Questionnaire file)
    {
        var lists = file.Contained.OfType<ValueSet>().Where(set => set.Id is not null).ToArray();
        return new()
        {
            Key = file.Name ?? file.Id ?? "questionnaire",
            Version = file.Version ?? "",
            Title = file.Title ?? file.Name ?? file.Id ?? "",
            About = file.Description ?? "",
            Licence = new() { Holder = file.Publisher ?? "", Terms = file.Copyright ?? "" },
            FhirHeader = Header(file, lists),
            AnswerLists = [.. lists.Select(ListOf)],
            Items = [.. file.Item.Select(Read)],
        };
    }

    // What it says about itself comes back as it was. Rules it brings along are not ours to run, and its narrative would go stale.
    private static string Header(Questionnaire file, IEnumerable<ValueSet> lists)
    {
        var header = (Questionnaire)file.DeepCopy();
        header.Item = [];
        header.Text = null;
        header.Extension = [];
        header.ModifierExtension = [];
        header.Contained = [.. lists];
        return header.ToJson();
    }

    private static AnswerList ListOf(ValueSet set) =>
        new()
        {
            Id = set.Id ?? "",
            Source = set.ToJson(),
            Options =
            [
                .. (set.Compose?.Include ?? []).SelectMany(part =>
                    part.Concept.Select(concept => new Option
                    {
                        Value = Value.Code(concept.Code ?? "", concept.Display, part.System),
                        Points = PointsOf(concept.Extension),
                        PointsStandOnCode = true,
                    })
                ),
            ],
        };

    private static Item Read(Questionnaire.ItemComponent item) =>
        new()
        {
            Id = item.LinkId ?? "",
            Kind = FhirWords.KindOf(item.Type),
            Text = item.Text ?? "",
            Prefix = item.Prefix,
            Definition = item.Definition,
            Codes = [.. item.Code.Select(FhirValues.Read)],
            Required = item.Required,
            Repeats = item.Repeats,
            ReadOnly = item.ReadOnly,
            MaxLength = item.MaxLength,
            AnswerList = item.AnswerValueSet,
            Options = [.. item.AnswerOption.Select(Read).OfType<Option>()],
            Initial = [.. item.Initial.Select(initial => FhirValues.Read(initial.Value)).OfType<Value>()],
            Conditions = [.. item.EnableWhen.Select(Read).OfType<Condition>()],
            AnyCondition = item.EnableBehavior switch
            {
                Questionnaire.EnableWhenBehavior.Any => true,
                Questionnaire.EnableWhenBehavior.All => false,
                _ => null,
            },
            Control = Found<CodeableConcept>(item.Extension, ItemControl)
                ?.Coding.Find(coding => coding.System == ItemControlSystem)
                ?.Code,
            Unit = Found<Coding>(item.Extension, Unit) is { } unit ? FhirValues.Read(unit) : null,
            Items = [.. item.Item.Select(Read)],
        };

    private static Option? Read(Questionnaire.AnswerOptionComponent option) =>
        FhirValues.Read(option.Value) is not { } value
            ? null
            : new()
            {
                Value = value,
                Points = PointsOf(option.Extension) ?? PointsOf(option.Value.Extension),
                PointsStandOnCode = PointsOf(option.Extension) is null,
                Preselected = option.InitialSelected,
            };

    private static Condition? Read(Questionnaire.EnableWhenComponent when) =>
        FhirWords.ComparisonOf(when.Operator) is { } comparison && FhirValues.Read(when.Answer) is { } answer
            ? new()
            {
                Question = when.Question ?? "",
                Comparison = comparison,
                Answer = answer,
            }
            : null;

    private static decimal? PointsOf(List<Extension> extensions) => Found<FhirDecimal>(extensions, Ordinal)?.Value;

    private static T? Found<T>(List<Extension> extensions, string url)
        where T : DataType => extensions.Find(extension => extension.Url == url)?.Value as T;
}
