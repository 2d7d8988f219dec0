using CoProd.Contracts.Modules;
using Microsoft.Playwright;

namespace CoProd.EndToEnd.Tests;

/// <summary>Takes the pictures of the README out of the demo: `COPROD_PICTURES=build/pictures dotnet run build/test.cs -- EndToEnd`.</summary>
public sealed class PictureTests(Browser browser) : IClassFixture<Browser>
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("COPROD_PICTURES")
        ?? Path.Combine(Testing.TestSite.RepositoryRoot, "artifacts", "pictures");

    [Theory]
    [InlineData("home", "/", 1280)]
    [InlineData("innovation", "Steady Together", 1280)]
    [InlineData("money", "Steady Together/money", 1280)]
    [InlineData("phone", "Steady Together", 360)]
    [InlineData("results", "Way Home/evaluation", 1280, "See the results")]
    [InlineData("champions", "Way Home/champions", 1280)]
    [InlineData("knowledge", "Way Home/knowledge", 1280)]
    [InlineData("ownership", "Kitchen Table/ownership", 1280)]
    public async Task A_main_page_has_its_picture(string name, string place, int width, string? link = null)
    {
        var page = await browser.Open(Role.Coordinator, width: width, height: width == 360 ? 740 : 900);
        await page.GotoAsync("/");
        var parts = place.Split('/', 2);
        if (parts[0].Length > 0)
        {
            var innovation = await page.Locator(".cp-innovation-row a", new() { HasText = parts[0] })
                .GetAttributeAsync("href");
            await page.GotoAsync(innovation + (parts.Length > 1 ? "/" + parts[1] : ""));
        }
        if (link is not null)
            await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = link }).First.ClickAsync();
        Directory.CreateDirectory(Folder);
        var path = Path.Combine(Folder, name + ".png");

        await page.ScreenshotAsync(new() { Path = path });

        Assert.True(new FileInfo(path).Length > 10_000, $"{path} shows nothing");
    }
}
