using CoProd.Contracts.Modules;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoProd.EndToEnd.Tests;

/// <summary>A champion, a deputy, an act and its effect, recorded in a browser as a coordinator would.</summary>
public sealed class ChampioningTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_coordinator_records_a_champion_with_a_deputy_and_what_an_act_led_to()
    {
        var page = await browser.Open(Role.Coordinator);
        await page.GotoAsync("/championing");
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Breathing Space" }).ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Record a champion" }).ClickAsync();
        await page.GetByLabel("Who?", new() { Exact = true })
            .SelectOptionAsync(new SelectOptionValue { Label = "Jack Turner" });
        await page.GetByLabel("The school’s governors").CheckAsync();
        await page.GetByLabel("Who stands in for them?")
            .SelectOptionAsync(new SelectOptionValue { Label = "Hannah Stone" });
        await Browser.IsAccessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the champion" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Champions stand before 100% of the power that counts.");

        await page.GetByRole(AriaRole.Link, new() { Name = "Record an act" }).ClickAsync();
        await page.GetByLabel("What was said or done?").FillAsync("He showed the governors the dust.");
        await page.GetByLabel("Jack Turner").CheckAsync();
        await page.GetByLabel("Before whom?")
            .SelectOptionAsync(new SelectOptionValue { Label = "The school’s governors" });
        await page.GetByLabel("Where does the audience stand now?")
            .SelectOptionAsync(new SelectOptionValue { Label = "In favour" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the act" }).ClickAsync();

        await Expect(page.Locator("main")).ToContainTextAsync("The school’s governors was then in favour.");
        await Expect(page.Locator("#audience-map-title"))
            .ToHaveTextAsync("1 of 1 audiences whose position we know are in favour");
        await Browser.IsAccessible(page);
        await page.SetViewportSizeAsync(360, 740);
        await Browser.FitsItsWidth(page);
    }
}
