using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Audit;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Security.Access;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>An administrator gives somebody another role.</summary>
internal static class SetRole
{
    private const string IsThere = "select count(*) from own_role where id = @Id";

    private const string Update = "update account set role = @Role, own_role_id = @Own where id = @Account";

    internal static FormRoute<string> Route { get; } =
        new()
        {
            Page = "/accounts/{accountId:guid}/role",
            Api = "/api/accounts/{accountId:guid}/role",
            Permission = HostPermissions.Accounts,
            Read = input => input.Text("role", T["a role"], required: true, max: 100),
            Handle = Handle,
            Show = OneAccount.Show,
            Then = (visit, _) => $"/accounts/{visit.RouteId("accountId")}",
            Said = () => T["The role is kept. They are signed out, and told at their next sign-in."],
        };

    private static async Task<Outcome<Guid>> Handle(string typed, IVisit visit)
    {
        var id = visit.RouteId("accountId");
        if (await visit.Get<AccountStore>().Find(id, visit.Gone) is not { Disabled: false } account)
            return Outcome<Guid>.Missing();
        var roles = await visit.Get<RoleBook>().Now(visit.Gone);
        if (roles.Find(typed) is not { } role)
            return Outcome<Guid>.Refused("role", T["Choose {0} from the list.", T["a role"]]);
        if (id == visit.Caller.AccountId)
            return Outcome<Guid>.Refused("role", T["You cannot change your own role. Ask another administrator."]);
        if (role.Base == Role.CoProducer && account.PersonId is null)
            return Outcome<Guid>.Refused(
                "role",
                T[
                    "This account belongs to nobody in the register, so a co-producer’s role would show nothing. Make a new account for them."
                ]
            );
        AuditNote.Of(visit.Http).Detail = role.Name;
        return await visit
            .Get<RoleBook>()
            .Write(
                "role",
                w =>
                {
                    if (role.Own is { } own && w.Connection.ExecuteScalar<long>(IsThere, new { own.Id }) == 0)
                        return Outcome<Guid>.Refused("role", T["Choose {0} from the list.", T["a role"]]);
                    Put(w, account, role, visit.Caller.AccountId);
                    return Outcome<Guid>.Done(id);
                },
                visit.Gone
            );
    }

    // Gives the role, and has its owner told, unless they have it.
    private static void Put(IWriting w, Account account, HeldRole role, Guid by)
    {
        var row = new
        {
            Account = account.Id,
            Role = role.Base.ToString(),
            Own = role.Own?.Id,
        };
        if (account.Role == role.Base && account.OwnRoleId == role.Own?.Id)
            return;
        w.Connection.Execute(Update, row);
        // What stands open on their screens was shown to who they were.
        Sessions.EndAll(w, account.Id);
        AccountEvents.Put(w, account.Id, AccountEventKind.RoleChanged, by);
    }
}
