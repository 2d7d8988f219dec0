using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Security.Sso;
using CoProd.Ui;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>
/// Somebody with an account here ties their login at the institution's provider to it. They come back from there and say so with their
/// password: a way there that somebody else began for them ties nothing.
/// </summary>
internal static class LinkLogin
{
    public const string Page = "/account/login";

    internal static FormRoute<string> Route { get; } =
        new()
        {
            Page = Page,
            Permission = HostPermissions.Home,
            Read = input => input[PresentPassword.Field] ?? "",
            Handle = Handle,
            Show = Show,
            Then = (_, _) => "/account",
            Said = () => T["From now on that login opens your account as well."],
        };

    private static async Task<Outcome<Guid>> Handle(string present, IVisit visit)
    {
        if (await visit.Get<AccountStore>().Find(visit.Caller.AccountId, visit.Gone) is not { } account)
            return Outcome<Guid>.Missing();
        if (await SsoDoor.Came(visit.Http) is not { } person)
            return Outcome<Guid>.Refused("", T["That took longer than ten minutes. Begin again."]);
        if (await PresentPassword.Refusal(visit, account, present) is { } problem)
            return problem;
        if (!await visit.Get<SsoLogins>().Link(person, account.Id, visit.Gone))
            return Outcome<Guid>.Refused(
                "",
                T["That login opens another account already, or yours has one. Nothing was changed."]
            );
        await visit.Http.SignOutAsync(IdentityConstants.ExternalScheme);
        return Outcome<Guid>.Done(account.Id);
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var sso = visit.Get<SsoSettings>();
        if (
            !sso.IsSetUp
            || await visit.Get<AccountStore>().Find(visit.Caller.AccountId, visit.Gone)
                is not { PasswordHash: not null } account
        )
            return null;
        var person = await SsoDoor.Came(visit.Http);
        return visit.Page<LinkLoginPage>(
            ("Input", input),
            ("Called", sso.Called),
            ("IsLinked", await visit.Get<SsoLogins>().Of(account.Id, visit.Gone) is not null),
            (
                "Came",
                person is null ? null
                : person.Name.Length > 0 ? person.Name
                : person.Subject
            )
        );
    }

    /// <summary>The way to the provider, for somebody who is signed in here.</summary>
    public static async Task<IResult?> Begin(IVisit visit)
    {
        if (!visit.Get<SsoSettings>().IsSetUp)
            return null;
        if (await SsoDoor.Lead(visit.Http, Page) is { } led)
            return led;
        var input = new Input();
        input.Error("", SsoDoor.Away(visit.Http));
        visit.Http.Response.StatusCode = StatusCodes.Status502BadGateway;
        return await Show(input, visit);
    }
}

/// <summary>Somebody unties it again.</summary>
internal static class UnlinkLogin
{
    internal static FormRoute<string> Route { get; } =
        new()
        {
            Page = LinkLogin.Page + "/end",
            Permission = HostPermissions.Home,
            Read = input => input[PresentPassword.Field] ?? "",
            Handle = Handle,
            Show = LinkLogin.Route.Show,
            Then = (_, _) => "/account",
            Said = () => T["That login opens your account no longer."],
        };

    private static async Task<Outcome<Guid>> Handle(string present, IVisit visit)
    {
        if (await visit.Get<AccountStore>().Find(visit.Caller.AccountId, visit.Gone) is not { } account)
            return Outcome<Guid>.Missing();
        if (await PresentPassword.Refusal(visit, account, present) is { } problem)
            return problem;
        return await visit.Get<SsoLogins>().Unlink(account.Id, visit.Gone)
            ? Outcome<Guid>.Done(account.Id)
            : Outcome<Guid>.Missing();
    }
}
