using System.Text;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Answering;
using CoProd.Evaluation.Exchange.Fhir;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Rounds;
using CoProd.Ui;
using Dapper;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Export;

/// <summary>Answers that were given elsewhere come in as a FHIR QuestionnaireResponse, without whoever gave them.</summary>
internal static class TakeInAnswers
{
    private const int Longest = 2_000_000;

    internal static FormRoute<(Guid Id, string Source)> Route { get; } =
        new()
        {
            Page = Paths.RoundRoute + "/take/{groupId:guid}",
            Api = Paths.RoundApi + "/groups/{groupId:guid}/answers",
            Permission = Permissions.Record,
            MaxBytes = 3 * Longest,
            Read = input => (input.NewId(), input.Text("source", T["the answers"], max: Longest)),
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Round(visit.InnovationId, visit.RouteId("roundId")),
            Said = () => T["The answers are taken in."],
        };

    private static async Task<Outcome<Guid>> Handle((Guid Id, string Source) form, IVisit visit)
    {
        if (await TypeInAnswer.Found(visit) is not var (round, group))
            return Outcome<Guid>.Missing();
        if (round.IsClosed(visit.Clock.Today()))
            return Outcome<Guid>.Refused("", T["The round is closed. Open it again to take answers in."]);
        var source = form.Source.Length > 0 ? form.Source : await Uploaded(visit);
        var (file, refused) = FhirFile.Read(Encoding.UTF8.GetBytes(source));
        if (file is null)
            return Outcome<Guid>.Refused("source", refused!);
        if (file.Resource is not QuestionnaireResponse response)
            return Outcome<Guid>.Refused(
                "source",
                T["The file holds a questionnaire. Answers are a QuestionnaireResponse."]
            );
        var instrument = await RoundBook.Asked(visit.Database, round.Id, visit.Gone);
        var (given, wrong) = Take(instrument, Responses.Read(response));
        if (wrong is not null)
            return Outcome<Guid>.Refused("source", wrong);
        var row = new
        {
            Id = TypeInAnswer.IdOf(form.Id),
            RoundId = round.Id,
            GroupId = group.Id,
            FromPaper = false,
            Answers = AnswerText.Write(given),
        };
        await visit.Database.Write(
            writing =>
            {
                writing.Connection.Execute(TypeInAnswer.Insert, row);
                writing.Changed(round.InnovationId);
            },
            visit.Gone
        );
        return Outcome<Guid>.Done(Guid.Empty);
    }

    /// <summary>The answers by linkId, or the first that this round does not ask, or does not offer.</summary>
    internal static (Dictionary<string, IReadOnlyList<string>> Given, string? Wrong) Take(
        Instrument instrument,
        ResponseDocument response
    )
    {
        var given = new Dictionary<string, IReadOnlyList<string>>();
        var items = instrument.All.ToDictionary(item => item.Id, StringComparer.Ordinal);
        foreach (var one in response.All.Where(one => one.Answers.Count > 0))
        {
            if (!items.TryGetValue(one.Id, out var item))
                return (given, T["The round has no question {0}. Is the file of another questionnaire?", one.Id]);
            var texts = one.Answers.Select(answer => answer.Value.Text).ToArray();
            var codes = instrument.OptionsOf(item).Select(option => option.Value.Text).ToArray();
            if (item.Kind == ItemKind.Choice && texts.Any(text => !codes.Contains(text)))
                return (
                    given,
                    T["{0} is answered with something that is not offered: {1}.", one.Id, string.Join(", ", texts)]
                );
            given[one.Id] = [.. given.GetValueOrDefault(one.Id) ?? [], .. texts];
        }
        return (given, given.Count == 0 ? T["The file holds no answer."] : null);
    }

    private static async Task<string> Uploaded(IVisit visit)
    {
        if (!visit.Http.Request.HasFormContentType || visit.Http.Request.Form.Files["file"] is not { Length: > 0 } file)
            return "";
        using var reader = new StreamReader(file.OpenReadStream(), new UTF8Encoding(false, false));
        return await reader.ReadToEndAsync(visit.Gone);
    }

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await TypeInAnswer.Found(visit) is var (round, group)
            ? visit.Page<TakeInAnswersPage>(
                ("Input", input),
                ("Group", group.Name),
                ("Back", Paths.Round(round.InnovationId, round.Id))
            )
            : null;
}
