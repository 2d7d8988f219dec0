using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CoProd.Testing;

namespace CoProd.Evaluation.Tests.Site;

/// <summary>What the tests of this module do again and again.</summary>
internal static class Eval
{
    public static string In(int days) =>
        DateOnly.FromDateTime(DateTime.UtcNow).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static async Task<Guid> Make(this Session who, string path, object form)
    {
        var (status, body) = await who.PostJson(path, form);
        Assert.True(status == HttpStatusCode.Created, $"{path}: {(int)status} {body}");
        return (Guid)body!["id"]!;
    }

    public static Task<Guid> Innovation(this Session who, string name) =>
        who.Make("/api/innovations", new { name = $"{name} {Guid.CreateVersion7():N}" });

    public static async Task<JsonNode> Ask(this Session who, string path)
    {
        var (status, body) = await who.Get(path);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {body}");
        return body!;
    }

    public static string Page(Guid innovation, Guid round) => $"/innovations/{innovation}/evaluation/rounds/{round}";

    public static Task<Guid> Round(
        this Session who,
        Guid innovation,
        string instrument = "fifteen 1",
        string others = "Board",
        bool together = false
    ) =>
        who.Make(
            $"/api/innovations/{innovation}/evaluation/rounds",
            new
            {
                title = "First round",
                purpose = "So that we change what does not work.",
                instrument,
                staff = "Ward staff",
                coProducers = "Patients",
                others,
                together = together ? "yes" : "",
            }
        );

    /// <summary>The groups' links, by name, as paths.</summary>
    public static async Task<Dictionary<string, string>> Links(this Session who, Guid innovation, Guid round) =>
        (await who.Ask("/api" + Page(innovation, round)))["groups"]!
            .AsArray()
            .ToDictionary(group => (string)group!["name"]!, group => new Uri((string)group!["link"]!).AbsolutePath);

    public static Task Close(this Session who, Guid innovation, Guid round) =>
        who.PostJson($"/api{Page(innovation, round)}/close", new { sure = "yes" });

    /// <summary>Somebody without an account answers our fifteen statements, all of a part alike, and sends them.</summary>
    public static async Task<Page> Answer(
        this TestSite site,
        string link,
        string together,
        string what,
        string words = ""
    )
    {
        using var nobody = site.Anonymous();
        var page = await nobody.Send(link);
        page = await page.Send(Fields(page, together));
        page = await page.Send(Fields(page, what));
        var text = page.Document.QuerySelector("main textarea")!.GetAttribute("name")!;
        page = await page.Send((text, words));
        return await page.Send();
    }

    /// <summary>Every choice of a page answered alike.</summary>
    public static (string, string)[] Fields(Page page, string value) =>
        [
            .. page
                .Document.QuerySelectorAll("main input[type=radio]")
                .Select(radio => radio.GetAttribute("name")!)
                .Distinct()
                .Select(name => (name, value)),
        ];
}
