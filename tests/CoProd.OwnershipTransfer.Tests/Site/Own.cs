using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CoProd.Testing;

namespace CoProd.OwnershipTransfer.Tests.Site;

/// <summary>What the tests of this module do again and again.</summary>
internal static class Own
{
    public static DateOnly Day(int days) => DateOnly.FromDateTime(DateTime.UtcNow).AddDays(days);

    public static string In(int days) => Day(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A day as it is typed into a form's three boxes.</summary>
    public static (string, string)[] Typed(string field, DateOnly day) =>
        [
            (field + "-day", day.Day.ToString(CultureInfo.InvariantCulture)),
            (field + "-month", day.Month.ToString(CultureInfo.InvariantCulture)),
            (field + "-year", day.Year.ToString(CultureInfo.InvariantCulture)),
        ];

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

    public static string Api(Guid innovation) => $"/api/innovations/{innovation}/ownership";

    public static Task<Guid> Party(
        this Session who,
        Guid innovation,
        string name,
        string side = "Community",
        params Guid[] personIds
    ) =>
        who.Make(
            Api(innovation) + "/parties",
            new
            {
                name,
                side,
                personIds,
            }
        );

    public static Task<Guid> Holds(
        this Session who,
        Guid innovation,
        Guid party,
        string right,
        int share = 100,
        int from = 0,
        int? until = null,
        bool veto = false
    ) =>
        who.Make(
            Api(innovation) + "/holdings",
            new
            {
                right,
                partyId = party,
                share = $"{share}",
                hasVeto = veto ? "yes" : "",
                from = In(from),
                until = until is { } end ? In(end) : "",
            }
        );

    public static Task<Guid> Obligation(
        this Session who,
        Guid innovation,
        string what,
        Guid? party,
        Guid? person = null,
        int weight = 2,
        int from = 0,
        int? until = null
    ) =>
        who.Make(
            Api(innovation) + "/obligations",
            new
            {
                what,
                partyId = party?.ToString() ?? "",
                personId = person?.ToString() ?? "",
                weight = $"{weight}",
                from = In(from),
                until = until is { } end ? In(end) : "",
            }
        );

    public static async Task<JsonNode> Ask(this Session who, string path)
    {
        var (status, body) = await who.Get(path);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {body}");
        return body!;
    }

    public static async Task<string> Refused(this Session who, string path, object form)
    {
        var (status, body) = await who.PostJson(path, form);
        Assert.True(status == HttpStatusCode.BadRequest, $"{path}: {(int)status} {body}");
        return body!["errors"]!.ToJsonString();
    }
}
