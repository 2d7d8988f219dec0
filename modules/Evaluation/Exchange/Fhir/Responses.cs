using CoProd.Evaluation.Instruments;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;

namespace CoProd.Evaluation.Exchange.Fhir;

/// <summary>A FHIR questionnaire response in and out, without who answered: that is never kept beside an answer.</summary>
internal static class Responses
{
    public static ResponseDocument Read(QuestionnaireResponse file)
    {
        var header = (QuestionnaireResponse)file.DeepCopy();
        header.Item = [];
        header.Text = null;
        header.Extension = [];
        header.ModifierExtension = [];
        header.Contained = [];
        header.Subject = null;
        header.Author = null;
        header.Source = null;
        header.Encounter = null;
        return new()
        {
            Questionnaire = file.Questionnaire,
            FhirHeader = header.ToJson(),
            Items = [.. file.Item.Select(Read)],
        };
    }

    private static Given Read(QuestionnaireResponse.ItemComponent item) =>
        new()
        {
            Id = item.LinkId ?? "",
            Definition = item.Definition,
            Text = item.Text,
            Answers = [.. item.Answer.Select(Read).OfType<GivenAnswer>()],
            Items = [.. item.Item.Select(Read)],
        };

    private static GivenAnswer? Read(QuestionnaireResponse.AnswerComponent answer) =>
        FhirValues.Read(answer.Value) is { } value
            ? new() { Value = value, Items = [.. answer.Item.Select(Read)] }
            : null;

    public static QuestionnaireResponse Write(ResponseDocument response)
    {
        FhirLibrary.Wake();
        var file = response.FhirHeader is { } header
            ? FhirJsonDeserializer.RECOVERABLE.Deserialize<QuestionnaireResponse>(header)
            : new QuestionnaireResponse { Status = QuestionnaireResponse.QuestionnaireResponseStatus.Completed };
        file.Questionnaire = response.Questionnaire;
        file.Item = [.. response.Items.Select(Write)];
        return file;
    }

    private static QuestionnaireResponse.ItemComponent Write(Given item) =>
        new()
        {
            LinkId = item.Id,
            Definition = item.Definition,
            Text = item.Text,
            Answer =
            [
                .. item.Answers.Select(answer => new QuestionnaireResponse.AnswerComponent
                {
                    Value = FhirValues.Write(answer.Value),
                    Item = [.. answer.Items.Select(Write)],
                }),
            ],
            Item = [.. item.Items.Select(Write)],
        };
}
