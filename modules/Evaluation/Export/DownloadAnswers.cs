using System.Text;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Answering;
using CoProd.Evaluation.Exchange.Fhir;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Results;
using CoProd.Evaluation.Rounds;
using CoProd.Ui;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Export;

/// <summary>Answers of a closed round as files: of the groups at or above the floor, without a time, shuffled.</summary>
internal static class DownloadAnswers
{
    internal static async Task<IResult?> Csv(IVisit visit)
    {
        if (await Closed(visit) is not { } results)
            return null;
        var items = Asked(results);
        return CsvFile.Of(
            "answers.csv",
            [T["Group"], .. items.Select(item => item.Id)],
            Shown(results)
                .Select(sheet =>
                    (IReadOnlyList<string>)
                        [
                            NameOf(results, sheet),
                            .. items.Select(item =>
                                sheet.Given.TryGetValue(item.Id, out var given) ? string.Join("; ", given) : ""
                            ),
                        ]
                )
        );
    }

    internal static async Task<IResult?> Fhir(IVisit visit)
    {
        if (await Closed(visit) is not { } results)
            return null;
        FhirLibrary.Wake();
        var instrument = results.Of.Instrument;
        var answers = new Answers(instrument);
        var bundle = new Bundle { Type = Bundle.BundleType.Collection };
        foreach (var sheet in Shown(results))
        {
            var values = answers.Values(sheet.Given);
            var document = new ResponseDocument
            {
                Questionnaire = $"urn:coprod:{instrument.Key}|{instrument.Version}",
                Items = [.. instrument.Items.Select(item => GivenOf(results, item, values)).OfType<Given>()],
            };
            var response = Responses.Write(document);
            response.Id = sheet.Id.ToString();
            // Of what group, never of whom.
            response.Source = new ResourceReference { Display = NameOf(results, sheet) };
            bundle.Entry.Add(new() { FullUrl = $"urn:uuid:{sheet.Id}", Resource = response });
        }
        return Microsoft.AspNetCore.Http.Results.File(
            Encoding.UTF8.GetBytes(bundle.ToJson()),
            "application/fhir+json; charset=utf-8",
            "answers.fhir.json"
        );
    }

    private static async Task<RoundResults?> Closed(IVisit visit) =>
        await SeeRound.Found(visit) is { } round && round.IsClosed(visit.Clock.Today())
            ? await SeeResults.Work(visit, round)
            : null;

    private static Item[] Asked(RoundResults results) =>
        [
            .. results.Of.Instrument.All.Where(item =>
                item.Kind is not (ItemKind.Group or ItemKind.Display) && !IsWords(results, item)
            ),
        ];

    // Words give their writer away sooner than figures: beside each other, a whole answer could be laid to a name. They stand on the
    // results' page, shuffled.
    private static bool IsWords(RoundResults results, Item item) =>
        item.Kind is ItemKind.Text or ItemKind.String && !results.Of.Round.Together;

    private static IEnumerable<Sheet> Shown(RoundResults results) =>
        results.Of.Sheets.Where(sheet => results.ShownGroups.Any(group => group.Id == sheet.GroupId));

    private static string NameOf(RoundResults results, Sheet sheet) =>
        results.ShownGroups.First(group => group.Id == sheet.GroupId).Name;

    // Only what was answered, and the groups it stands in.
    private static Given? GivenOf(RoundResults results, Item item, Func<string, IReadOnlyList<Value>> values)
    {
        var inner = item.Items.Select(each => GivenOf(results, each, values)).OfType<Given>().ToArray();
        var given = IsWords(results, item) ? [] : values(item.Id);
        return given.Count == 0 && inner.Length == 0
            ? null
            : new()
            {
                Id = item.Id,
                Text = item.Text.Length > 0 ? item.Text : null,
                Answers = [.. given.Select(value => new GivenAnswer { Value = value })],
                Items = inner,
            };
    }
}
