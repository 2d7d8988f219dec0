using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
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
            var nothing = await Wish(alex, "Rollback", of: "No.Such");
            Assert.Equal(HttpStatusCode.NotFound, nothing.Status);
            var back = await Wish(alex, "Rollback");
            Assert.Contains("goes back to the version before", back.Text);
        }
        await using (var site = await place.Serve())
        {
            var alex = await site.As(Role.Administrator);
            Assert.Contains("Running", await QuarantineTests.Card(site, Id));
            Assert.Contains($"{Id} 1.0.0 is back", (await alex.Open("/modules")).Text);
            Assert.Contains("has no version before", (await Wish(alex, "Confirm")).Text);
            Assert.Contains("is removed.", (await Wish(alex, "Uninstall")).Text);
            Assert.DoesNotContain("Asked for by", (await Wish(alex, "")).Text);
            await Wish(alex, "Uninstall");
        }
        await using (var site = await place.Serve())
        {
            var page = await (await site.As(Role.Administrator)).Open("/modules");
            Assert.Contains($"{Id} is removed. Its data stays", page.Text);
            Assert.DoesNotContain("Look for a newer version of " + Id, page.Text);
        }
    }

    [Fact]
    public async Task An_unsigned_module_is_taken_for_itself_and_not_for_what_it_needs()
    {
        const string Helped = "Culprits.Helped";
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        using var modules = new ModuleFolder();
        await Packed("1.0.0", Table);
        var folder = modules.Compile("Helped", source: "Quiet", needs: Id);
        Assert.Equal(0, (await Run(null, "module", "pack", folder, "--out", feed)).Code);
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

    // The first such form of the page: a wish to take back where there is one, else one on the module's card.
    private static async Task<Page> Wish(Session alex, string change, string of = Id) =>
        await (await alex.Open("/modules")).SendForm(
            "form[action='/modules/wish']",
            ("module", of),
            ("change", change)
        );

    private static async Task Ask(Session alex)
    {
        var asked = await (await alex.Open("/modules/get?module=" + Id)).Send(("allowUnsigned", Id));
        Assert.Contains("These take their place", asked.Text);
    }
}
