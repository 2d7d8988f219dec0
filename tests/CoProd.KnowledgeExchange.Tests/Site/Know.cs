using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CoProd.Testing;

namespace CoProd.KnowledgeExchange.Tests.Site;

/// <summary>What the tests of this module do again and again.</summary>
internal static class Know
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

    public static async Task<Guid> Person(this Session who, string name, params IEnumerable<Guid> partOf)
    {
        var id = await who.Make("/api/people", new { name });
        foreach (var innovation in partOf)
            await who.Make($"/api/innovations/{innovation}/people", new { personId = id });
        return id;
    }

    public static string Api(Guid innovation) => $"/api/innovations/{innovation}/knowledge";

    public static Task<Guid> Item(
        this Session who,
        Guid innovation,
        string statement,
        string source = "Lived",
        string consent = "Innovation",
        Guid? person = null,
        int day = 0,
        string topic = "",
        string group = "",
        string place = "",
        string agreement = ""
    ) =>
        who.Make(
            Api(innovation) + "/items",
            new
            {
                statement,
                source,
                consent,
                personId = person,
                heardOn = In(day),
                topic,
                fromGroup = group,
                place,
                agreement,
            }
        );

    public static Task<Guid> Decision(this Session who, Guid innovation, string question, int? day = null) =>
        who.Make(
            Api(innovation) + "/decisions",
            day is { } on
                ? new
                {
                    question,
                    outcome = "Yes.",
                    decidedOn = In(on),
                }
                : new
                {
                    question,
                    outcome = "",
                    decidedOn = "",
                }
        );

    public static Task<Guid> Tie(
        this Session who,
        Guid innovation,
        Guid item,
        Guid decision,
        string effect = "Adopted",
        string reason = ""
    ) =>
        who.Make(
            Api(innovation) + "/links",
            new
            {
                itemId = item,
                decisionId = decision,
                effect,
                reason,
            }
        );

    public static async Task<JsonNode> Ask(this Session who, string path)
    {
        var (status, body) = await who.Get(path);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {body}");
        return body!;
    }

    /// <summary>
    /// What an innovation's list holds once it holds so much: what was told is told to other modules after it is kept, on a slow machine a
    /// little later.
    /// </summary>
    public static async Task<string[]> FoundOnce(this Session who, Guid innovation, int count)
    {
        for (var times = 0; ; times++)
        {
            var found = await who.Found(innovation, "");
            if (found.Length == count || times == 300)
                return found;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public static async Task<string[]> Found(this Session who, Guid innovation, string words) =>
        [
            .. (await who.Ask($"{Api(innovation)}/items?filter={Uri.EscapeDataString(words)}"))["rows"]!
                .AsArray()
                .Select(row => (string)row!["statement"]!),
        ];
}
