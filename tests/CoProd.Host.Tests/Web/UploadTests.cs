using System.Net;
using System.Text;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Web;

/// <summary>A file that is sent again, by a double click or after going back, disturbs nothing that was sent before.</summary>
public sealed class UploadTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Both))]
    public async Task A_file_sent_many_times_is_looked_at_once_and_another_one_beside_it(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var page = await sam.Open("/imports/new/people-csv");
        var first = "name,role\r\nSent Often,x\r\n" + new string(' ', 200_000);

        var runs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Send(page, first, "first.csv")));
        var other = await Send(page, "name,role\r\nChosen After,x\r\n", "other.csv");
        var again = await Send(page, first, "first.csv");

        Assert.Single(runs.Append(again).Distinct());
        Assert.NotEqual(runs[0], other);
        Assert.Contains("first.csv", (await sam.Open(runs[0])).Text);
        Assert.Contains("other.csv", (await sam.Open(other)).Text);
        Assert.Equal(1, await site.Count("import_run where file_name = 'first.csv'"));
    }

    [Fact]
    public async Task Nobody_puts_a_file_in_the_place_of_somebody_elses()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var sam = await site.As(Role.Coordinator);
        var ada = await site.AsPerson((await sam.Send("/people/new", ("name", "Ada Uploads"))).Id(), "Ada Uploads");
        await (await site.As(Role.Administrator)).Send($"/accounts/{ada.AccountId}/role", ("role", "Coordinator"));
        ada = await site.Again(ada);
        var page = await sam.Open("/imports/new/open-referral");
        var theirs = await Send(page, "{\"name\": \"one\"}", "theirs.json");

        var mine = await Send(
            await ada.Open("/imports/new/people-csv"),
            "name,role\r\nPut There,x\r\n",
            "mine.csv",
            page.ValueOf("id")
        );

        Assert.NotEqual(theirs, mine);
        Assert.Contains("theirs.json", (await sam.Open(theirs)).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.Open(theirs)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await sam.Open(mine)).Status);
    }

    // Where the page leads that sends it.
    private static async Task<string> Send(Page page, string text, string name, string? id = null)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(page.ValueOf("__RequestVerificationToken")!), "__RequestVerificationToken" },
            { new StringContent(id ?? page.ValueOf("id")!), "id" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "file", name },
        };
        using var answer = await page.Session.Client.PostAsync(page.Path, form, Ct);
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, $"{answer.StatusCode}");
        return answer.Headers.Location!.ToString().Split('?')[0];
    }
}
