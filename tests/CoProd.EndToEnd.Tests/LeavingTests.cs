using System.IO.Compression;
using CoProd.Contracts.Modules;
using CoProd.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CoProd.EndToEnd.Tests;

/// <summary>An innovation leaves through its door in a browser, is read without CoProd, and arrives elsewhere with its story.</summary>
public sealed class LeavingTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_coordinator_lets_an_innovation_leave_and_an_administrator_elsewhere_takes_it_in()
    {
        var page = await browser.Open(Role.Coordinator);
        await page.GotoAsync("/innovations");
        await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = "Breathing Space" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Let it leave" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("What stays behind, and why");
        await Browser.IsAccessible(page);
        var folder = Directory.CreateTempSubdirectory("coprod-left-").FullName;
        var file = Path.Combine(folder, "left.zip");
        var download = await page.RunAndWaitForDownloadAsync(() =>
            page.GetByText("Make the archive and take it away").ClickAsync()
        );
        await download.SaveAsAsync(file);
        await page.SetViewportSizeAsync(320, 640);
        await Browser.FitsItsWidth(page);
        await page.ReloadAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("It left before");

        await OpensWithoutCoProd(file, Path.Combine(folder, "unpacked"));
        await Arrives(file);
        Directory.Delete(folder, recursive: true);
    }

    // As somebody does who has the file and nothing else: unpacked, from the disk.
    private async Task OpensWithoutCoProd(string file, string folder)
    {
        await ZipFile.ExtractToDirectoryAsync(file, folder, TestContext.Current.CancellationToken);
        var page = await browser.Open(null, width: 320, height: 640);
        foreach (var path in Directory.EnumerateFiles(folder, "*.html", SearchOption.AllDirectories))
        {
            await page.GotoAsync("file://" + path);
            Assert.Equal(0, await page.Locator("script").CountAsync());
            await Browser.FitsItsWidth(page);
            await Browser.IsAccessible(page);
            await page.SetViewportSizeAsync(320, 640);
            foreach (var link in await page.Locator("[href]").EvaluateAllAsync<string[]>("all => all.map(a => a.href)"))
                Assert.True(
                    link.Contains('#', StringComparison.Ordinal) || File.Exists(new Uri(link).LocalPath),
                    $"{path} leads to {link}, which is not in the archive"
                );
        }
        await page.GotoAsync("file://" + Path.Combine(folder, "index.html"));
        await page.GetByRole(AriaRole.Link, new() { Name = "The story so far" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("“Breathing Space” began.");
    }

    private async Task Arrives(string file)
    {
        await using var elsewhere = await TestSite.Start(TestEngine.Sqlite);
        var priya = await elsewhere.As(Role.Administrator);
        var page = await browser.Open(null);
        await page.Context.AddCookiesAsync(
            priya.Cookies.Select(cookie => new Microsoft.Playwright.Cookie
            {
                Name = cookie.Name,
                Value = cookie.Value,
                Url = elsewhere.Address,
            })
        );
        await page.GotoAsync(elsewhere.Address + "/imports");
        await page.GetByRole(AriaRole.Link, new() { Name = "An innovation that comes from elsewhere" }).ClickAsync();
        await page.GetByLabel("The archive").SetInputFilesAsync(file);
        await Browser.IsAccessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Look through the archive" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("Nothing is written yet.");
        await Browser.IsAccessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Take it in" }).ClickAsync();

        await Expect(page.Locator("main")).ToContainTextAsync("Sent by");
        await Expect(page.Locator("main")).ToContainTextAsync("Wenmouth and Vale Community NHS Trust");
        await Expect(page.Locator("main")).ToContainTextAsync("The story until then");
        await Browser.IsAccessible(page);
        await page.SetViewportSizeAsync(320, 640);
        await Browser.FitsItsWidth(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Breathing Space" }).ClickAsync();
        await Expect(page.Locator("main")).ToContainTextAsync("This came from Wenmouth and Vale Community NHS Trust");
        await Browser.IsAccessible(page);
    }
}
