using System.Diagnostics;
using System.Text.RegularExpressions;
using CoProd.Contracts.Modules;
using CoProd.Testing;
using Microsoft.Playwright;

namespace CoProd.EndToEnd.Tests;

/// <summary>A browser signs in with a certified OpenID Connect provider that knows nothing of us.</summary>
public sealed class SsoTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task Somebody_signs_in_with_their_institution_s_account_and_has_the_role_of_their_group()
    {
        var admin = await browser.Open(Role.Administrator);
        using var provider = Start(browser.Site.Address);
        try
        {
            var issuer = await provider.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            if (issuer is null)
                Assert.Fail(await ErrorsOf(provider));
            await SetUp(admin, issuer);

            var sam = await browser.Open(null);
            await ComeIn(sam, "sam");
            await Assertions.Expect(sam.Locator(".cp-header__person summary")).ToHaveTextAsync("Sam Whitlock");
            await sam.GotoAsync("/account");
            await Assertions.Expect(sam.Locator("main")).ToContainTextAsync("Coordinator");

            var visitor = await browser.Open(null);
            await ComeIn(visitor, "visitor");
            await Assertions.Expect(visitor.Locator("main")).ToContainTextAsync("none of your groups opens this site");
            await Browser.IsAccessible(visitor);

            // Back in a browser that began nothing: nobody comes in.
            await ComesBackToAnotherBrowser(await browser.Open(null));
            await SignsOut(sam);
        }
        finally
        {
            provider.Kill();
            await provider.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task What_was_typed_when_the_sign_in_ran_out_comes_back_by_the_institution_s_account_here_or_in_another_window()
    {
        var admin = await browser.Open(Role.Administrator);
        using var provider = Start(browser.Site.Address);
        try
        {
            var issuer = await provider.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            if (issuer is null)
                Assert.Fail(await ErrorsOf(provider));
            await SetUp(admin, issuer);
            var page = await browser.Open(null);
            await ComeIn(page, "sam");

            await TypeAndRunOut(page, "Typed, and signed in here");
            await Browser.IsAccessible(page);
            await SignInThere(page).ClickAsync();
            await SendsWhatWasTyped(page, "Typed, and signed in here");
            Assert.Null(await page.EvaluateAsync<string?>("sessionStorage.getItem('coprod.waits')"));

            await TypeAndRunOut(page, "Typed, and signed in beside");
            var beside = await page.Context.NewPageAsync();
            await beside.GotoAsync("/sign-in");
            await SignInThere(beside).ClickAsync();
            await Assertions.Expect(beside.Locator(".cp-header__person")).ToBeVisibleAsync(new() { Timeout = 30_000 });
            await page.GetByRole(AriaRole.Button, new() { Name = "show me what I typed" }).ClickAsync();
            await SendsWhatWasTyped(page, "Typed, and signed in beside");

            // Nobody lets them in there at first: what they typed is not lost over it.
            await TypeAndRunOut(page, "Typed, and turned away");
            await page.RouteAsync("**/sign-in/sso?**", route => route.FulfillAsync(new() { Status = 502 }));
            await SignInThere(page).ClickAsync();
            await page.UnrouteAsync("**/sign-in/sso?**");
            await page.GotoAsync("/sign-in?back=/sign-in/kept");
            await SignInThere(page).ClickAsync();
            await SendsWhatWasTyped(page, "Typed, and turned away");
        }
        finally
        {
            provider.Kill();
            await provider.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    private static async Task TypeAndRunOut(IPage page, string typed)
    {
        await page.GotoAsync("/innovations/new");
        await page.Locator("main input[name=name]").FillAsync(typed);
        await page.Context.ClearCookiesAsync(new() { NameRegex = new Regex("signed-in$") });
        await page.Locator("main form.cp-form button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("what you typed is kept");
    }

    private static ILocator SignInThere(IPage page) =>
        page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Wenmouth" });

    private static async Task SendsWhatWasTyped(IPage page, string typed)
    {
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Name = "You are signed in again" }))
            .ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Assertions.Expect(page.Locator("main dd")).ToContainTextAsync([typed]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send it now" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(typed);
    }

    private static async Task SetUp(IPage page, string issuer)
    {
        await page.GotoAsync("/settings/sso");
        await Browser.IsAccessible(page);
        await page.GetByLabel("The provider's address").FillAsync(issuer);
        await page.GetByLabel("Client ID").FillAsync("coprod");
        await page.GetByLabel("Client secret").FillAsync("a secret of the test alone");
        await page.GetByLabel("What people call it").FillAsync("Wenmouth");
        await page.GetByLabel("Which group has which role").FillAsync("Innovation team = Coordinator");
        await page.GetByLabel("What is asked for (scopes)").FillAsync("openid profile groups");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask it" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The provider answers");
    }

    private static async Task ComeIn(IPage page, string login)
    {
        await page.GotoAsync("/sign-in");
        await Browser.IsAccessible(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Wenmouth" }).ClickAsync();
        await LogInThere(page, login);
    }

    private static async Task LogInThere(IPage page, string login)
    {
        await page.Locator("input[name=login]").FillAsync(login);
        await page.Locator("input[name=password]").FillAsync("any");
        await page.Locator("form:has([name=prompt][value=login]) button[type=submit]").ClickAsync();
        await page.Locator("form:has([name=prompt][value=consent]) button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator(".cp-header")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    // What the way there left in the browser is gone when they come back, as in a browser where somebody else began it.
    private static async Task ComesBackToAnotherBrowser(IPage page)
    {
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Wenmouth" }).ClickAsync();
        await page.Locator("input[name=login]").WaitForAsync();
        await page.Context.ClearCookiesAsync(new() { NameRegex = new Regex("^coprod") });
        await LogInThere(page, "sam");

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("could not be taken");
        await Assertions.Expect(page.Locator(".cp-header__person")).ToHaveCountAsync(0);
    }

    private static async Task SignsOut(IPage page)
    {
        await page.Locator(".cp-header__person summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign out there too" }).ClickAsync();
        await page.Locator("button[type=submit]").First.ClickAsync();
        await Assertions.Expect(page.GetByLabel("Your user name")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.GotoAsync("/account");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/sign-in"));
    }

    private static Process Start(string site)
    {
        var folder = Path.Combine(TestSite.RepositoryRoot, "tests", "CoProd.EndToEnd.Tests", "obj", "provider");
        return Process.Start(
            new ProcessStartInfo("node", [Path.Combine(folder, "provider.mjs"), site])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }

    private static async Task<string> ErrorsOf(Process process) =>
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
}
