using System.Text.RegularExpressions;
using CoProd.Contracts.Modules;
using Microsoft.Playwright;

namespace CoProd.EndToEnd.Tests;

/// <summary>A real browser with a device of its own: Chromium's virtual authenticator, which knows nothing of us.</summary>
public sealed class PasskeyTests(Browser browser) : IClassFixture<Browser>
{
    private const string Password = "a few plain words";

    // A name, as passkeys need one; Chromium reaches the same address by it.
    private string Site => browser.Site.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    [Fact]
    public async Task Somebody_adds_a_passkey_signs_in_with_one_press_and_removes_it()
    {
        var name = await MakeAccount();
        var page = await browser.Open(null);
        var device = await Plug(page);
        await SignIn(page, name);
        await Add(page);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("My laptop");
        await Browser.IsAccessible(page);
        await SignOut(page);

        await page.GotoAsync(Site + "/sign-in?back=/account");
        await Browser.IsAccessible(page);
        await Passkey(page).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(Site + "/account");
        await Assertions.Expect(page.Locator(".cp-header__person summary")).ToHaveTextAsync(name);

        // A finger that is not theirs: said, and nothing is lost or stuck.
        await SignOut(page);
        await device.Knows(false);
        await Passkey(page).ClickAsync();
        await Assertions.Expect(page.Locator("[data-passkey-trouble]")).ToBeVisibleAsync();
        await Browser.IsAccessible(page);
        await device.Knows(true);
        await Passkey(page).ClickAsync();
        await Assertions.Expect(page.Locator(".cp-header__person summary")).ToHaveTextAsync(name);

        await FindsWhatWasTyped(page, device);

        await page.GotoAsync(Site + "/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Remove My laptop" }).ClickAsync();
        await page.GetByLabel("Your present password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("opens nothing any more");
        await SignOut(page);
        await Passkey(page).ClickAsync();
        await Assertions.Expect(page.Locator(".govuk-error-summary")).ToContainTextAsync("opens nothing here");
    }

    [Fact]
    public async Task Without_script_or_at_an_address_that_is_a_number_nothing_is_there_and_a_password_does()
    {
        var name = await MakeAccount();
        foreach (var (site, script) in new[] { (Site, false), (browser.Site.Address, true) })
        {
            var page = await browser.Open(null, script: script);
            await page.GotoAsync(site + "/sign-in");
            // What is hidden has no role: nobody sees it, and no screen reader tells of it.
            await Assertions.Expect(Passkey(page)).ToHaveCountAsync(0);
            await page.GetByLabel("Your user name").FillAsync(name);
            await page.GetByLabel("Your password").FillAsync(Password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
            await page.GotoAsync(site + "/account");
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Passkeys" })).ToHaveCountAsync(0);
        }
    }

    // A form was under way when the sign-in ran out: the passkey brings it back, in this window and from another.
    private async Task FindsWhatWasTyped(IPage page, Device device)
    {
        foreach (var beside in new[] { false, true })
        {
            var typed = beside ? "Typed, and signed in beside" : "Typed, and signed in here";
            await page.GotoAsync(Site + "/innovations/new");
            await page.Locator("main input[name=name]").FillAsync(typed);
            await page.Context.ClearCookiesAsync(new() { NameRegex = new Regex("signed-in$") });
            await page.Locator("main form.cp-form button[type=submit]").ClickAsync();
            if (beside)
            {
                var other = await page.Context.NewPageAsync();
                await (await Plug(other)).Copy(device);
                await other.GotoAsync(Site + "/sign-in?back=/account");
                await Passkey(other).ClickAsync();
                await Assertions.Expect(other).ToHaveURLAsync(Site + "/account");
                await other.CloseAsync();
                await page.GetByRole(AriaRole.Button, new() { Name = "show me what I typed" }).ClickAsync();
            }
            else
                await Passkey(page).ClickAsync();
            await Assertions.Expect(page.Locator("main dd")).ToContainTextAsync([typed]);
            await page.GetByRole(AriaRole.Button, new() { Name = "Send it now" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(typed);
        }
    }

    /// <summary>A laptop that asks for a finger, as one page of the browser sees it.</summary>
    private sealed record Device(ICDPSession Session, string Id)
    {
        public Task Knows(bool finger) =>
            Session.SendAsync(
                "WebAuthn.setUserVerified",
                new() { ["authenticatorId"] = Id, ["isUserVerified"] = finger }
            );

        // Chromium gives each page devices of its own; to a person it is one.
        public async Task Copy(Device other)
        {
            var held = await other.Session.SendAsync(
                "WebAuthn.getCredentials",
                new() { ["authenticatorId"] = other.Id }
            );
            foreach (var credential in held!.Value.GetProperty("credentials").EnumerateArray())
                await Session.SendAsync(
                    "WebAuthn.addCredential",
                    new() { ["authenticatorId"] = Id, ["credential"] = credential }
                );
        }
    }

    private static async Task<Device> Plug(IPage page)
    {
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        var made = await session.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new()
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        return new(session, made!.Value.GetProperty("authenticatorId").GetString()!);
    }

    private static ILocator Passkey(IPage page) =>
        page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" });

    private async Task<string> MakeAccount()
    {
        var name = $"Keyholder {Guid.CreateVersion7():N}";
        var admin = await browser.Open(Role.Administrator);
        await admin.GotoAsync("/accounts/new");
        await admin.Locator("input[name=name]").FillAsync(name);
        await admin.Locator("input[name=displayName]").FillAsync(name);
        await admin.Locator("input[name=role][value=Coordinator]").CheckAsync();
        await admin.Locator("input[name=password]").FillAsync(Password);
        await admin.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        await Assertions.Expect(admin.GetByRole(AriaRole.Status)).ToContainTextAsync("The account is made");
        return name;
    }

    private async Task SignIn(IPage page, string name)
    {
        await page.GotoAsync(Site + "/sign-in");
        await page.GetByLabel("Your user name").FillAsync(name);
        await page.GetByLabel("Your password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".cp-header__person")).ToBeVisibleAsync();
    }

    private async Task Add(IPage page)
    {
        await page.GotoAsync(Site + "/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add a passkey" }).ClickAsync();
        await Browser.IsAccessible(page);
        await page.GetByLabel("What do you call it?").FillAsync("My laptop");
        await page.GetByLabel("Your present password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Browser.IsAccessible(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the passkey" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your passkey is kept");
    }

    private static async Task SignOut(IPage page)
    {
        await page.Locator(".cp-header__person summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Your user name")).ToBeVisibleAsync();
    }
}
