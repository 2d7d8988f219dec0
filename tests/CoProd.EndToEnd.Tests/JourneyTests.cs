using CoProd.Contracts.Modules;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoProd.EndToEnd.Tests;

/// <summary>What people come for, done in a browser as they would do it, in the demo's institution.</summary>
public sealed class JourneyTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task The_coordinator_is_warned_in_time_asks_what_if_and_sees_what_a_bid_would_do()
    {
        var page = await browser.Open(Role.Coordinator);

        await page.GotoAsync("/");
        var warning = page.Locator(".cp-need", new() { HasText = "Steady Together" }).Filter(new() { HasText = "80%" });
        await Expect(warning)
            .ToContainTextAsync($"By {DateOnly.FromDateTime(DateTime.UtcNow).AddDays(10):d MMMM yyyy}");
        await warning.GetByRole(AriaRole.Link, new() { Name = "See the gap, and what would close it" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("£60,000");

        var bid = page.GetByRole(AriaRole.Group, new() { NameRegex = new("Steady for three years") });
        await bid.GetByText("It fails").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what would be" }).ClickAsync();

        // With the £50,000 lost, £30,000 cannot pay £60,000: the gap is certain.
        await Expect(page.Locator("main")).ToContainTextAsync("100%");
    }

    [Fact]
    public async Task A_co_producer_meets_only_what_is_theirs_and_a_note_never_ticks_somebody_else()
    {
        var page = await browser.Open(Role.CoProducer, width: 360, height: 740);

        await page.GotoAsync("/");
        // Each card that asks for something can be answered by the one who reads it.
        foreach (var need in await page.Locator(".cp-need").AllAsync())
            await Expect(need.Locator(".cp-need__step")).ToHaveCountAsync(1);
        var links = page.Locator(".cp-innovation-row__name a");
        var first = (await links.First.GetAttributeAsync("href"))!.Split('/')[^1];

        await page.GotoAsync($"/capture?innovationId={first}");
        await page.GetByLabel("In your own words").FillAsync("The door was locked.");
        await page.GetByLabel("We changed something").CheckAsync();
        var other = page.Locator("#about option:not([selected])").First;
        await page.Locator("#about").SelectOptionAsync((await other.GetAttributeAsync("value"))!);
        await page.GetByRole(AriaRole.Button, new() { Name = "Change" }).ClickAsync();

        await Expect(page.GetByLabel("In your own words")).ToHaveValueAsync("The door was locked.");
        await Expect(page.GetByLabel("We changed something")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("We learned something")).Not.ToBeCheckedAsync();
        foreach (var person in await page.Locator("input[name=people]:checked").AllAsync())
            await Expect(page.Locator($"label[for='{await person.GetAttributeAsync("id")}']"))
                .ToContainTextAsync("Maureen Pike");
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_file_is_looked_through_first_and_its_good_rows_are_taken_in(bool script)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            $"""
            Identifier,Title,Currency,Amount Awarded,Award Date,Recipient Org:Identifier,Recipient Org:Name,Funding Org:Identifier,Funding Org:Name
            browser-{script}-1,Seeds,GBP,1250.50,2026-01-01,GB-CHC-90{(
                script ? 1 : 2
            )}0001,Allotment {script},GB-CHC-1,A funder
            browser-{script}-2,Tools,GBP,lots,2026-01-01,GB-CHC-90{(
                script ? 1 : 2
            )}0001,Allotment {script},GB-CHC-1,A funder
            """
        );
        var page = await browser.Open(Role.Coordinator, script: script);

        await page.GotoAsync("/imports");
        await page.Locator("a[href='/imports/new/360giving']").ClickAsync();
        await page.GetByLabel("The file").SetInputFilesAsync(file);
        await page.GetByRole(AriaRole.Button, new() { Name = "Look through the file" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("What would change");
        await Expect(page.Locator("main")).ToContainTextAsync("£1,250.50");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take in what is good" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("It is in");

        await page.GotoAsync($"/search?q=allotment%20{script}");
        await Expect(page.Locator("main")).ToContainTextAsync($"Allotment {script}");
        File.Delete(file);
    }

    [Fact]
    public async Task A_co_producer_tells_what_happened_on_a_phone_and_takes_it_back()
    {
        var page = await browser.Open(Role.CoProducer, width: 360, height: 740);

        await page.GotoAsync("/");
        await page.GetByText("What happened?").ClickAsync();
        await page.GetByLabel("In your own words").FillAsync("Ivy brought her sister along.");
        await page.GetByText("We learned something").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(page.Locator(".cp-flash")).ToBeVisibleAsync();

        await page.GotoAsync("/me");
        await Expect(page.Locator("main")).ToContainTextAsync("Ivy brought her sister along.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Undo" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Undo|ake it back") }).First.ClickAsync();
        await page.GotoAsync("/me");
        await Expect(page.Locator("main")).Not.ToContainTextAsync("Ivy brought her sister along.");
    }

    [Fact]
    public async Task A_co_producer_sees_what_concerns_them_and_no_more()
    {
        var page = await browser.Open(Role.CoProducer);

        await page.GotoAsync("/");
        await Expect(page.Locator("main")).ToContainTextAsync("Steady Together");
        await Expect(page.Locator("main")).Not.ToContainTextAsync("Kitchen Table");
        await page.GotoAsync("/search?q=kitchen");
        await Expect(page.Locator("main")).Not.ToContainTextAsync("Kitchen Table");
        var people = await page.GotoAsync("/people");
        Assert.Equal(403, people!.Status);
    }
}
