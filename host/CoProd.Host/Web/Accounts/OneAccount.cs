using System.Security.Cryptography;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Mail;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Security.Access;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>One person's account, as an administrator helps with it: their address, and another way in.</summary>
internal static class OneAccount
{
    public static Task<IResult?> Show(IVisit visit) => Show(new Input(), visit);

    public static async Task<IResult?> Show(Input input, IVisit visit)
    {
        if (await visit.Get<AccountStore>().Find(visit.RouteId("accountId"), visit.Gone) is not { } account)
            return null;
        if (input["email"] is null)
            input.Set("email", account.Email ?? "");
        var roles = await visit.Get<RoleBook>().Now(visit.Gone);
        if (input["role"] is null)
            input.Set("role", roles.Of(account).Key);
        return visit.Page<OneAccountPage>(
            ("Input", input),
            ("Id", account.Id),
            ("Name", account.DisplayName),
            ("UserName", account.UserName),
            ("RoleName", roles.Of(account).Name),
            ("Roles", RoleWords.ChoicesOf(roles)),
            ("Given", await visit.Get<InnovationAccess>().OfAccount(account.Id, visit.Gone)),
            ("HasStep", account.HasSecondStep),
            ("Passkeys", await visit.Get<Passkeys>().CountOf(account.Id, visit.Gone)),
            ("IsMine", account.Id == visit.Caller.AccountId),
            ("IsEnded", account.Disabled),
            ("IsNew", account.PasswordHash is null),
            ("CanMail", visit.Get<MailSettings>().IsSetUp && account.Email is not null)
        );
    }
}

/// <summary>An administrator notes somebody's address.</summary>
internal static class SetAddress
{
    private const string Update = "update account set email = @email where id = @account";

    internal static FormRoute<string> Route { get; } =
        new()
        {
            Page = "/accounts/{accountId:guid}/address",
            Permission = HostPermissions.Accounts,
            Read = Read,
            Handle = Handle,
            Show = OneAccount.Show,
            Then = (visit, _) => $"/accounts/{visit.RouteId("accountId")}",
            Said = () => T["The address is kept."],
        };

    public static string Read(Input input)
    {
        var email = input.Text("email", T["an e-mail address"], max: 254);
        if (email.Length > 0 && !MailSettings.IsAddress(email))
            input.Error("email", T["That is no e-mail address. It looks like name@example.org."]);
        return email;
    }

    private static async Task<Outcome<Guid>> Handle(string email, IVisit visit)
    {
        var account = visit.RouteId("accountId");
        var done = await visit.Database.Write(
            w =>
            {
                var set = new { account, email = email.Length == 0 ? null : email };
                if (w.Connection.Execute(Update, set) != 1)
                    return false;
                AccountEvents.Put(w, account, AccountEventKind.AddressChanged, visit.Caller.AccountId);
                return true;
            },
            visit.Gone
        );
        visit.Get<Mails>().Wake();
        return done ? Outcome<Guid>.Done(account) : Outcome<Guid>.Missing();
    }
}

/// <summary>An administrator gives somebody another way in: a link by mail, or a page to print.</summary>
internal static class GiveWayIn
{
    private const string Cookie = "coprod.way-in";

    private static readonly TimeSpan Shown = TimeSpan.FromMinutes(15);

    // Also a name of the route's item: which printed page follows.
    private const string Printed = "printed way in";

    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = "/accounts/{accountId:guid}/way-in",
            Permission = HostPermissions.Accounts,
            Read = input => input["how"] == "mail",
            Handle = Handle,
            Show = OneAccount.Show,
            Then = (visit, id) => Path(visit, id),
        };

    private static async Task<Outcome<Guid>> Handle(bool byMail, IVisit visit)
    {
        var id = visit.RouteId("accountId");
        if (await visit.Get<AccountStore>().Find(id, visit.Gone) is not { } account)
            return Outcome<Guid>.Missing();
        if (account.Disabled)
            return Outcome<Guid>.Refused("", T["This account is ended. Make a new one for them."]);
        if (id == visit.Caller.AccountId)
            return Outcome<Guid>.Refused("", T["For yourself, use “Change your password” on your own account page."]);
        var refusal = await Give(visit, account, byMail);
        return refusal is null ? Outcome<Guid>.Done(id) : Outcome<Guid>.Refused("", refusal);
    }

    /// <summary>Where the person who gave it goes on: to the page to print, where there is one.</summary>
    public static string Path(IVisit visit, Guid account) =>
        visit.Http.Items.ContainsKey(Printed) ? $"/accounts/{account}/way-in/printed" : $"/accounts/{account}";

    /// <summary>Gives it; null, or why not.</summary>
    public static async Task<string?> Give(IVisit visit, Account account, bool byMail)
    {
        var (ways, mails) = (visit.Get<WaysIn>(), visit.Get<Mails>());
        // An account without a password was never used: its owner is invited.
        var kind = account.PasswordHash is null ? WayInKind.Invitation : WayInKind.Reset;
        var by = visit.Caller.AccountId;
        if (!byMail)
        {
            var code = await visit
                .Get<Database>()
                .Write(
                    w =>
                    {
                        AccountEvents.Put(w, account.Id, AccountEventKind.WayInGiven, by);
                        return WaysIn.GiveCode(w, ways.Put(w, account.Id, kind, printed: true, by));
                    },
                    visit.Gone
                );
            Keep(visit, account.Id, code);
            return null;
        }
        if (account.Email is null || !visit.Get<MailSettings>().IsSetUp)
            return T["There is no address, or mail is not set up. Print a page instead."];
        if (await visit.Get<MailWriter>().IsToBeLeftAlone(account, visit.Gone))
            return T[
                "They asked not to be contacted for now, so no mail was sent. If they ask you themselves, print a page."
            ];
        await visit
            .Get<Database>()
            .Write(
                w =>
                {
                    AccountEvents.Put(w, account.Id, AccountEventKind.WayInGiven, by);
                    return Mails.Put(
                        w,
                        kind == WayInKind.Invitation ? MailKind.Invitation : MailKind.Reset,
                        account.Id,
                        ways.Put(w, account.Id, kind, printed: false, by)
                    );
                },
                visit.Gone
            );
        mails.Wake();
        visit.Say(T["A mail with a link is on its way to {0}.", account.Email]);
        return null;
    }

    private static void Keep(IVisit visit, Guid account, string code)
    {
        visit.Http.Items[Printed] = true;
        visit.Http.Response.Cookies.Append(
            Cookie,
            Protector(visit, account).Protect(code, Shown),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = visit.Http.Request.IsHttps,
                MaxAge = Shown,
                Path = $"/accounts/{account}/way-in",
                IsEssential = true,
            }
        );
    }

    /// <summary>The page to print, for a quarter of an hour in the browser it was made in.</summary>
    public static async Task<IResult?> ShowPrinted(IVisit visit)
    {
        var id = visit.RouteId("accountId");
        if (await visit.Get<AccountStore>().Find(id, visit.Gone) is not { } account)
            return null;
        var code = Kept(visit, id);
        var way = await visit.Get<WaysIn>().Opens(code, visit.Gone);
        return visit.Page<PrintedWayInPage>(
            ("Id", id),
            ("Name", account.DisplayName),
            ("UserName", account.UserName),
            ("Code", way is null ? null : code),
            ("Until", way?.ExpiresAt),
            ("Address", visit.Address(WayInDoor.Start)),
            ("Link", visit.Address($"{WayInDoor.Start}/{ReadableCode.Plain(code)}"))
        );
    }

    private static string? Kept(IVisit visit, Guid account)
    {
        try
        {
            return visit.Http.Request.Cookies[Cookie] is { } kept ? Protector(visit, account).Unprotect(kept) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static ITimeLimitedDataProtector Protector(IVisit visit, Guid account) =>
        visit
            .Get<IDataProtectionProvider>()
            .CreateProtector("CoProd.WayIn", visit.Caller.AccountId.ToString(), account.ToString())
            .ToTimeLimitedDataProtector();
}
