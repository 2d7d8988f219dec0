using System.Net;
using System.Net.Sockets;
using System.Text;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Web;

/// <summary>Addresses that nobody's link made.</summary>
public sealed class AddressTests(Sites sites) : IClassFixture<Sites>
{
    private static readonly string[] Lists =
    [
        "/",
        "/innovations",
        "/api/innovations",
        "/search",
        "/accounts",
        "/modules",
        "/imports",
    ];

    private static readonly string[] Questions =
    [
        "after=rubbish",
        "after=ffffffffffffffffffffffffffffffff%00x",
        "after=" + "00000000000000000000000000000000",
        "sort=drop",
        "sort=name;drop%20table%20innovation",
        "down=yes&sort=name&after=x",
        "filter=%00",
        "filter=%25_%27%22%3B--",
        "filter=%FF%FE",
        "filter=a&filter=b",
        "q=%00a",
        "q=%25",
        "as=csv&filter=%00",
        "=&&&===",
    ];

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Rubbish_behind_the_question_mark_breaks_no_list(TestEngine engine)
    {
        var site = await sites.On(engine);
        var admin = await site.As(Role.Administrator);
        var longOnes = new[] { "filter=", "q=", "after=", "sort=" }.Select(name => name + new string('x', 7_000));
        foreach (var list in Lists)
        {
            foreach (var question in Questions.Concat(longOnes))
            {
                using var answer = await admin.Client.GetAsync($"{list}?{question}");
                Assert.True(
                    (int)answer.StatusCode < 500,
                    $"{(int)answer.StatusCode} at {list}?{question[..Math.Min(60, question.Length)]}"
                );
            }
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_search_cut_in_the_middle_of_a_sign_breaks_nothing(TestEngine engine)
    {
        // Searches and filters read the first hundred characters; the hundredth may be half of an emoji.
        var admin = await (await sites.On(engine)).As(Role.Administrator);
        var asked = Uri.EscapeDataString(new string('a', 99) + "😀");
        foreach (var list in new[] { "/search?q=", "/?filter=", "/innovations?filter=" })
            Assert.Equal(HttpStatusCode.OK, (await admin.Client.GetAsync(list + asked)).StatusCode);
    }

    [Theory]
    [InlineData("/innovations/not-an-id")]
    [InlineData("/innovations/00000000-0000-0000-0000-000000000000")]
    [InlineData("/innovations/00000000-0000-0000-0000-000000000000/report")]
    [InlineData("/innovations/00000000-0000-0000-0000-000000000000/warnings/put-off")]
    [InlineData("/innovations/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/assets/-/..%2f..%2fcoprod.db")]
    [InlineData("/exports/%F0%9F%98%80")]
    [InlineData("/imports/00000000-0000-0000-0000-000000000000")]
    [InlineData("/imports/new/nothing")]
    [InlineData("//")]
    [InlineData("/%c0%ae%c0%ae/")]
    [InlineData("/%zz")]
    public async Task Rubbish_in_the_path_is_not_found(string path)
    {
        var site = await sites.On(TestEngine.Sqlite);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(site.Address).Port);
        var cookies = string.Join("; ", (await site.As(Role.Coordinator)).Cookies.Select(c => $"{c.Name}={c.Value}"));
        // By hand: HttpClient tidies an address up before it sends it.
        await client
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    $"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\nConnection: close\r\n\r\n"
                )
            );
        using var reader = new StreamReader(client.GetStream());
        var line = await reader.ReadLineAsync();

        Assert.Matches("^HTTP/1.1 (404|400|200|302)", line);
        if (path != "//")
            Assert.Matches("^HTTP/1.1 40[04]", line);
    }

    [
        Theory,
        InlineData("/"),
        InlineData("/sign-in"),
        InlineData("/health"),
        InlineData("/api/innovations"),
        InlineData("/assets/-/css/coprod.css")
    ]
    public async Task Asking_for_the_head_alone_gives_what_the_page_would_and_no_body(string path)
    {
        var viewer = await (await sites.On(TestEngine.Sqlite)).As(Role.Viewer);
        using var request = new HttpRequestMessage(HttpMethod.Head, path);

        using var head = await viewer.Client.SendAsync(request);
        using var page = await viewer.Client.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(page.Content.Headers.ContentType?.MediaType, head.Content.Headers.ContentType?.MediaType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }
}
