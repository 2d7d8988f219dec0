using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Instruments;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Library;

/// <summary>Somebody puts in the words that the institution may use. It makes a version of its own; the pack that came along stays as it is.</summary>
public static class FillWords
{
    private const int Longest = 1000;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        // A file for people: letters of other languages stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A place for words: a question, or an answer to choose.</summary>
    public sealed record Blank(string Name, string Where, string? Hint);

    internal static FormRoute<(Guid Id, Input Input)> Route { get; } =
        new()
        {
            Page = SeeInstrument.Route + "/words",
            Permission = Permissions.Instruments,
            Start = async visit =>
                await SeeInstrument.Found(visit) is { Format: SourceFormat.Pack, Instrument.HasWords: false } found
                    ? Input.Of(("newVersion", found.Instrument.Version + "-words"))
                    : null,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => (string?)visit.Http.Items[nameof(LoadInstrument)] ?? Paths.Instruments,
            Said = () => T["The words are kept. People can now be asked with them."],
        };

    private static (Guid, Input) Read(Input input)
    {
        var id = input.NewId();
        input.Text("newVersion", T["a version"], required: true, max: 40);
        input.Text("terms", T["by which licence you may use the words"], required: true, max: 500);
        return (id, input);
    }

    private static async Task<Outcome<Guid>> Handle((Guid Id, Input Input) form, IVisit visit)
    {
        if (await SeeInstrument.Found(visit) is not { } found || JsonNode.Parse(found.Source) is not JsonObject pack)
            return Outcome<Guid>.Missing();
        var input = form.Input;
        foreach (var (blank, node) in Blanks(pack))
        {
            if (input.Text(blank.Name, blank.Where, required: true, max: Longest) is { Length: > 0 } words)
                node["text"] = words;
        }
        if (!input.IsGood)
            return Outcome<Guid>.Refused(input.Errors[0].Field, input.Errors[0].Sentence);
        pack["version"] = input["newVersion"]!.Trim();
        pack["licence"] = new JsonObject
        {
            ["wording"] = nameof(Wording.Loaded),
            ["holder"] = found.Instrument.Licence.Holder,
            ["terms"] = input["terms"]!.Trim(),
        };
        var source = pack.ToJsonString(Json);
        var (instrument, format, refused) = LoadInstrument.Judge(source);
        return instrument is null
            ? Outcome<Guid>.Refused("", refused!)
            : await LoadInstrument.Keep(visit, form.Id, instrument, format, source);
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        if (await SeeInstrument.Found(visit) is not { } found || JsonNode.Parse(found.Source) is not JsonObject pack)
            return null;
        return visit.Page<FillWordsPage>(
            ("Input", input),
            ("Title", found.Instrument.Title),
            ("Blanks", Blanks(pack).Select(each => each.Blank).ToArray()),
            ("Back", SeeInstrument.Path(found.Instrument.Key, found.Instrument.Version))
        );
    }

    // In the pack as it is written, so that what is loaded is a pack again. A scale with numbers needs no words of its own.
    private static List<(Blank Blank, JsonObject Node)> Blanks(JsonObject pack)
    {
        var blanks = new List<(Blank, JsonObject)>();
        Walk(pack, "");
        return blanks;

        void Walk(JsonObject at, string heading)
        {
            foreach (var item in (at["items"] as JsonArray ?? []).OfType<JsonObject>())
            {
                var words = item["text"]?.ToString() ?? "";
                var name = words.Length > 0 ? words : $"{heading} {item["id"]}".Trim();
                if (words.Length == 0)
                    Add(item, name, null);
                foreach (var option in (item["options"] as JsonArray ?? []).OfType<JsonObject>())
                {
                    if ((option["text"]?.ToString() ?? "").Length == 0)
                        Add(
                            option,
                            T["{0}: answer {1}", name, option["code"]],
                            option["points"] is { } points ? T["{0} points", points] : null
                        );
                }
                Walk(item, name);
            }
        }

        void Add(JsonObject node, string where, string? hint) =>
            blanks.Add((new($"w{blanks.Count}", where, hint), node));
    }
}
