using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CoProd.Contracts.Modules;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Security;

public sealed class TokenTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_token_made_at_the_console_has_the_rights_of_its_account(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = "prog-" + Guid.CreateVersion7();
        await site.Make(name, Role.Viewer);

        var made = await site.Run("token", "create", name);

        Assert.True(made.Code == 0, made.Errors);
        var token = made.Output.Trim();
        Assert.Equal(HttpStatusCode.OK, (await Ask(site, "/api/innovations", token)).Status);
        var (refused, problem) = await Ask(site, "/api/innovations", token, "{\"name\":\"x\"}");
        Assert.Equal(HttpStatusCode.Forbidden, refused);
        Assert.Equal(403, (int)problem!["status"]!);
        Assert.Equal(0, await site.Count("api_token where hash like '%' || @token || '%'", new { token }));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Tokens_that_are_revoked_or_run_out_or_made_up_open_nothing(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var token = sam.Token!;
        Assert.Equal(HttpStatusCode.OK, (await Ask(site, "/api/innovations", token)).Status);

        await Set("expires_at = '2020-01-01T00:00:00.000000Z'");
        await Refused(token);
        await Set("expires_at = null, revoked = true");
        await Refused(token);
        await Set("revoked = false");
        Assert.Equal(HttpStatusCode.OK, (await Ask(site, "/api/innovations", token)).Status);
        await Refused(token + "0");
        await Refused("coprod_");
        await Refused("garbage");
        await Refused("");

        Task Set(string what) =>
            site.Data()
                .Write(w =>
                    w.Connection.Execute(
                        $"update api_token set {what} where account_id = @AccountId",
                        new { sam.AccountId }
                    )
                );

        async Task Refused(string wrong)
        {
            var (status, problem) = await Ask(site, "/api/innovations", wrong);
            Assert.Equal(HttpStatusCode.Unauthorized, status);
            Assert.Equal(401, (int)problem!["status"]!);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_token_is_listed_and_taken_back_at_the_console(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = "prog-" + Guid.CreateVersion7();
        await site.Make(name, Role.Viewer);
        var token = (await site.Run("token", "create", name, "--name", "nightly")).Output.Trim();

        var list = await site.Run("token", "list", name);
        var id = list.Output.Split('\t')[0];
        var taken = await site.Run("token", "revoke", id);

        Assert.Contains("nightly", list.Output);
        Assert.DoesNotContain(token, list.Output);
        Assert.True(taken.Code == 0, taken.Errors);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Ask(site, "/api/innovations", token)).Status);
        Assert.Equal(1, (await site.Run("token", "revoke", Guid.NewGuid().ToString())).Code);
    }

    [Fact]
    public async Task A_token_without_an_account_or_for_no_time_is_refused_in_a_sentence()
    {
        var site = await sites.On(TestEngine.Sqlite);
        await site.Make("days", Role.Viewer);

        var nobody = await site.Run("token", "create", "nobody-of-that-name");
        Assert.Equal(1, nobody.Code);
        Assert.Contains("There is no account", nobody.Errors);
        foreach (var days in new[] { "0", "-5", "999999999" })
        {
            var refused = await site.Run("token", "create", "days", "--days", days);
            Assert.NotEqual(0, refused.Code);
            Assert.DoesNotContain("   at ", refused.Errors);
            Assert.DoesNotContain("coprod_", refused.Output);
        }
    }

    [
        Theory,
        InlineData("/"),
        InlineData("/innovations"),
        InlineData("/accounts"),
        InlineData("/api"),
        InlineData("/exports/x")
    ]
    public async Task A_token_opens_no_page(string path)
    {
        var site = await sites.On(TestEngine.Sqlite);
        var token = (await site.As(Role.Administrator)).Token!;
        using var program = site.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

        using var answer = await program.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_reads_the_description_of_what_it_may_ask()
    {
        var site = await sites.On(TestEngine.Sqlite);
        Assert.Equal(HttpStatusCode.OK, (await Ask(site, "/openapi", (await site.As(Role.Viewer)).Token!)).Status);
    }

    private static async Task<(HttpStatusCode Status, JsonNode? Body)> Ask(
        TestSite site,
        string path,
        string token,
        string? json = null
    )
    {
        using var program = site.Anonymous();
        using var request = new HttpRequestMessage(json is null ? HttpMethod.Get : HttpMethod.Post, path);
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (json is not null)
            request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await program.Client.SendAsync(request);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync()));
    }
}
