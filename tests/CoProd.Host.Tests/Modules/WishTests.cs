using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using CoProd.Contracts.Modules;
using CoProd.Host.Tests.Data;
using CoProd.Testing;

namespace CoProd.Host.Tests.Modules;

/// <summary>An administrator changes modules in the browser while the service runs; the next start carries it out.</summary>
public sealed class WishTests : LendsPackages
{
    private const string Table = "create table lend_item (id uuid not null primary key, name text not null);";

    [Theory, MemberData(nameof(Both))]
    public async Task A_module_comes_rises_goes_back_and_goes_in_the_browser(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await Packed("1.0.0", Table);
        Assert.Equal(0, (await Run(place, "feed", "add", feed)).Code);

        await using (var site = await place.Serve())
        {
            var alex = await site.As(Role.Administrator);
            Assert.Contains("No feed has a module called “zebra”.", (await alex.Open("/modules/get?q=zebra")).Text);
            Assert.Contains($"See what installing {Id} would do", (await alex.Open("/modules/get?q=lends")).Text);
            var plan = await alex.Open("/modules/get?module=" + Id);
            Assert.Contains($"Install {Id} 1.0.0 from {feed}, because you asked for it.", plan.Text);
            var refused = await plan.Send();
            Assert.Contains("is not signed by anybody whose modules of that name we trust.", refused.Text);
            Assert.False(File.Exists(Path.Combine(place.Folder, "modules.wanted.json")));
            var asked = await refused.Send(("allowUnsigned", Id));
            Assert.Equal("/modules", asked.Path);
            Assert.Contains($"These take their place: {Id} 1.0.0.", asked.Text);
            var other = await (await site.As(Role.Coordinator)).Open("/modules/get");
            Assert.NotEqual(HttpStatusCode.OK, other.Status);
        }
        // Whoever is without the network at the next start has everything already.
        File.Delete(Path.Combine(feed, $"{Id}.1.0.0.nupkg"));

        await using (var site = await place.Serve())
        {
            var alex = await site.As(Role.Administrator);
            Assert.Contains($"{Id} 1.0.0 is installed.", (await alex.Open("/modules")).Text);
            Assert.Contains("Running", await QuarantineTests.Card(site, Id));
            await Packed("1.1.0", Table, "alter table no_such_table add column due_on date;");
            await Ask(alex);
        }
        await using (var site = await place.Serve())
        {
            var alex = await site.As(Role.Administrator);
            Assert.Contains(
                $"{Id} stays as it was: Script 0002_culprit.sql failed",
                (await alex.Open("/modules")).Text
            );
            Assert.StartsWith($"{Id} 1.0.0", await QuarantineTests.Card(site, Id));
            await Packed("1.2.0", Table, "alter table lend_item add column due_on date;");
            await Ask(alex);
        }
        await using (var site = await place.Serve())
        {
            var alex = await site.As(Role.Administrator);
            Assert.Contains("1.0.0 is kept with its data of before the upgrade.", await QuarantineTests.Card(site, Id));
            Assert.Contains("There is nothing newer.", (await alex.Open("/modules/get?module=" + Id)).Text);
            Assert.Equal(HttpStatusCode.NotFound, (await alex.Open(Change("Rollback", of: "No.Such"))).Status);
            var planned = await alex.Open(Change("Rollback"));
            Assert.Contains($"{Id} goes from 1.2.0 back to 1.0.0.", planned.Text);
            Assert.Contains("1.0.0 and the data that was kept", (await alex.Open(Change("Confirm"))).Text);
            var back = await planned.Send();
            Assert.Contains("goes back to the version before", back.Text);
        }
        await using (var site = await place.Serve())
        {
            var alex = await site.As(Role.Administrator);
            Assert.Contains("Running", await QuarantineTests.Card(site, Id));
            Assert.Contains($"{Id} 1.0.0 is back", (await alex.Open("/modules")).Text);
            Assert.Contains("has no version before", (await alex.Open(Change("Confirm"))).Text);
            var asked = await alex.Send(Change("Uninstall"));
            Assert.Contains("is removed. Its data stays", asked.Text);
            var taken = await asked.SendForm("form[action='/modules/wish']");
            Assert.DoesNotContain("Asked for by", taken.Text);
            await alex.Send(Change("Uninstall"));
        }
        await using (var site = await place.Serve())
        {
            var page = await (await site.As(Role.Administrator)).Open("/modules");
            Assert.Contains($"{Id} is removed. Its data stays", page.Text);
            Assert.DoesNotContain("Look for a newer version of " + Id, page.Text);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_module_goes_with_its_data_which_stays_as_a_file_and_comes_back_from_it(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        await Packed("1.0.0", Table);
        await Run(place, "module", "install", Id, "--from", feed);
        await Record(place, "1.0.0", "Walking frame");
        await Run(place, "feed", "add", feed);
        byte[] now;
        await using (var site = await place.Serve())
        {
            var alex = await site.As(Role.Administrator);
            var link = (await alex.Open("/modules")).Document.QuerySelector($"a[href='/modules/data?module={Id}']");
            Assert.NotNull(link);
            now = await alex.Client.GetByteArrayAsync("/modules/data?module=" + Id);
            var sam = await (await site.As(Role.Coordinator)).Open("/modules/data?module=" + Id);
            Assert.NotEqual(HttpStatusCode.OK, sam.Status);
            Assert.Equal(HttpStatusCode.NotFound, (await alex.Open("/modules/data?module=No.Such")).Status);

            var plan = await alex.Open(Change("Uninstall"));
            Assert.Contains($"{Id} 1.0.0 is removed, and its pages with it.", plan.Text);
            var asked = await plan.Send(("export", "yes"), ("purge", "yes"));
            Assert.Contains("is removed with its data. It is written into a file first.", asked.Text);
        }
        string kept;
        await using (var site = await place.Serve())
        {
            var alex = await site.As(Role.Administrator);
            var page = await alex.Open("/modules");
            Assert.Contains($"{Id} is removed with its data. Its data was written into {Id}-1.0.0-", page.Text);
            kept = page.Document.QuerySelector("a[href^='/modules/kept']")!.GetAttribute("href")!;
            Assert.Equal(now, await alex.Client.GetByteArrayAsync(kept));
            var outside = await alex.Open("/modules/kept?file=../host.lock");
            Assert.Equal(HttpStatusCode.NotFound, outside.Status);
            Assert.Contains("Install it first.", (await Import(alex, now)).ErrorOf("file"));
            await (await alex.Open("/modules/get?module=" + Id)).Send(("allowUnsigned", Id));
        }
        await using (var site = await place.Serve())
        {
            var alex = await site.As(Role.Administrator);
            Assert.Contains("damaged", (await Import(alex, now[..^40])).ErrorOf("file"));
            Assert.Contains($"The data of {Id} is taken in from a file.", (await Import(alex, now)).Text);
        }
        await using (var site = await place.Serve())
            Assert.Contains(
                $"The data of {Id} is in, as it was (rows: 1).",
                (await (await site.As(Role.Administrator)).Open("/modules")).Text
            );
        Assert.Equal(["Walking frame"], await Names(place, "1.0.0"));
        Assert.Empty(Directory.GetFiles(Path.Combine(place.Folder, "uploads")));
    }

    [Fact]
    public async Task Whoever_waits_for_a_slow_feed_sees_how_far_it_is_without_a_script()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await Packed("1.0.0", Table);
        await PackedAs("Helped", source: "Quiet", needs: Id);
        await using var server = await SlowFeed.Serve(feed);
        Assert.Equal(0, (await Run(place, "feed", "add", server.Index)).Code);
        await using var site = await place.Serve();
        var alex = await site.As(Role.Administrator);

        var shown = await (await alex.Open("/modules/get?module=Culprits.Helped")).Send(("allowUnsigned", Id));

        Assert.StartsWith("/modules/getting?run=", shown.Path);
        Assert.Contains("Culprits.Helped is being brought", shown.Text);
        Assert.Matches(@"Culprits\.\w+ [\d.]+: \d+\.\d MB are here", shown.Text);
        Assert.Contains("0 of 4", shown.Text);
        Assert.NotNull(shown.Document.QuerySelector("meta[http-equiv=refresh]"));
        server.GoOn();
        // It turned out unsigned: the form comes back as it was sent, with the reason.
        var ended = shown;
        for (var tries = 0; tries < 100 && ended.Path.StartsWith("/modules/getting", StringComparison.Ordinal); tries++)
            ended = await alex.Open(shown.Path);
        Assert.StartsWith("Culprits.Helped is not signed by anybody", ended.ErrorOf("allowUnsigned"));
        Assert.NotNull(ended.Document.QuerySelector($"input[name=allowUnsigned][value='{Id}'][checked]"));
        var both = await ended.Send(("allowUnsigned", Id), ("allowUnsigned", "Culprits.Helped"));
        Assert.Contains($"These take their place: Culprits.Helped 0.1.0, {Id} 1.0.0.", both.Text);
        Assert.Equal("/modules", (await alex.Open("/modules/getting?run=" + Guid.NewGuid())).Path);
    }

    private static async Task<Page> Import(Session alex, byte[] file)
    {
        var page = await alex.Open("/modules/import");
        using var form = new MultipartFormDataContent();
        foreach (var field in page.Document.QuerySelectorAll("main form input[type=hidden]"))
            form.Add(new StringContent(field.GetAttribute("value") ?? ""), field.GetAttribute("name")!);
        form.Add(new ByteArrayContent(file), "file", "data.zip");
        using var answer = await alex.Client.PostAsync("/modules/import", form);
        if (answer.Headers.Location is { } next)
            return await alex.Open(next.ToString());
        var text = await answer.Content.ReadAsStringAsync();
        return page with { Status = answer.StatusCode, Html = text, Document = new HtmlParser().ParseDocument(text) };
    }

    [Fact]
    public async Task An_unsigned_module_is_taken_for_itself_and_not_for_what_it_needs()
    {
        const string Helped = "Culprits.Helped";
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        await Packed("1.0.0", Table);
        await PackedAs("Helped", source: "Quiet", needs: Id);
        await Run(place, "feed", "add", feed);
        await using var site = await place.Serve();
        var plan = await (await site.As(Role.Administrator)).Open("/modules/get?module=" + Helped);

        var refused = await plan.Send(("allowUnsigned", Helped));
        var taken = await refused.Send(("allowUnsigned", Helped), ("allowUnsigned", Id));

        Assert.StartsWith($"{Id} is not signed by anybody", refused.ErrorOf("allowUnsigned"));
        Assert.Contains($"These take their place: {Helped} 0.1.0, {Id} 1.0.0.", taken.Text);
    }

    [Fact]
    public async Task The_page_starts_CoProd_again_and_what_was_wanted_is_there()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        using var coprod = Testing.Console.Start(["demo", "--port", "0", "--data", place.Folder]);
        try
        {
            _ = coprod.StandardError.ReadToEndAsync();
            var (address, link) = ("", "");
            while (await coprod.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("Press"))
            {
                if (Regex.Match(line, @"(http://127[\d.:]+)(/demo/administrator/\w+)") is { Success: true } found)
                    (address, link) = (found.Groups[1].Value, found.Groups[2].Value);
            }
            _ = coprod.StandardOutput.ReadToEndAsync();
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            await client.GetAsync(link);
            Packages.Wishes.Alter(
                place.Folder,
                wishes =>
                    wishes.Wanted["No.Such"] = new()
                    {
                        Change = Packages.Change.Uninstall,
                        Id = "No.Such",
                        By = "Priya",
                    }
            );
            var page = await client.GetStringAsync("/modules");
            var token = Regex.Match(page, "name=\"(__Request\\w+)\" value=\"([^\"]+)\"");
            using var form = new FormUrlEncodedContent([new(token.Groups[1].Value, token.Groups[2].Value)]);
            var waiting = await client.PostAsync("/modules/restart", form);
            Assert.Contains("CoProd starts again", await waiting.Content.ReadAsStringAsync());
            var run = waiting.RequestMessage!.RequestUri!.Query;

            var next = "";
            for (var clock = Stopwatch.StartNew(); next != "/modules" && clock.Elapsed.TotalSeconds < 60; )
            {
                await Task.Delay(500);
                try
                {
                    next = (string?)JsonNode.Parse(await client.GetStringAsync("/modules/started" + run))!["next"];
                }
                catch (HttpRequestException)
                {
                    // It is on its way.
                }
            }

            // Still signed in, at the same address, in the same process, with what was wanted done.
            var back = await client.GetStringAsync("/modules");
            Assert.Contains("No.Such stays as it was: There is no module No.Such here.", WebUtility.HtmlDecode(back));
            Assert.False(coprod.HasExited);
        }
        finally
        {
            coprod.Kill();
            await coprod.WaitForExitAsync();
        }
    }

    [Fact]
    public async Task Without_a_feed_the_page_says_what_to_do_and_rubbish_changes_nothing()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        var alex = await site.As(Role.Administrator);

        Assert.Contains("There is no feed to take modules from.", (await alex.Open("/modules/get?q=x")).Text);
        Assert.Contains("There is no feed to take modules from.", (await alex.Open("/modules/get?module=../x")).Text);
    }

    [Fact]
    public async Task A_file_of_wishes_that_cannot_be_read_is_told_and_nothing_is_changed()
    {
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        var path = Path.Combine(place.Folder, "modules.wanted.json");
        await File.WriteAllTextAsync(path, "{ rubbish");

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(place.Serve);

        Assert.Contains($"{path} cannot be read", refused.Message);
        Assert.Equal("{ rubbish", await File.ReadAllTextAsync(path));
    }

    private static string Change(string change, string of = Id) => $"/modules/change?module={of}&change={change}";

    private static async Task Ask(Session alex)
    {
        var asked = await (await alex.Open("/modules/get?module=" + Id)).Send(("allowUnsigned", Id));
        Assert.Contains("These take their place", asked.Text);
    }
}
