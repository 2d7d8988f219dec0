using System.Text;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Exchange.Fhir;
using CoProd.Evaluation.Instruments;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Library;

/// <summary>One instrument: whose it is, what it asks, how it is scored, what of it is not confirmed.</summary>
public static class SeeInstrument
{
    internal const string Route = Paths.Instruments + "/one";

    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required string Title { get; init; }
        public required string Version { get; init; }
        public required string About { get; init; }
        public required string Citation { get; init; }
        public required string Words { get; init; }
        public required string Holder { get; init; }
        public required string Terms { get; init; }
        public required bool HasWords { get; init; }
        public required string Scoring { get; init; }
        public required IReadOnlyList<string> Unconfirmed { get; init; }
        public required IReadOnlyList<Line> Lines { get; init; }

        /// <summary>What the file held and CoProd cannot keep or ask, by question.</summary>
        public IReadOnlyList<string> NotKept { get; init; } = [];
        public required string WordsPath { get; init; }
        public required string FilePath { get; init; }
    }

    /// <summary>A question, or a heading over some.</summary>
    public sealed record Line(int Depth, bool IsGroup, string Words, string Answers, string Remarks);

    /// <summary>Its address. A key and a version may hold any sign, so they stand behind the question mark.</summary>
    internal static string Path(string key, string version, string part = "") =>
        $"{Route}{part}?pack={Uri.EscapeDataString(key)}&edition={Uri.EscapeDataString(version)}";

    internal static async Task<IResult?> Show(IVisit visit) =>
        await Found(visit) is not { } found
            ? null
            : visit.Page<SeeInstrumentPage>(
                ("Model", ViewOf(found.Instrument) with { NotKept = NotKept(found.Format, found.Source) }),
                ("MayLoad", visit.Caller.May(Permissions.Instruments))
            );

    internal static Task<(Instrument Instrument, SourceFormat Format, string Source)?> Found(IVisit visit) =>
        Shelf.Find(visit.Database, visit.Asked("pack") ?? "", visit.Asked("edition") ?? "", visit.Gone);

    /// <summary>As a pack where it is one, and as FHIR always.</summary>
    internal static async Task<IResult?> Download(IVisit visit)
    {
        if (await Found(visit) is not { } found)
            return null;
        var fhir = visit.Asked("as") == "fhir" || found.Format == SourceFormat.Fhir;
        var text = fhir ? FhirFile.Write(QuestionnaireOut.Write(found.Instrument), false) : found.Source;
        var name = $"{FileName(found.Instrument.Key)}-{FileName(found.Instrument.Version)}{(fhir ? ".fhir" : "")}.json";
        return Microsoft.AspNetCore.Http.Results.File(
            Encoding.UTF8.GetBytes(text),
            "application/json; charset=utf-8",
            name
        );
    }

    private static IReadOnlyList<string> NotKept(SourceFormat format, string source)
    {
        if (
            format != SourceFormat.Fhir
            || FhirFile.Read(Encoding.UTF8.GetBytes(source)).File is not { Resource: Hl7.Fhir.Model.Questionnaire file }
            || Exchange.QuestionnaireReport.Of(file).Report is not { } report
        )
            return [];
        return [.. report.NotKept.Select(loss => loss.LinkId is { } id ? $"{id}: {loss.What}" : loss.What)];
    }

    private static string FileName(string text) =>
        new([.. text.Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : '-')]);

    private static View ViewOf(Instrument one) =>
        new()
        {
            Title = one.Title,
            Version = one.Version,
            About = one.About,
            Citation = one.Citation,
            Words = SeeInstruments.WordsOf(one),
            Holder = one.Licence.Holder,
            Terms = one.Licence.Terms,
            HasWords = one.HasWords,
            Scoring = ScoringOf(one.Scoring),
            Unconfirmed = one.Unconfirmed,
            Lines = [.. one.Items.SelectMany(item => LinesOf(one, item, 0))],
            WordsPath = Path(one.Key, one.Version, "/words"),
            FilePath = Path(one.Key, one.Version, "/file"),
        };

    private static string ScoringOf(Scoring scoring) =>
        (scoring.Domain, scoring.Overall) switch
        {
            (Summing.Mean, Summing.Mean) => T[
                "Each section is the mean of its answers, and the whole the mean of the sections."
            ],
            (Summing.Mean, _) => T["Each section is the mean of its answers. There is no total."],
            (Summing.Sum, Summing.Sum) => T["Points are added up, to {0} at the most.", scoring.Maximum],
            (Summing.Sum, _) => T["Points are added up in each section. There is no total."],
            _ when scoring.Ratios.Count > 0 => T[
                "It gives shares of a whole, each with the bounds between which it may well lie."
            ],
            _ => T["There is no score."],
        };

    private static IEnumerable<Line> LinesOf(Instrument of, Item item, int depth)
    {
        string?[] remarks =
        [
            item.Reverse ? T["worded the other way round"] : null,
            item.Conditions.Count > 0 ? T["asked under a condition"] : null,
            item.Required == true ? T["must be answered"] : null,
            item.CanBeAsked && !(item.Kind == ItemKind.Choice && of.OptionsOf(item).Count == 0)
                ? null
                : T["cannot be asked here"],
        ];
        yield return new(
            depth,
            item.Kind == ItemKind.Group,
            item.Text.Length > 0 ? item.Text : T["{0} (its words are not loaded)", item.Id],
            string.Join(
                " · ",
                of.OptionsOf(item).Select(option => option.Words.Length > 0 ? option.Words : option.Value.Text)
            ),
            string.Join(", ", remarks.OfType<string>())
        );
        foreach (var line in item.Items.SelectMany(inner => LinesOf(of, inner, depth + 1)))
            yield return line;
    }
}
