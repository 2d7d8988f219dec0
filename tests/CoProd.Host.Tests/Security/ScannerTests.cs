using System.Net;
using System.Net.Sockets;
using System.Text;
using CoProd.Contracts.Modules;
using CoProd.Host.Doctor;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Testing;

namespace CoProd.Host.Tests.Security;

/// <summary>Files that people bring are shown to a virus scanner, where one is named.</summary>
public sealed class ScannerTests(Sites sites) : IClassFixture<Sites>
{
    private const string Upload = "/imports/new/people-csv";

    public static TheoryData<TestEngine> Both => Engines.Both;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Both))]
    public async Task A_file_with_a_virus_is_refused_in_a_sentence_kept_nowhere_and_noted(TestEngine engine)
    {
        var site = await sites.On(engine);
        await using var clamd = Clamd.Start();
        var sam = await site.As(Role.Coordinator);
        var clean = Encoding.UTF8.GetBytes("name\r\nAnnie Clean\r\n");
        Assert.True(IsTaken(await Bring(sam, clean)));
        Assert.Equal(0, clamd.Asked);
        var before = Files(site);

        await Name(site, clamd.Address);
        var found = await Bring(sam, [.. clean, .. Clamd.Eicar]);
        Assert.Equal(HttpStatusCode.BadRequest, found.Status);
        Assert.Contains("The virus scanner found something harmful in this file (Eicar-Test-Signature).", found.Text);
        // Another door, of another kind of file.
        var archive = await Bring(await site.As(Role.Administrator), Clamd.Eicar, "/imports/innovation");
        Assert.Contains("Eicar-Test-Signature", archive.Text);
        Assert.Equal(before, Files(site));
        Assert.Equal(1, await site.Count("import_run"));
        Assert.Equal(
            2,
            await site.Count("audit where outcome = 'Refused' and detail = 'virus scanner: Eicar-Test-Signature'")
        );

        Assert.True(IsTaken(await Bring(sam, clean)));
        Assert.Equal(clean, clamd.Shown);
        clamd.Most = 10;
        Assert.Contains("does not look at files of this size", (await Bring(sam, clean)).Text);
        await Name(site, "none");
        var asked = clamd.Asked;
        Assert.True(IsTaken(await Bring(sam, Clamd.Eicar)));
        Assert.Equal(asked, clamd.Asked);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task While_the_scanner_does_not_answer_no_file_is_taken_and_the_doctor_names_it(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        await using (var clamd = Clamd.Start())
        {
            await Name(site, clamd.Address);
            Assert.Contains("answers", Assert.Single(await Examined(site, Badness.Ok)).Found);
        }
        var before = Files(site);

        var refused = await Bring(sam, Encoding.UTF8.GetBytes("name\r\nAnnie Later\r\n"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.Contains("The virus scanner does not answer at the moment", refused.Text);
        Assert.Equal(before, Files(site));
        Assert.Equal(1, await site.Count("audit where outcome = 'Refused' and detail = 'virus scanner: no answer'"));
        Assert.Contains("does not answer", Assert.Single(await Examined(site, Badness.Wrong)).Found);
        await Name(site, "none");
        Assert.Contains("none is asked", Assert.Single(await Examined(site, Badness.Ok)).Found);
    }

    [Fact]
    public async Task One_that_hangs_is_not_waited_for_and_one_in_the_file_system_is_asked_the_same()
    {
        await using (var clamd = Clamd.Start())
        {
            clamd.Hangs = true;
            var scanner = Scanner(clamd.Address);
            var began = DateTime.UtcNow;
            Assert.Equal(ScanResult.NoAnswer, (await scanner.Look(new MemoryStream(Clamd.Eicar), Ct)).Result);
            Assert.False(await scanner.Answers(Ct));
            Assert.True(DateTime.UtcNow - began < TimeSpan.FromSeconds(30));
        }
        var folder = Directory.CreateTempSubdirectory("clamd-");
        await using (var clamd = Clamd.StartAt(Path.Combine(folder.FullName, "clamd.ctl")))
        {
            // Over the edge of a piece.
            var file = new byte[300_000];
            Clamd.Eicar.CopyTo(file, (64 << 10) - 20);
            var answer = await Scanner(clamd.Address).Look(new MemoryStream(file), Ct);
            Assert.Equal(new ScanAnswer(ScanResult.Found, "Eicar-Test-Signature"), answer);
            Assert.Equal(file, clamd.Shown);
            // It hangs up in the middle of what it will not look at.
            var large = await Scanner(clamd.Address).Look(new MemoryStream(new byte[8 << 20]), Ct);
            Assert.Equal(ScanResult.TooLarge, large.Result);
        }
        Assert.Equal(
            ScanResult.NoAnswer,
            (await Scanner($"unix:{folder.FullName}/gone").Look(new MemoryStream(), Ct)).Result
        );
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Something_else_that_answers_there_is_no_scanner()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        var served = Task.Run(
            async () =>
            {
                using var other = await socket.AcceptSocketAsync(Ct);
                await other.SendAsync("220 mail.example.org ESMTP\r\n"u8.ToArray(), Ct);
            },
            Ct
        );
        var answer = await Scanner(socket.LocalEndpoint.ToString()!).Look(new MemoryStream(Clamd.Eicar), Ct);
        Assert.Equal(ScanResult.NoAnswer, answer.Result);
        await served;
    }

    [Theory]
    [InlineData("127.0.0.1:3310", true)]
    [InlineData("[::1]:3310", true)]
    [InlineData("scanner.example.org:3310", true)]
    [InlineData("unix:/run/clamav/clamd.ctl", true)]
    [InlineData("none", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("http://scanner:3310", false)]
    [InlineData("scanner:0", false)]
    [InlineData("scanner:99999", false)]
    [InlineData("unix:clamd.ctl", false)]
    public async Task An_address_of_a_scanner_is_known_by_its_looks(string typed, bool isTaken)
    {
        var site = await sites.On(TestEngine.Sqlite);
        var page = await Name(site, typed);
        Assert.Equal(isTaken ? HttpStatusCode.OK : HttpStatusCode.BadRequest, page.Status);
        if (!isTaken)
            Assert.StartsWith("That is no address of a scanner.", page.ErrorOf("value"));
        await Name(site, "none");
    }

    private static VirusScanner Scanner(string address) =>
        new(
            name => name == HostSettings.VirusScanner ? address : null,
            new HostOptions { DataFolder = "", ScanLimit = TimeSpan.FromSeconds(5) }
        );

    private static async Task<Page> Name(TestSite site, string address)
    {
        var page = await (await site.As(Role.Administrator)).Open("/settings");
        return await page.SendForm(
            $"form:has(input[value='{HostSettings.VirusScanner}'])",
            ("name", HostSettings.VirusScanner),
            ("value", address)
        );
    }

    private static bool IsTaken((HttpStatusCode Status, string Text) answer) =>
        answer.Status is HttpStatusCode.Redirect or HttpStatusCode.SeeOther;

    private static async Task<(HttpStatusCode Status, string Text)> Bring(
        Session somebody,
        byte[] file,
        string where = Upload
    )
    {
        var page = await somebody.Open(where);
        using var form = new MultipartFormDataContent();
        foreach (var field in page.Document.QuerySelectorAll("main form[method=post] input[type=hidden]"))
            form.Add(new StringContent(field.GetAttribute("value") ?? ""), field.GetAttribute("name")!);
        form.Add(new ByteArrayContent(file), "file", "brought.csv");
        using var answer = await somebody.Client.PostAsync(where, form, Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private static int Files(TestSite site)
    {
        var folder = Path.Combine(site.Folder, "uploads");
        return Directory.Exists(folder) ? Directory.GetFiles(folder).Length : 0;
    }

    private static async Task<IReadOnlyList<Finding>> Examined(TestSite site, Badness how) =>
        [
            .. (await Examination.Of(site.Host().Options, Ct))!.Where(finding =>
                finding.What == "virus-scanner" && finding.How == how
            ),
        ];
}
