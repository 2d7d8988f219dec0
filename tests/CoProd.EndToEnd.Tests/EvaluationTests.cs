using CoProd.Contracts.Modules;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoProd.EndToEnd.Tests;

/// <summary>A round is opened, answered on a phone without an account, closed, seen as a chart, and acted on.</summary>
public sealed class EvaluationTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task People_answer_on_a_phone_and_the_coordinator_sees_it_and_acts()
    {
        var page = await browser.Open(Role.Coordinator);
        await page.GotoAsync("/evaluation");
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Breathing Space" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Ask people" }).ClickAsync();
        await page.GetByLabel("What do you call this round?").FillAsync("Six weeks in");
        await page.GetByLabel("What are the answers for?").FillAsync("So that the next six weeks fit the children.");
        await page.GetByLabel("Groups of staff").FillAsync("");
        await page.GetByLabel("Groups of co-producers").FillAsync("Parents");
        await Browser.IsAccessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Open the round" }).ClickAsync();
        var round = page.Url;
        await Browser.IsAccessible(page);
        var link = new Uri(await page.Locator(".cp-card a.cp-long-link").InnerTextAsync()).AbsolutePath;

        for (var i = 0; i < 5; i++)
            await Answer(link, looked: i == 0);

        await page.GotoAsync(round);
        await Expect(page.Locator("main")).ToContainTextAsync("5 have answered.");
        await page.GetByRole(AriaRole.Link, new() { Name = "Close the round" }).ClickAsync();
        await page.GetByLabel("Yes, close it").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close it" }).ClickAsync();
        await Expect(page.Locator("#spread-title")).ToBeAttachedAsync();
        await Browser.IsAccessible(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Act on “What we do”" }).ClickAsync();
        await page.GetByLabel("What is done about it?").FillAsync("The session moves to after school.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep the decision" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("The session moves to after school.");
        await page.SetViewportSizeAsync(360, 740);
        await Browser.FitsItsWidth(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "Draft in the parts of GRIPP2" }).ClickAsync();
        await Expect(page.Locator("main"))
            .ToContainTextAsync("Promised, and still to do: The session moves to after school.");
        await Browser.FitsItsWidth(page);
        await Browser.IsAccessible(page);

        var phone = await browser.Open(null, width: 360, height: 740);
        await phone.GotoAsync(link);
        await Expect(phone.Locator("main")).ToContainTextAsync("We do: The session moves to after school.");
        await Browser.FitsItsWidth(phone);
        await Browser.IsAccessible(phone);
    }

    private async Task Answer(string link, bool looked)
    {
        var phone = await browser.Open(null, width: 360, height: 740, script: looked);
        await phone.GotoAsync(link);
        await Look();
        await phone.GetByRole(AriaRole.Button, new() { Name = "Begin" }).ClickAsync();
        await phone.GetByLabel("4 – Mostly").First.CheckAsync();
        await Look();
        await phone.GetByLabel("That is enough").CheckAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "Keep it and go on" }).ClickAsync();
        // One thing more: back to the second page, all of it.
        await phone.GetByRole(AriaRole.Link, new() { Name = "What we do" }).ClickAsync();
        foreach (var little in await phone.GetByLabel("2 – A little").AllAsync())
            await little.CheckAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "Keep it and go on" }).ClickAsync();
        await phone.GetByRole(AriaRole.Button, new() { Name = "Keep it and look over" }).ClickAsync();
        await Look();
        await phone.GetByRole(AriaRole.Button, new() { Name = "Send my answers" }).ClickAsync();
        await Expect(phone.Locator("h1")).ToHaveTextAsync("Thank you");
        await Look();
        await phone.Context.CloseAsync();

        async Task Look()
        {
            if (!looked)
                return;
            await Browser.FitsItsWidth(phone);
            await Browser.IsAccessible(phone);
        }
    }
}
