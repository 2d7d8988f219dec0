using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CoProd.Testing;

namespace CoProd.Championing.Tests.Site;

/// <summary>What the tests of this module do again and again.</summary>
internal static class Champ
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

    public static string Api(Guid innovation) => $"/api/innovations/{innovation}/champions";

    public static Task<Guid> Audience(
        this Session who,
        Guid innovation,
        string name,
        int power = 3,
        bool required = false
    ) =>
        who.Make(
            Api(innovation) + "/audiences",
            new
            {
                name,
                power = $"{power}",
                isRequired = required ? "yes" : "",
            }
        );

    public static Task<Guid> Stands(this Session who, Guid innovation, Guid audience, int stance, int day) =>
        who.Make($"{Api(innovation)}/audiences/{audience}/positions", new { stance = $"{stance}", on = In(day) });

    public static Task<Guid> Role(this Session who, Guid innovation, Guid person, params Guid[] audienceIds) =>
        who.Make(Api(innovation) + "/roles", new { personId = person, audienceIds });

    public static async Task<JsonNode> Ask(this Session who, string path)
    {
        var (status, body) = await who.Get(path);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {body}");
        return body!;
    }
}
