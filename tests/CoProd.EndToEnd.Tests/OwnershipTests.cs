using CoProd.Contracts.Modules;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoProd.EndToEnd.Tests;

/// <summary>It leaves well: a coordinator drafts a handover, whoever takes it refuses, rehearses, agrees and holds the right, on her phone.</summary>
public sealed class OwnershipTests(Browser browser) : IClassFixture<Browser>
{
    private const string Name = "The tea round to Copper Lane";

    [Fact]
    public async Task A_handover_is_drafted_refused_in_part_rehearsed_confirmed_by_both_and_the_right_is_held()
    {
        var page = await browser.Open(Role.Coordinator);
        await page.GotoAsync("/ownership");
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Steady Together" }).ClickAsync();
        var ownership = page.Url;
        await Looks(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Draft a handover" }).ClickAsync();
        await page.GetByLabel("What is handed over?").FillAsync(Name);
        await page.GetByLabel("Who gives?")
            .SelectOptionAsync(new SelectOptionValue { Label = "Wenmouth and Vale Community NHS Trust" });
        await page.GetByLabel("Who takes?").SelectOptionAsync(new SelectOptionValue { Label = "Copper Lane Tenants" });
        await page.GetByLabel("With what do they help?").FillAsync("Michael comes once a month.");
        await page.GetByLabel("What would make the rights go back?").FillAsync("No tea for eight weeks.");
        await Looks(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Draft it" }).ClickAsync();
        var handover = page.Url.Split('?')[0];
        await page.GetByRole(AriaRole.Link, new() { Name = "Put a right into the draft" }).ClickAsync();
        await page.GetByLabel("Which right?").SelectOptionAsync("Adapt");
        var today = DateTime.UtcNow;
        await page.GetByLabel("Day").FillAsync(Text(today.Day));
        await page.GetByLabel("Month").FillAsync(Text(today.Month));
        await page.GetByLabel("Year").FillAsync(Text(today.Year));
        await page.GetByRole(AriaRole.Button, new() { Name = "Put it into the draft" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Say what goes along" }).ClickAsync();
        await page.GetByLabel("Ring those who stopped coming").CheckAsync();
        await page.GetByLabel("Count who comes, and send it to the trust each month").CheckAsync();
        await Looks(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();

        var hers = await browser.Open(Role.CoProducer, width: 360, height: 740);
        await hers.GotoAsync(handover);
        await Looks(hers);
        await Answer(hers, "Ring those who stopped coming", "Yes, we will carry it", "");
        await Answer(
            hers,
            "Count who comes, and send it to the trust each month",
            "No, we refuse it",
            "We pour tea, we do not count heads."
        );
        foreach (
            var step in new[]
            {
                "We watched how it is done",
                "We did it together",
                "We did it alone, with the other standing by",
            }
        )
        {
            await hers.GetByRole(AriaRole.Link, new() { Name = "Rehearse this right" }).ClickAsync();
            await hers.GetByLabel(step).CheckAsync();
            await hers.GetByLabel("Well, we can go on").CheckAsync();
            await Looks(hers);
            await hers.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        }
        await Confirm(hers);

        await page.GotoAsync(handover);
        await Expect(page.Locator("main")).ToContainTextAsync("We pour tea, we do not count heads.");
        await Confirm(page);

        await hers.GotoAsync(handover);
        await hers.GetByRole(AriaRole.Link, new() { Name = "Take this right" }).ClickAsync();
        await Looks(hers);
        await hers.GetByRole(AriaRole.Button, new() { Name = "Take it" }).ClickAsync();
        await Expect(hers.Locator("main")).ToContainTextAsync("Copper Lane Tenants holds 100% of it since");
        await hers.GetByRole(AriaRole.Link, new() { Name = "Summary for a deed" }).ClickAsync();
        await Expect(hers.Locator("main"))
            .ToContainTextAsync("refuses to carry: Count who comes, and send it to the trust each month.");
        await Looks(hers);

        await page.GotoAsync(ownership);
        // To change it weighs 2 of the 11 that are recorded.
        await Expect(page.Locator("#rights-ribbon-title"))
            .ToHaveTextAsync("18% of the rights that are recorded lie with the community today");
        await Expect(page.Locator("#rights-ribbon-desc"))
            .ToContainTextAsync("To change how it works: 100% with the community.");
        await page.SetViewportSizeAsync(320, 640);
        await Looks(page);
    }

    private static async Task Answer(IPage hers, string what, string answer, string why)
    {
        await hers.Locator("main tr", new() { HasText = what })
            .GetByRole(AriaRole.Link, new() { Name = "Answer it" })
            .ClickAsync();
        await hers.GetByLabel(answer).CheckAsync();
        await hers.GetByLabel("Why?").FillAsync(why);
        await Looks(hers);
        await hers.GetByRole(AriaRole.Button, new() { Name = "Keep the answer" }).ClickAsync();
    }

    private static async Task Confirm(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Read it and confirm" }).ClickAsync();
        await page.GetByLabel("Yes, we agree to all of this").CheckAsync();
        await Looks(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Confirm it" }).ClickAsync();
    }

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task Looks(IPage page)
    {
        var size = page.ViewportSize!;
        await Browser.FitsItsWidth(page);
        await Browser.IsAccessible(page);
        await page.SetViewportSizeAsync(size.Width, size.Height);
    }
}
