using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CoProd.Testing;

namespace CoProd.Host.Tests.Board;

/// <summary>What the tests of the page for a board do again and again.</summary>
internal static partial class Boards
{
    public static string In(int days) =>
        DateOnly.FromDateTime(DateTime.UtcNow).AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static async Task<Guid> Make(this Session who, string path, object form)
    {
        var (status, body) = await who.PostJson(path, form);
        Assert.True(status == HttpStatusCode.Created, $"{path}: {(int)status} {body}");
        return (Guid)body!["id"]!;
    }

    /// <summary>A link, made on the page, and the address that it was shown with.</summary>
    public static async Task<(Page Shown, string Path)> Link(
        this Session who,
        string forWhom = "The chair",
        Guid? innovation = null
    )
    {
        var shown = await who.Send("/board/links/new", ("forWhom", forWhom), ("innovationId", $"{innovation}"));
        Assert.Equal(HttpStatusCode.OK, shown.Status);
        var path = new Uri(shown.Document.QuerySelector(".cp-long-link a")!.GetAttribute("href")!).AbsolutePath;
        return (shown, path);
    }

    /// <summary>An innovation whose money ends in so many days.</summary>
    public static async Task<Guid> Innovation(this Session who, string name, int endsIn = 100)
    {
        var id = await who.Make("/api/innovations", new { name });
        await who.Make(
            $"/api/innovations/{id}/money/awards",
            new
            {
                funder = $"Fund of {name}",
                amount = "12000",
                startsOn = In(-200),
                endsOn = In(endsIn),
            }
        );
        return id;
    }

    public static Task<Guid> Said(
        this Session who,
        Guid innovation,
        string statement,
        string consent = "Public",
        string source = "Lived",
        string attribution = "Nobody",
        string group = "",
        Guid? person = null,
        bool sensitive = false,
        string consentUntil = ""
    ) =>
        who.Make(
            $"/api/innovations/{innovation}/knowledge/items",
            new
            {
                statement,
                consent,
                consentUntil,
                source,
                attribution,
                fromGroup = group,
                personId = person,
                isSensitive = sensitive,
                heardOn = In(-3),
            }
        );

    public static string Code(this Page shown) => Pattern().Match(shown.Text).Value;

    [GeneratedRegex("[0-9A-Z]{4}(-[0-9A-Z]{4}){2}")]
    private static partial Regex Pattern();
}
