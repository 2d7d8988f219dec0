using CoProd.Evaluation.Instruments;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Condition = CoProd.Evaluation.Instruments.Condition;

namespace CoProd.Evaluation.Exchange.Fhir;

/// <summary>An instrument as a FHIR questionnaire.</summary>
internal static class QuestionnaireOut
{
    public static Questionnaire Write(Instrument instrument)
    {
        FhirLibrary.Wake();
        var file = instrument.FhirHeader is { } header
            ? FhirJsonDeserializer.RECOVERABLE.Deserialize<Questionnaire>(header)
            : Fresh(instrument);
        file.Item = [.. instrument.Items.Select(Write)];
        return file;
    }

    private static Questionnaire Fresh(Instrument instrument) =>
        new()
        {
            Id = instrument.Key,
            Name = instrument.Key,
            Version = instrument.Version,
            Title = instrument.Title,
            Status = PublicationStatus.Active,
            Description = instrument.About.Length > 0 ? instrument.About : null,
            Publisher = instrument.Licence.Holder.Length > 0 ? instrument.Licence.Holder : null,
            Copyright = instrument.Licence.Terms.Length > 0 ? instrument.Licence.Terms : null,
        };

    private static Questionnaire.ItemComponent Write(Item item)
    {
        var written = new Questionnaire.ItemComponent
        {
            LinkId = item.Id,
            Type = FhirWords.TypeOf(item.Kind),
            Text = item.Text.Length > 0 ? item.Text : null,
            Prefix = item.Prefix,
            Definition = item.Definition,
            Code = [.. item.Codes.Select(FhirValues.WriteCoding)],
            Required = item.Required,
            Repeats = item.Repeats,
            ReadOnly = item.ReadOnly,
            MaxLength = item.MaxLength,
            AnswerValueSet = item.AnswerList,
            AnswerOption = [.. item.Options.Select(Write)],
            Initial =
            [
                .. item.Initial.Select(value => new Questionnaire.InitialComponent { Value = FhirValues.Write(value) }),
            ],
            EnableWhen = [.. item.Conditions.Select(Write)],
            EnableBehavior = item.AnyCondition switch
            {
                true => Questionnaire.EnableWhenBehavior.Any,
                false => Questionnaire.EnableWhenBehavior.All,
                null => null,
            },
            Item = [.. item.Items.Select(Write)],
        };
        if (item.Control is { } control)
            written.AddExtension(
                QuestionnaireIn.ItemControl,
                new CodeableConcept(QuestionnaireIn.ItemControlSystem, control)
            );
        if (item.Unit is { } unit)
            written.AddExtension(QuestionnaireIn.Unit, FhirValues.WriteCoding(unit));
        return written;
    }

    private static Questionnaire.AnswerOptionComponent Write(Option option)
    {
        var written = new Questionnaire.AnswerOptionComponent
        {
            Value = FhirValues.Write(option.Value),
            InitialSelected = option.Preselected,
        };
        if (option.Points is { } points)
            (option.PointsStandOnCode ? (IExtendable)written.Value : written).AddExtension(
                QuestionnaireIn.Ordinal,
                new FhirDecimal(points)
            );
        return written;
    }

    private static Questionnaire.EnableWhenComponent Write(Condition condition) =>
        new()
        {
            Question = condition.Question,
            Operator = FhirWords.OperatorOf(condition.Comparison),
            Answer = FhirValues.Write(condition.Answer),
        };
}
