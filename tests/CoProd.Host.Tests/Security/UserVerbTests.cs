using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Security;

/// <summary><c>coprod user</c>, beside the running service.</summary>
public sealed class UserVerbTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task An_account_made_at_the_console_can_sign_in_at_once(TestEngine engine)
    {
        var site = await sites.On(engine);

        var made = await Add(site, Inside.Password, "priya", "--role", "Administrator", "--display", "Priya Nair");

        Assert.True(made.Code == 0, made.Errors);
        Assert.DoesNotContain(Inside.Password, made.Output + made.Errors);
        using var priya = site.Anonymous();
        Assert.Contains("Priya Nair", (await priya.SignIn("priya")).Html);
        Assert.Contains("priya\tAdministrator\tPriya Nair", (await site.Run("user", "list")).Output);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_cannot_be_is_refused_in_a_sentence(TestEngine engine)
    {
        var site = await sites.On(engine);
        await site.Make("taken", Role.Viewer);

        Assert.Contains("at least 12 characters", await Refused(site, "short", "one", "--role", "Viewer"));
        Assert.Contains("at least 12 characters", await Refused(site, "", "one", "--role", "Viewer"));
        Assert.Contains("already", await Refused(site, Inside.Password, "TAKEN", "--role", "Viewer"));
        // A co-producer is somebody in the register, who is chosen on the page.
        Assert.Contains("/accounts/new", await Refused(site, Inside.Password, "one", "--role", "CoProducer"));
        await Refused(site, Inside.Password, "one", "--role", "42");
        await Refused(site, Inside.Password, "", "--role", "Viewer");
        Assert.Equal(0, await site.Count("account where user_name in ('one', '')"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Closing_a_role_and_a_password_from_the_console_end_the_sign_ins_at_once(TestEngine engine)
    {
        var site = await sites.On(engine);
        await site.Make("ruth", Role.Coordinator);
        using var ruth = site.Anonymous();
        Assert.Equal("/", (await ruth.SignIn("ruth")).Path);

        Assert.Contains("1 sign-in(s) ended", (await site.Run("user", "role", "ruth", "--role", "Viewer")).Output);
        Assert.StartsWith("/sign-in", (await ruth.Open("/")).Path);
        Assert.Equal(0, (await site.Run("user", "disable", "ruth")).Code);
        Assert.StartsWith("That user name", (await ruth.SignIn("ruth")).ErrorOf("name"));
        Assert.Equal(0, (await site.Run("user", "enable", "ruth")).Code);
        var changed = await WithPassword(site, "some other plain words", "user", "password", "ruth");
        Assert.True(changed.Code == 0, changed.Errors);
        Assert.StartsWith("That user name", (await ruth.SignIn("ruth")).ErrorOf("name"));
        Assert.Equal("/", (await ruth.SignIn("ruth", "some other plain words")).Path);
        Assert.Equal(0, (await site.Run("user", "sign-out", "ruth")).Code);
        Assert.StartsWith("/sign-in", (await ruth.Open("/")).Path);
        Assert.Equal(1, (await site.Run("user", "sign-out", "nobody-here")).Code);
    }

    private static async Task<string> Refused(TestSite site, string password, params string[] words)
    {
        var result = await Add(site, password, words);
        Assert.NotEqual(0, result.Code);
        Assert.DoesNotContain("   at ", result.Errors);
        return result.Errors;
    }

    private static Task<Testing.Console.Result> Add(TestSite site, string password, params string[] words) =>
        WithPassword(site, password, ["user", "add", .. words]);

    private static async Task<Testing.Console.Result> WithPassword(
        TestSite site,
        string password,
        params string[] words
    )
    {
        var postgres = site.Host().Options.Postgres;
        using var process = Testing.Console.Start([
            .. words,
            "--data",
            site.Folder,
            .. postgres is null ? [] : new[] { "--postgres", postgres },
        ]);
        await process.StandardInput.WriteLineAsync(password);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }
}
