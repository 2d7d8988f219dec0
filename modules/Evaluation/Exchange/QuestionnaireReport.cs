using System.Text.Json.Serialization;
using CoProd.Evaluation.Exchange.Fhir;
using CoProd.Evaluation.Instruments;
using Hl7.Fhir.Model;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Exchange;

/// <summary>What a file holds, and what of it cannot be kept. The names are those that programs read.</summary>
internal sealed record QuestionnaireReport
{
    public required string ResourceType { get; init; }
    public string? Url { get; init; }
    public string? Version { get; init; }
    public string? Title { get; init; }

    /// <summary>For a response: the questionnaire that it answers.</summary>
    public string? Questionnaire { get; init; }
    public string? Status { get; init; }

    /// <summary>Items at every depth.</summary>
    public required int Items { get; init; }
    public required int UniqueLinkIds { get; init; }
    public required int Answers { get; init; }

    /// <summary>Items that are asked under a condition.</summary>
    public required int EnableWhen { get; init; }
    public required int Required { get; init; }
    public required int Repeats { get; init; }

    /// <summary>How many items there are of each type.</summary>
    public IReadOnlyDictionary<string, int> Types { get; init; } = new Dictionary<string, int>();

    /// <summary>Whether everything in it can be asked and answered here.</summary>
    public required bool Supported { get; init; }
    public required IReadOnlyList<Loss> NotKept { get; init; }

    /// <summary>The file as it is given back.</summary>
    [JsonIgnore]
    public Resource Kept { get; init; } = new Questionnaire();

    /// <summary>Reads a file, or says in a sentence why it is refused.</summary>
    public static (QuestionnaireReport? Report, string? Refused) Of(Resource file)
    {
        if (file is QuestionnaireResponse response)
            return (OfResponse(response), null);
        var questionnaire = (Questionnaire)file;
        var instrument = QuestionnaireIn.Read(questionnaire);
        return Refuse(instrument) is { } refused ? (null, refused) : (OfQuestionnaire(questionnaire, instrument), null);
    }

    private static QuestionnaireReport OfQuestionnaire(Questionnaire file, Instrument instrument)
    {
        var all = instrument.All.ToArray();
        var cannot = CannotBeAsked(instrument, all).ToArray();
        var kept = QuestionnaireOut.Write(instrument);
        return new()
        {
            ResourceType = "Questionnaire",
            Url = file.Url,
            Version = file.Version,
            Title = file.Title,
            Status = file.StatusElement?.JsonValue as string,
            Items = all.Length,
            UniqueLinkIds = all.Select(item => item.Id).Distinct(StringComparer.Ordinal).Count(),
            Answers = 0,
            EnableWhen = all.Count(item => item.Conditions.Count > 0),
            Required = all.Count(item => item.Required == true),
            Repeats = all.Count(item => item.Repeats == true),
            Types = all.CountBy(item => FhirTypes.WordOf(item.Kind)).ToDictionary(),
            Supported = cannot.Length == 0,
            NotKept = [.. Losses.Between(file, kept), .. cannot],
            Kept = kept,
        };
    }

    private static QuestionnaireReport OfResponse(QuestionnaireResponse file)
    {
        var response = Responses.Read(file);
        var kept = Responses.Write(response);
        var losses = Losses.Between(file, kept);
        var all = response.All.ToArray();
        return new()
        {
            ResourceType = "QuestionnaireResponse",
            Questionnaire = file.Questionnaire,
            Status = file.StatusElement?.JsonValue as string,
            Items = all.Length,
            UniqueLinkIds = all.Select(item => item.Id).Distinct(StringComparer.Ordinal).Count(),
            // Those of the file: one that cannot be kept was given all the same.
            Answers = file.Item.Sum(AnswersIn),
            EnableWhen = 0,
            Required = 0,
            Repeats = 0,
            Supported = losses.All(loss => loss.LinkId is null),
            NotKept = losses,
            Kept = kept,
        };
    }

    private static int AnswersIn(QuestionnaireResponse.ItemComponent item) =>
        item.Answer.Count + item.Item.Concat(item.Answer.SelectMany(answer => answer.Item)).Sum(AnswersIn);

    /// <summary>What makes a questionnaire unusable, told by the item where it lies.</summary>
    private static string? Refuse(Instrument instrument)
    {
        var all = instrument.All.ToArray();
        if (Array.Find(all, item => item.Id.Length == 0) is { } nameless)
            return T["An item has no linkId: “{0}”. Every item needs one of its own.", nameless.Text];
        if (Array.Find(all, item => item.Kind == ItemKind.Unknown) is { } untyped)
            return T["The item {0} has no type that FHIR R4 knows.", untyped.Id];
        if (all.CountBy(item => item.Id).FirstOrDefault(count => count.Value > 1) is { Key: { } twice })
            return T["The linkId {0} is used more than once. Every item needs one of its own.", twice];
        if (Loops.Find(instrument.Items) is { } loop)
            return T["These items wait for each other, so none could be asked: {0}.", string.Join(", ", loop)];
        if (Array.Find(all, item => item.Kind == ItemKind.Group && item.Options.Count > 0) is { } group)
            return T["The group {0} has answers to choose from. Only a question can have them.", group.Id];
        return null;
    }

    private static IEnumerable<Loss> CannotBeAsked(Instrument instrument, Item[] all)
    {
        var known = all.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var item in all)
        {
            if (!item.CanBeAsked)
                yield return new(item.Id, T["answers of type {0}", FhirTypes.WordOf(item.Kind)]);
            if (item.AnswerList is { } list && instrument.OptionsOf(item).Count == 0)
                yield return new(item.Id, T["the answers of {0}, which lie elsewhere", list]);
            foreach (var condition in item.Conditions.Where(condition => !known.Contains(condition.Question)))
                yield return new(item.Id, T["a condition on {0}, which is not in this file", condition.Question]);
        }
    }
}
