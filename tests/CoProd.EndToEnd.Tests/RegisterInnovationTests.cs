using CoProd.Contracts.Modules;
using Microsoft.Playwright;

namespace CoProd.EndToEnd.Tests;

/// <summary>A coordinator registers an innovation in a browser, with and without script.</summary>
public sealed class RegisterInnovationTests(Browser browser) : IClassFixture<Browser>
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_coordinator_registers_an_innovation(bool script)
    {
        var page = await browser.Open(Role.Coordinator, script: script);

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Register an innovation" }).ClickAsync();
        await Browser.IsAccessible(page, script);
        await page.GetByRole(AriaRole.Button, new() { Name = "Register it" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter a name.");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync($"Garden club {script}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register it" }).ClickAsync();

        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync($"Garden club {script}");
        await Browser.IsAccessible(page, script);
    }

    [Fact]
    public async Task Going_back_and_sending_again_makes_no_second_record()
    {
        var page = await browser.Open(Role.Coordinator);
        await page.GotoAsync("/innovations/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Walked back to");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register it" }).ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Walked back to");
        var first = page.Url;

        await page.GoBackAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Walked back to");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register it" }).ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Walked back to");
        Assert.Equal(first, page.Url);

        // Something else is asked about: only the person knows whether it is another record.
        await page.GoBackAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Walked back to, corrected");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register it" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Assertions
            .Expect(page.GetByLabel("Name", new() { Exact = true }))
            .ToHaveValueAsync("Walked back to, corrected");

        // A form opened anew makes a record of its own.
        await page.GotoAsync("/innovations/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Not walked back to");
        await page.GetByRole(AriaRole.Button, new() { Name = "Register it" }).ClickAsync();
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Not walked back to");
        Assert.NotEqual(first, page.Url);
    }

    [Fact]
    public async Task The_form_fits_a_small_phone()
    {
        var page = await browser.Open(Role.Coordinator, width: 320, height: 640);

        await page.GotoAsync("/innovations/new");

        await Browser.FitsItsWidth(page);
        await Browser.IsAccessible(page);
    }
}
