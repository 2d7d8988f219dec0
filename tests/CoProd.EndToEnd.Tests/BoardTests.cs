using CoProd.Contracts.Modules;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoProd.EndToEnd.Tests;

/// <summary>A coordinator gives a board member one page; she reads it on her phone, and it is ended.</summary>
public sealed class BoardTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string[] Themes = ["light", "dark", "contrast"];

    [Fact]
    public async Task A_board_member_reads_her_page_on_a_phone_and_on_paper_until_the_link_is_ended()
    {
        var page = await browser.Open(Role.Coordinator);
        await page.GotoAsync("/");
        await page.Locator(".cp-nav").GetByRole(AriaRole.Link, new() { Name = "For the board" }).ClickAsync();
        await Browser.IsAccessible(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Make a link", Exact = true }).ClickAsync();
        await page.GetByLabel("For whom is it?").FillAsync("Helen Marsh");
        await Browser.IsAccessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        await Browser.IsAccessible(page);
        var link = await page.Locator(".cp-long-link a").GetAttributeAsync("href");

        var hers = await browser.Open(null, width: 320, height: 640);
        await hers.GotoAsync(link!);
        await Expect(hers.Locator("h1")).ToContainTextAsync("For the board of Wenmouth and Vale");
        await Expect(hers.Locator("main")).ToContainTextAsync("Steady Together");
        await Expect(hers.Locator("main")).ToContainTextAsync("a chance of 80 in 100");
        await Expect(hers.Locator("main")).ToContainTextAsync("Helen Marsh");
        foreach (var theme in Themes)
        {
            await hers.Context.AddCookiesAsync([
                new()
                {
                    Name = "theme",
                    Value = theme,
                    Url = browser.Site.Address,
                },
            ]);
            await hers.ReloadAsync();
            await Browser.FitsItsWidth(hers);
            await Browser.IsAccessible(hers);
        }
        var paper = await hers.PdfAsync(new() { Format = "A4" });
        Assert.InRange(Pages(paper), 1, 2);

        await page.GotoAsync("/board");
        await Expect(page.Locator("tr", new() { HasText = "Helen Marsh" })).ToContainTextAsync("4 times");
        await page.Locator("tr", new() { HasText = "Helen Marsh" })
            .GetByRole(AriaRole.Button, new() { Name = "End" })
            .ClickAsync();
        await Expect(page.Locator(".cp-flash")).ToContainTextAsync("It opens nothing any more");
        await hers.ReloadAsync();
        await Expect(hers.Locator("main")).ToContainTextAsync("opens nothing, or not any more");
        await Browser.IsAccessible(hers);
    }

    // Each page of a PDF is an object of its own, named in its uncompressed part.
    private static int Pages(byte[] pdf) =>
        System.Text.RegularExpressions.Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), @"/Type\s*/Page\b");
}
