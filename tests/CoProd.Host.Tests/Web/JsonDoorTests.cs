using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Web;

/// <summary>Whatever a program sends, it gets an answer it can read, and nothing half-read is kept.</summary>
public sealed class JsonDoorTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    public static TheoryData<string> Unreadable =>
        [
            "",
            "not json",
            "[]",
            "[{\"name\":\"x\"}]",
            "\"name\"",
            "null",
            "{\"name\":\"x\"",
            "{\"name\":\"x\"}{\"name\":\"y\"}",
            "{\"name\":" + new string('[', 200) + new string(']', 200) + "}",
            // Half of a surrogate pair is no text (RFC 8259, section 8.2); System.Text.Json throws when asked for it.
            "{\"\\ud800x\":1}",
            "{\"name\":\"\\ud800\"}",
            "{\"name\":[\"\\udc00\"]}",
        ];

    [Theory, MemberData(nameof(Unreadable))]
    public async Task What_is_no_object_is_refused_with_a_sentence(string body)
    {
        var (status, problem) = await Send(await (await sites.On(TestEngine.Sqlite)).As(Role.Coordinator), body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("Send one JSON object with the fields of this form.", (string?)problem["detail"]);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused_too()
    {
        var sam = await (await sites.On(TestEngine.Sqlite)).As(Role.Coordinator);
        using var content = new ByteArrayContent([.. "{\"name\":\""u8, 0xFF, 0xFE, .. "\"}"u8]);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        using var answer = await sam.Client.PostAsync("/api/innovations", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("{\"name\":{\"a\":1,\"b\":[2]}}", HttpStatusCode.Created)]
    [InlineData("{\"name\":12}", HttpStatusCode.Created)]
    [InlineData("{\"name\":\"Twice\",\"NAME\":\"twice\"}", HttpStatusCode.Created)]
    [InlineData("{\"name\":\"Unknown field\",\"colour\":\"red\",\"\":\"\"}", HttpStatusCode.Created)]
    [InlineData("{\"name\":\"Bad id\",\"id\":\"nonsense\",\"version\":\"x\"}", HttpStatusCode.Created)]
    [InlineData("{\"name\":null}", HttpStatusCode.BadRequest)]
    [InlineData("{\"name\":[]}", HttpStatusCode.BadRequest)]
    [InlineData("{\"name\":\"a\\u0000b\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"name\":\"x\",\"startedOn\":20250131}", HttpStatusCode.BadRequest)]
    [InlineData("{\"name\":\"x\",\"startedOn\":{}}", HttpStatusCode.BadRequest)]
    public async Task Odd_values_are_read_as_they_are_written_or_refused_beside_their_field(
        string body,
        HttpStatusCode expected
    )
    {
        var (status, answer) = await Send(await (await sites.On(TestEngine.Sqlite)).As(Role.Coordinator), body);

        Assert.Equal(expected, status);
        if (expected == HttpStatusCode.BadRequest)
            Assert.NotEmpty(answer["errors"]!.AsObject());
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_number_counts_as_a_number_and_as_text(TestEngine engine)
    {
        var sam = await (await sites.On(engine)).As(Role.Coordinator);
        var (_, made) = await sam.PostJson("/api/innovations", new { name = "Numbered" });
        var path = "/api/innovations/" + (string?)made!["id"];

        var (first, _) = await sam.PostJson(path, new { name = "Numbered once", version = 1 });
        var (second, _) = await sam.PostJson(path, new { name = "Numbered twice", version = "2" });
        var (late, problem) = await sam.PostJson(path, new { name = "Too late", version = 2 });

        Assert.Equal(HttpStatusCode.Created, first);
        Assert.Equal(HttpStatusCode.Created, second);
        Assert.Equal(HttpStatusCode.Conflict, late);
        Assert.Equal("Numbered twice", (string?)problem!["name"]![0]);
    }

    [Fact]
    public async Task A_key_too_long_to_be_kept_is_refused_instead_of_forgotten()
    {
        var sam = await (await sites.On(TestEngine.Sqlite)).As(Role.Coordinator);

        var (status, _) = await sam.PostJson("/api/innovations", new { name = "Long key" }, new string('k', 300));

        Assert.Equal(HttpStatusCode.BadRequest, status);
    }

    private static async Task<(HttpStatusCode, JsonNode)> Send(Session sam, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await sam.Client.PostAsync("/api/innovations", content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
