using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Security.Access;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>An administrator ends an account. Its id stays: what it did remains attributed.</summary>
public static class EndAccount
{
    private const string Update = "update account set disabled = true, security_stamp = @stamp where id = @account";

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
        if (await visit.Get<AccountStore>().Find(accountId!.Value, visit.Gone) is not { } account)
            return Outcome<Guid>.Missing();
        if (account.Id == visit.Caller.AccountId)
            return Outcome<Guid>.Refused("", T["You cannot end your own account. Ask another administrator."]);
        return await visit
            .Get<RoleBook>()
            .Write(
                "",
                w =>
                {
                    Do(w, visit.Get<ClosedAgain>(), account.Id);
                    return Outcome<Guid>.Done(account.Id);
                },
                visit.Gone
            );
    }

    /// <summary>Closes it, with all that would open it: sign-ins, half-made sign-ins, unused codes and tokens. Tells how many sign-ins and tokens.</summary>
    internal static (int SignIns, int Tokens) Do(IWriting w, ClosedAgain closed, Guid account)
    {
        closed.Note(account, isClosed: true);
        return Close(w, account);
    }

    /// <summary>The same, of one that stands in the list of what must hold already.</summary>
    internal static (int SignIns, int Tokens) Close(IWriting w, Guid account)
    {
        w.Connection.Execute(Update, new { account, stamp = Secret.New() });
        Mail.WaysIn.EndAll(w, account);
        return (Sessions.EndAll(w, account), Tokens.RevokeAll(w, account));
    }
}
