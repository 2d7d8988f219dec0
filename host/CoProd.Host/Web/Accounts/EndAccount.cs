using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Security.Access;
using Dapper;
using Microsoft.AspNetCore.Identity;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>An administrator ends an account. Its id stays: what it did remains attributed.</summary>
public static class EndAccount
{
    private const string Close = "update account set disabled = true where id = @Id";

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
        try
        {
            await visit.Database.Write(
                w =>
                {
                    w.Connection.Execute(Close, new { account.Id });
                    visit.Get<RoleBook>().SomebodyIsLeft(w);
                    return true;
                },
                visit.Gone
            );
        }
        catch (NobodyLeftException)
        {
            return Outcome<Guid>.Refused("", Access.ChangeRole.NobodyLeft());
        }
        account.Disabled = true;
        await users.UpdateSecurityStampAsync(account);
        await visit.Get<Sessions>().EndAll(account.Id, except: null, visit.Gone);
        return Outcome<Guid>.Done(account.Id);
    }
}
