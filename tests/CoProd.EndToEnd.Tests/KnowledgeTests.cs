using CoProd.Contracts.Modules;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoProd.EndToEnd.Tests;

/// <summary>She said it, it changed, she knows: from "What happened?" on a phone to what she reads on hers.</summary>
public sealed class KnowledgeTests(Browser browser) : IClassFixture<Browser>
{
    private const string Words = "The rail by the steps is loose, and nobody dares to lean on it.";

    [Fact]
    public async Task What_somebody_told_is_decided_on_and_answered_and_she_reads_it_on_her_phone()
    {
        var hers = await browser.Open(Role.CoProducer, width: 360, height: 740);
        await hers.GotoAsync("/me/knowledge");
        var panel = hers.Locator(".cp-capture");
        await panel.Locator("summary").ClickAsync();
        await panel.GetByLabel("In your own words").FillAsync(Words);
        await panel.GetByLabel("About").SelectOptionAsync(new SelectOptionValue { Label = "Steady Together" });
        await panel.Locator("#capture-Learned").CheckAsync();
        await panel.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();

        var page = await browser.Open(Role.Coordinator, width: 360, height: 740);
        await page.GotoAsync("/knowledge");
        await page.Locator("main")
            .GetByRole(AriaRole.Link, new() { Name = "Steady Together", Exact = true })
            .ClickAsync();
        var knowledge = page.Url;
        await page.GetByRole(AriaRole.Link, new() { Name = "All that people know" }).ClickAsync();
        await page.GetByLabel("Look for words").FillAsync("rail loose");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Looks(page);
        await page.GetByRole(AriaRole.Link, new() { Name = Words }).ClickAsync();
        await Looks(page);
        // The note did not say whose knowledge it is, nor who may read it.
        await page.GetByRole(AriaRole.Link, new() { Name = "Correct it" }).ClickAsync();
        await page.GetByLabel("Whose knowledge is it?")
            .SelectOptionAsync(new SelectOptionValue { Label = "Maureen Pike" });
        await page.GetByLabel("What kind of knowledge is it?").SelectOptionAsync("Lived");
        await page.GetByLabel("Who may read it?").SelectOptionAsync("Innovation");
        await Looks(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the change" }).ClickAsync();

        await page.GotoAsync(knowledge + "/decisions/new");
        await page.GetByLabel("What is the question?").FillAsync("Do we mend the rail or close the steps?");
        await page.GetByLabel("What are the options?").FillAsync("Mend it\nClose the steps");
        await page.GetByLabel("What was decided?").FillAsync("The rail is mended.");
        await Looks(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Record it" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Say what was known, and what came of it" }).ClickAsync();
        await page.GetByLabel("What was known?").SelectOptionAsync(new SelectOptionValue { Label = Words });
        await page.GetByLabel("It was done so").CheckAsync();
        await Looks(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Do we mend the rail or close the steps?" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Answer the person who said it" }).ClickAsync();
        await page.GetByLabel("What were they told?").FillAsync("Bill mended it on Tuesday, because you said so.");
        await Looks(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the answer" }).ClickAsync();
        await Looks(page);

        await hers.GotoAsync("/me/knowledge");
        await Expect(hers.Locator("main")).ToContainTextAsync("You said: " + Words);
        await Expect(hers.Locator("main")).ToContainTextAsync("Bill mended it on Tuesday, because you said so.");
        await Looks(hers);
        await hers.GetByRole(AriaRole.Link, new() { Name = "Did this answer make sense to you?" }).First.ClickAsync();
        await hers.GetByLabel("Yes", new() { Exact = true }).CheckAsync();
        await Looks(hers);
        await hers.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(hers.Locator("main")).ToContainTextAsync("You said that it made sense.");
        await page.GotoAsync(knowledge + "/exchange");
        await Looks(page);
    }

    private static async Task Looks(IPage page)
    {
        await Browser.FitsItsWidth(page);
        await Browser.IsAccessible(page);
        await page.SetViewportSizeAsync(360, 740);
    }
}
