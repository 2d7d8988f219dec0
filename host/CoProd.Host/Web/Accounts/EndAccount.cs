using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using Microsoft.AspNetCore.Identity;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>An administrator ends an account. Its id stays: what it did remains attributed.</summary>
public static class EndAccount
{
    internal static FormRoute<Guid?> Route { get; } =
        new()
        {
            Page = "/accounts/end",
            Permission = HostPermissions.Accounts,
            Read = input => input.Id("accountId", T["the account"], required: true),
            Handle = Handle,
            Show = (input, visit) => AccountListPage.Show(visit, input),
            Then = (_, _) => "/accounts",
            Said = () => T["The account is ended. It opens nothing any more."],
        };

    private static async Task<Outcome<Guid>> Handle(Guid? accountId, IVisit visit)
    {
        var users = visit.Get<UserManager<Account>>();
        if (await users.FindByIdAsync(accountId!.Value.ToString()) is not { } account)
            return Outcome<Guid>.Missing();
        if (account.Id == visit.Caller.AccountId)
            return Outcome<Guid>.Refused("", T["You cannot end your own account. Ask another administrator."]);
        account.Disabled = true;
        await users.UpdateSecurityStampAsync(account);
        await visit.Get<Sessions>().EndAll(account.Id, except: null, visit.Gone);
        return Outcome<Guid>.Done(account.Id);
    }
}
