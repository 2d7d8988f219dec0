using System.Text;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Exchange;
using CoProd.Evaluation.Exchange.Fhir;
using CoProd.Evaluation.Instruments;
using CoProd.Ui;
using Dapper;
using Hl7.Fhir.Model;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Library;

/// <summary>Somebody loads a pack of their own, or a FHIR questionnaire. What cannot be is refused with the place named.</summary>
internal static class LoadInstrument
{
    private const int Longest = 2_000_000;
    private const int MostFaults = 20;

    private const string Insert = """
        insert into instrument (id, instrument_key, instrument_version, format, source, recorded_at)
        values (@Id, @Key, @Version, @Format, @Source, @Now) on conflict do nothing
        """;

    private const string Kept = """
        select source from instrument where instrument_key = @Key and instrument_version = @Version
        """;

    internal static FormRoute<(Guid Id, string Source)> Route { get; } =
        new()
        {
            Page = Paths.Instruments + "/new",
            Api = "/api" + Paths.Instruments,
            Permission = Permissions.Instruments,
            MaxBytes = 3 * Longest,
            Read = Read,
            Handle = Handle,
            Show = (input, visit) =>
                System.Threading.Tasks.Task.FromResult<IResult?>(visit.Page<LoadInstrumentPage>(("Input", input))),
            Then = (visit, _) => (string?)visit.Http.Items[nameof(LoadInstrument)] ?? Paths.Instruments,
            Said = () =>
                T["The instrument is loaded. Below stands what it asks, and what of the file could not be kept."],
        };

    private static (Guid, string) Read(Input input)
    {
        var id = input.NewId();
        var typed = input.Text("source", T["the pack or the questionnaire"], max: Longest);
        return (id, typed);
    }

    private static async Task<Outcome<Guid>> Handle((Guid Id, string Source) form, IVisit visit)
    {
        var source = form.Source.Length > 0 ? form.Source : await Uploaded(visit) ?? "";
        if (source.Length == 0)
            return Outcome<Guid>.Refused("source", T["Choose a file, or paste its text."]);
        var (instrument, format, refused) = Judge(source);
        if (instrument is null)
            return Outcome<Guid>.Refused("source", refused!);
        return await Keep(visit, form.Id, instrument, format, source);
    }

    /// <summary>Keeps it under its key and version, once.</summary>
    public static async Task<Outcome<Guid>> Keep(
        IVisit visit,
        Guid id,
        Instrument instrument,
        SourceFormat format,
        string source
    )
    {
        if (Packs.All.Any(pack => pack.Key == instrument.Key && pack.Version == instrument.Version))
            return Outcome<Guid>.Refused(
                "source",
                T[
                    "“{0}”, version {1}, comes with CoProd. Give yours another version.",
                    instrument.Key,
                    instrument.Version
                ]
            );
        var row = new
        {
            Id = id,
            instrument.Key,
            instrument.Version,
            Format = format.ToString(),
            Source = source,
        };
        var kept = await visit.Database.Write(
            w =>
            {
                var all = new DynamicParameters(row);
                all.Add("Now", w.Now);
                w.Connection.Execute(Insert, all);
                return w.Connection.QuerySingle<string>(Kept, row);
            },
            visit.Gone
        );
        if (kept != source)
            return Outcome<Guid>.Refused(
                "source",
                T[
                    "There is another “{0}”, version {1}, already, and rounds may have used it. Give yours another version.",
                    instrument.Key,
                    instrument.Version
                ]
            );
        visit.Http.Items[nameof(LoadInstrument)] = SeeInstrument.Path(instrument.Key, instrument.Version);
        return Outcome<Guid>.Done(id);
    }

    /// <summary>A pack or a questionnaire, by what is in it.</summary>
    public static (Instrument? Instrument, SourceFormat Format, string? Refused) Judge(string source)
    {
        if (source.TrimStart().StartsWith('<') || source.Contains("\"resourceType\"", StringComparison.Ordinal))
            return Fhir(source);
        var (pack, faults) = PackReading.Read(source);
        if (pack is not null)
            return (pack, SourceFormat.Pack, null);
        var told = faults
            .Take(MostFaults)
            .Select(fault => fault.Place.Length == 0 ? fault.Sentence : $"{fault.Place}: {fault.Sentence}");
        return (null, SourceFormat.Pack, T["The pack cannot be used. {0}", string.Join(" ", told)]);
    }

    private static (Instrument?, SourceFormat, string?) Fhir(string source)
    {
        var (file, refused) = FhirFile.Read(Encoding.UTF8.GetBytes(source));
        if (file is null)
            return (null, SourceFormat.Fhir, refused);
        if (file.Resource is not Questionnaire questionnaire)
            return (null, SourceFormat.Fhir, T["The file holds answers. Load the questionnaire that they answer."]);
        var (report, unusable) = QuestionnaireReport.Of(questionnaire);
        if (report is null)
            return (null, SourceFormat.Fhir, unusable);
        var instrument = QuestionnaireIn.Read(questionnaire);
        return (
            instrument with
            {
                Version = instrument.Version.Length > 0 ? instrument.Version : "1",
                Title = instrument.Title.Length > 0 ? instrument.Title : instrument.Key,
            },
            SourceFormat.Fhir,
            null
        );
    }

    private static async Task<string?> Uploaded(IVisit visit)
    {
        if (!visit.Http.Request.HasFormContentType || visit.Http.Request.Form.Files["file"] is not { Length: > 0 } file)
            return null;
        using var reader = new StreamReader(file.OpenReadStream(), new UTF8Encoding(false, false));
        return await reader.ReadToEndAsync(visit.Gone);
    }
}
