using System.Net;
using System.Text.Json.Nodes;
using CoProd.Contracts.Modules;
using CoProd.Testing;
using Dapper;

namespace CoProd.Host.Tests.Web;

public sealed class ErrorPageTests(Sites sites) : IClassFixture<Sites>
{
    [Fact]
    public async Task A_person_who_finds_nothing_is_told_so_in_words()
    {
        var site = await sites.On(TestEngine.Sqlite);
        using var nobody = site.Anonymous();

        foreach (var who in new[] { await site.As(Role.Viewer), nobody })
        {
            var page = await who.Open("/no/such/page");
            Assert.Equal(HttpStatusCode.NotFound, page.Status);
            Assert.Contains("There is nothing here for you", page.Text);
            Assert.Contains("Check the address", page.Text);
            Assert.Equal("/", page.Document.QuerySelector("main a")!.GetAttribute("href"));
        }
    }

    [Fact]
    public async Task A_program_that_finds_nothing_is_told_so_as_problem_details()
    {
        var site = await sites.On(TestEngine.Sqlite);
        using var answer = await (await site.As(Role.Viewer)).Client.GetAsync("/api/no-such-thing");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(404, (int)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!);
    }

    [Fact]
    public async Task A_fault_of_ours_gives_a_reference_and_nothing_of_the_inside()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var viewer = await site.As(Role.Viewer);
        await site.Data().Write(w => w.Connection.Execute("alter table warning rename to gone"));
        var register = site.Host().Modules.Find("CoProd.Register")!.Database!;
        await register.Write(w => w.Connection.Execute("alter table innovation rename to gone"));

        var page = await viewer.Open("/");
        var (status, problem) = await viewer.Get("/api/innovations");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Matches("Reference for your administrator: [0-9a-f]{8}", page.Text);
        foreach (var inside in new[] { "Exception", "no such table", "   at ", "select" })
        {
            Assert.DoesNotContain(inside, page.Html);
            Assert.DoesNotContain(inside, problem!.ToJsonString());
        }
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Matches("^[0-9a-f]{8}$", (string?)problem!["reference"]);
        // The administrator finds what happened beside the module it happened in.
        Assert.Contains("no such table", (await (await site.As(Role.Administrator)).Open("/modules")).Text);
    }
}
