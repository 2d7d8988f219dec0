using System.CommandLine;
using CoProd.Contracts.Modules;
using CoProd.Host.Mail;
using CoProd.Host.Security;
using CoProd.Host.Security.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Commands;

/// <summary><c>coprod user</c>: accounts, from the console.</summary>
internal static class UserCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "The user name." };
    private static readonly Option<string> AsRole = new("--role")
    {
        Description = "Administrator, Coordinator or Viewer, or the name of a role of your own.",
        Required = true,
    };
    private static readonly Option<Role> OfRole = new("--role")
    {
        Description = "Administrator, Coordinator, CoProducer or Viewer.",
        Required = true,
    };
    private static readonly Option<Guid> Innovation = new("--innovation")
    {
        Description = "The innovation's id: it stands in the address of its page.",
        Required = true,
    };
    private static readonly Option<AccessLevel> Level = new("--level")
    {
        Description = "Viewer, Contributor, Coordinator or Owner; None ends the access.",
        Required = true,
    };
    private static readonly Option<string?> Display = new("--display") { Description = "The name others see." };

    private static readonly Option<Guid?> OneOfThem = new("--id") { Description = "The one, as the list names it." };

    private static readonly Option<bool> AllOfThem = new("--all") { Description = "All of them." };

    private static readonly Option<bool> NoLonger = new("--no-longer") { Description = "Ask it no longer." };

    public static Command Make()
    {
        var add = new Command("add", "Make an account. The password is read from standard input.")
        {
            Name,
            AsRole,
            Display,
        };
        add.Does(Add);
        var list = new Command("list", "List the accounts.");
        list.Does(List);
        var password = new Command(
            "password",
            "Give an account another password, read from standard input. Its sign-ins end."
        )
        {
            Name,
        };
        password.Does(Named(SetPassword));
        var disable = new Command("disable", "Close an account. Its sign-ins and tokens end.") { Name };
        disable.Does(Named(Disable));
        var enable = new Command("enable", "Open an account again.") { Name };
        enable.Does(Named(Enable));
        var role = new Command("role", "Give an account another role. Its sign-ins end.") { Name, AsRole };
        role.Does(Named(SetRole));
        var signOut = new Command("sign-out", "End every sign-in of an account.") { Name };
        signOut.Does(Named((one, ct) => Change(one, _ => { }, ct)));
        var remove = new Command(
            "remove-second-step",
            "Take somebody's second step away: they lost the phone and the recovery codes. Its sign-ins end."
        )
        {
            Name,
        };
        remove.Does(Named(RemoveSecondStep));
        var passkeys = new Command("passkeys", "List somebody's passkeys.") { Name };
        passkeys.Does(Named(ListPasskeys));
        var removePasskey = new Command(
            "remove-passkey",
            "Take a passkey away, or all of somebody's. The account's sign-ins end."
        )
        {
            Name,
            OneOfThem,
            AllOfThem,
        };
        removePasskey.Does(Named(RemovePasskey));
        var invite = new Command(
            "invite",
            "Make an account whose owner chooses the password. A code for them is printed."
        )
        {
            Name,
            AsRole,
            Display,
        };
        invite.Does(Invite);
        var code = new Command("code", "Print a code with which somebody chooses another password, once.") { Name };
        code.Does(Named(Code));
        var ask = new Command("ask-second-step", "Ask a role for a second step at sign-in.") { OfRole, NoLonger };
        ask.Does(AskSecondStep);
        var access = new Command("access", "Give an account access to an innovation, or end it.")
        {
            Name,
            Innovation,
            Level,
        };
        access.Does(Named(GiveAccess));
        var roles = new Command("roles", "List the roles, and what each may do.");
        roles.Does(Roles);
        return new Command("user", "Accounts.")
        {
            add,
            list,
            password,
            disable,
            enable,
            role,
            signOut,
            remove,
            passkeys,
            removePasskey,
            ask,
            invite,
            code,
            access,
            roles,
        };
    }

    private static async Task<int> Add(Site site, ParseResult parsed, CancellationToken ct)
    {
        if (await RoleTyped(site, parsed, ct) is not { } role)
            return await Refuse(NoSuchRole);
        var password = await ReadPassword(ct);
        using var scope = site.Services.CreateScope();
        var account = new Account
        {
            UserName = parsed.GetValue(Name)!,
            DisplayName = parsed.GetValue(Display) ?? parsed.GetValue(Name)!,
            Role = role.Base,
            OwnRoleId = role.Own?.Id,
        };
        if (await AccountMaking.Make(scope.ServiceProvider, account, password) is { } problem)
            return await Refuse(problem.Sentence);
        site.About = new() { RecordId = account.Id, Detail = role.Own?.Name ?? account.Role.ToString() };
        Console.WriteLine($"Made: {account.UserName} ({role.Own?.Name ?? account.Role.ToString()}).");
        return 0;
    }

    // What is done to one account: whoever was named is looked up once, and the trail says whose it was.
    private static Func<Site, ParseResult, CancellationToken, Task<int>> Named(
        Func<Asked, CancellationToken, Task<int>> act
    ) =>
        async (site, parsed, ct) =>
        {
            using var scope = site.Services.CreateScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            if (await users.FindByNameAsync(parsed.GetValue(Name)!) is not { } account)
                return await Refuse($"There is no account {parsed.GetValue(Name)}. See `coprod user list`.");
            site.About = new() { RecordId = account.Id };
            return await act(new(site, scope.ServiceProvider, account, parsed), ct);
        };

    private sealed record Asked(Site Site, IServiceProvider Services, Account Account, ParseResult Parsed);

    private static string IsClosed(Account account) =>
        $"{account.UserName} is closed. Open it first with `coprod user enable`.";

    private const string NoSuchRole =
        "The role is Administrator, Coordinator or Viewer, or one of your own: see `coprod user roles`. A co-producer is somebody in the register: make their account on the page /accounts/new.";

    private static async Task<HeldRole?> RoleTyped(Site site, ParseResult parsed, CancellationToken ct)
    {
        var roles = await site.Services.GetRequiredService<RoleBook>().Now(ct);
        return roles.Find(parsed.GetValue(AsRole)) is { Base: not Role.CoProducer } role ? role : null;
    }

    private static async Task<string> ReadPassword(CancellationToken ct)
    {
        if (!Console.IsInputRedirected)
            Console.Write("Password (at least 12 characters): ");
        return await Console.In.ReadLineAsync(ct) ?? "";
    }

    private static async Task<int> SetPassword(Asked one, CancellationToken ct)
    {
        var account = one.Account;
        if (
            await AccountMaking.SetPassword(one.Services, account, await ReadPassword(ct), by: Guid.Empty) is
            { } problem
        )
            return await Refuse(problem.Sentence);
        Console.WriteLine($"{account.UserName} has another password. Its sign-ins are ended.");
        await TellOfPasskeys(one.Site, account, ct);
        return 0;
    }

    private static async Task<int> SetRole(Asked one, CancellationToken ct) =>
        await RoleTyped(one.Site, one.Parsed, ct) is { } role
            ? await Change(one, account => (account.Role, account.OwnRoleId) = (role.Base, role.Own?.Id), ct)
            : await Refuse(NoSuchRole);

    private static async Task<int> GiveAccess(Asked one, CancellationToken ct)
    {
        var (site, account, parsed) = (one.Site, one.Account, one.Parsed);
        if (account.Disabled)
            return await Refuse(IsClosed(account));
        var (id, level) = (parsed.GetValue(Innovation), parsed.GetValue(Level));
        await using var capabilities = new Modules.Capabilities(site.Modules);
        if (await capabilities.Directory.Innovations([id], ct) is not [{ Withdrawn: false } innovation])
            return await Refuse($"There is no innovation {id}. Its id stands in the address of its page.");
        if (!Enum.IsDefined(level))
            return await Refuse("The level is Viewer, Contributor, Coordinator or Owner, or None to end the access.");
        site.About = new()
        {
            RecordId = account.Id,
            InnovationId = id,
            Detail = level.ToString(),
        };
        var changed = await site
            .Services.GetRequiredService<InnovationAccess>()
            .Change(account.Id, id, level, by: Guid.Empty, ct);
        Console.WriteLine(
            (changed, level) switch
            {
                (false, _) => $"{account.UserName}: nothing to change at {innovation.Name}.",
                (_, AccessLevel.None) => $"{account.UserName}: the access to {innovation.Name} is ended.",
                _ => $"{account.UserName}: {level} of {innovation.Name}.",
            }
        );
        return 0;
    }

    private static async Task<int> Roles(Site site, ParseResult parsed, CancellationToken ct)
    {
        foreach (var role in (await site.Services.GetRequiredService<RoleBook>().Now(ct)).All)
            Console.WriteLine(
                $"{role.Own?.Name ?? role.Base.ToString()}\t{(role.SeesAll ? "sees all" : "sees some")}\t{string.Join(' ', role.Permissions.Order(StringComparer.Ordinal))}"
            );
        return 0;
    }

    private static async Task<int> Disable(Asked one, CancellationToken ct)
    {
        one.Site.About = one.Site.About with { Detail = "closed" };
        var (signIns, tokens) = await one.Site.HostDatabase.Write(
            w => Web.Accounts.EndAccount.Do(w, one.Site.Services.GetRequiredService<ClosedAgain>(), one.Account.Id),
            ct
        );
        Console.WriteLine($"{one.Account.UserName}: closed; {signIns} sign-in(s) ended, {tokens} token(s) taken back.");
        return 0;
    }

    private static Task<int> Enable(Asked one, CancellationToken ct)
    {
        one.Site.Services.GetRequiredService<ClosedAgain>().Note(one.Account.Id, isClosed: false);
        return Change(one, account => account.Disabled = false, ct);
    }

    private static async Task<int> Change(Asked one, Action<Account> change, CancellationToken ct)
    {
        var (site, account) = (one.Site, one.Account);
        change(account);
        var roles = await site.Services.GetRequiredService<RoleBook>().Now(ct);
        var role = account.OwnRoleId is null ? account.Role.ToString() : roles.Of(account).Name;
        site.About = site.About with { Detail = account.Disabled ? "closed" : role };
        await one.Services.GetRequiredService<UserManager<Account>>().UpdateSecurityStampAsync(account);
        var ended = await site.Services.GetRequiredService<Sessions>().EndAll(account.Id, except: null, ct);
        Console.WriteLine(
            $"{account.UserName}: {role}{(account.Disabled ? ", closed" : "")}; {ended} sign-in(s) ended."
        );
        return 0;
    }

    private static async Task<int> Invite(Site site, ParseResult parsed, CancellationToken ct)
    {
        if (await RoleTyped(site, parsed, ct) is not { } role)
            return await Refuse(NoSuchRole);
        using var scope = site.Services.CreateScope();
        var account = new Account
        {
            UserName = parsed.GetValue(Name)!,
            DisplayName = parsed.GetValue(Display) ?? parsed.GetValue(Name)!,
            Role = role.Base,
            OwnRoleId = role.Own?.Id,
        };
        if (await AccountMaking.MakeWithoutPassword(scope.ServiceProvider, account) is { } problem)
            return await Refuse(problem.Sentence);
        site.About = new() { RecordId = account.Id, Detail = role.Own?.Name ?? account.Role.ToString() };
        Console.WriteLine($"Made: {account.UserName} ({role.Own?.Name ?? account.Role.ToString()}).");
        return await PrintCode(site, account, ct);
    }

    private static async Task<int> Code(Asked one, CancellationToken ct)
    {
        return one.Account.Disabled ? await Refuse(IsClosed(one.Account)) : await PrintCode(one.Site, one.Account, ct);
    }

    private static async Task<int> PrintCode(Site site, Account account, CancellationToken ct)
    {
        var ways = site.Services.GetRequiredService<WaysIn>();
        var kind = account.PasswordHash is null ? WayInKind.Invitation : WayInKind.Reset;
        var (code, id) = await site.HostDatabase.Write(
            w =>
            {
                var made = ways.Put(w, account.Id, kind, printed: true, by: Guid.Empty);
                AccountEvents.Put(w, account.Id, AccountEventKind.WayInGiven, by: Guid.Empty);
                return (WaysIn.GiveCode(w, made), made);
            },
            ct
        );
        var until = (await ways.Find(id, ct))!.ExpiresAt;
        Console.WriteLine(
            $"On the page {Web.WayInDoor.Start} they type this code, once, until {until:yyyy-MM-dd HH:mm} UTC: {code}"
        );
        return 0;
    }

    private static async Task<int> RemoveSecondStep(Asked one, CancellationToken ct)
    {
        var (site, account) = (one.Site, one.Account);
        if (!await site.HostDatabase.Write(w => Web.Accounts.RemoveSecondStep.Do(w, account.Id, by: Guid.Empty), ct))
            return await Refuse($"{account.UserName} has no second step.");
        Console.WriteLine(
            $"{account.UserName} signs in with the password alone, and is told so at the next sign-in. Its sign-ins are ended."
        );
        return 0;
    }

    // Another password takes no passkey away; whoever gives it because an account fell into wrong hands must know of them.
    private static async Task TellOfPasskeys(Site site, Account account, CancellationToken ct)
    {
        if (await site.Services.GetRequiredService<Passkeys>().CountOf(account.Id, ct) is > 0 and var some)
            Console.WriteLine(
                $"Its {some} passkey(s) open it as before. `coprod user passkeys {account.UserName}` lists them, `coprod user remove-passkey` takes them away."
            );
    }

    private static async Task<int> ListPasskeys(Asked one, CancellationToken ct)
    {
        foreach (var passkey in await one.Site.Services.GetRequiredService<Passkeys>().Of(one.Account.Id, ct))
            Console.WriteLine(
                $"{passkey.Id}\t{passkey.Name}\tsince {passkey.MadeAt:yyyy-MM-dd HH:mm} UTC\t{(passkey.LastUsedAt is { } used ? $"last used {used:yyyy-MM-dd HH:mm} UTC" : "not used yet")}"
            );
        return 0;
    }

    private static async Task<int> RemovePasskey(Asked one, CancellationToken ct)
    {
        var (account, which, all) = (one.Account, one.Parsed.GetValue(OneOfThem), one.Parsed.GetValue(AllOfThem));
        if (which is null == !all)
            return await Refuse("Say which one with --id, or --all.");
        var removed = await one.Site.HostDatabase.Write(
            w => Web.Accounts.RemovePasskeys.Do(w, account.Id, by: Guid.Empty, which),
            ct
        );
        if (removed == 0)
            return await Refuse(
                $"{account.UserName} has no such passkey. See `coprod user passkeys {account.UserName}`."
            );
        Console.WriteLine(
            $"{account.UserName}: {removed} passkey(s) taken away, which is told at the next sign-in. Its sign-ins are ended."
        );
        return 0;
    }

    private static async Task<int> AskSecondStep(Site site, ParseResult parsed, CancellationToken ct)
    {
        var (role, asks) = (parsed.GetValue(OfRole), !parsed.GetValue(NoLonger));
        if (!Enum.IsDefined(role))
            return await Refuse("The role is Administrator, Coordinator, CoProducer or Viewer.");
        await Web.Accounts.AskSecondStep.Set(site.HostDatabase, role, asks, ct);
        Console.WriteLine(
            asks
                ? $"{role}: a second step is asked from now on. Whoever has none is shown how at the next sign-in."
                : $"{role}: a second step is no longer asked."
        );
        return 0;
    }

    private static async Task<int> Refuse(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence);
        return 1;
    }

    private static async Task<int> List(Site site, ParseResult parsed, CancellationToken ct)
    {
        using var scope = site.Services.CreateScope();
        var roles = await site.Services.GetRequiredService<RoleBook>().Now(ct);
        foreach (var account in await scope.ServiceProvider.GetRequiredService<AccountStore>().List(ct))
            Console.WriteLine(
                $"{account.UserName}\t{roles.Of(account).Own?.Name ?? account.Role.ToString()}\t{account.DisplayName}{(account.HasSecondStep ? "\tsecond step" : "")}{(account.Disabled ? "\tended" : "")}"
            );
        return 0;
    }
}
