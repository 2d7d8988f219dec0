using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CoProd.Testing;

namespace CoProd.Resourcing.Tests.Site;

/// <summary>What the tests of this module do again and again.</summary>
internal static class Money
{
    public static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    public static string In(int days) => Today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Long(int days) =>
        Today.AddDays(days).ToString("d MMMM yyyy", CultureInfo.GetCultureInfo("en-GB"));

    public static async Task<Guid> Innovation(this Session who, string name) =>
        await who.Make("/api/innovations", new { name = $"{name} {Guid.CreateVersion7():N}" });

    public static async Task<Guid> Make(this Session who, string path, object form)
    {
        var (status, body) = await who.PostJson(path, form);
        Assert.True(status == HttpStatusCode.Created, $"{path}: {(int)status} {body}");
        return (Guid)body!["id"]!;
    }

    public static Task<Guid> Award(
        this Session who,
        Guid innovation,
        string funder,
        string amount,
        int from,
        int to,
        string currency = "GBP"
    ) =>
        who.Make(
            $"/api/innovations/{innovation}/money/awards",
            new
            {
                funder,
                amount,
                amountCurrency = currency,
                startsOn = In(from),
                endsOn = In(to),
            }
        );

    public static Task<Guid> Bid(
        this Session who,
        Guid innovation,
        string funder,
        string amount,
        int percent,
        int arrives
    ) =>
        who.Make(
            $"/api/innovations/{innovation}/money/bids",
            new
            {
                funder,
                amount,
                percent,
                stage = "Submitted",
                startsOn = In(arrives),
                isLump = true,
            }
        );

    /// <summary>The page behind a link whose address ends so.</summary>
    public static Task<Page> Follow(this Page page, string ending) =>
        page.Session.Open(page.Document.QuerySelector($"main a[href$='{ending}']")!.GetAttribute("href")!);

    public static async Task<JsonNode> Ask(this Session who, string path)
    {
        var (status, body) = await who.Get(path);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {body}");
        return body!;
    }
}
