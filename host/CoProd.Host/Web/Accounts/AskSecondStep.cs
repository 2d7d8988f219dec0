using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Ui;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>An administrator says which roles sign in with a second step.</summary>
public static class AskSecondStep
{
    private const string Asked = "select role from second_step_role order by role";

    private const string Clear = "delete from second_step_role";

    private const string Put = "insert into second_step_role (role) values (@role) on conflict do nothing";

    private const string Drop = "delete from second_step_role where role = @role";

    internal static FormRoute<IReadOnlyList<Role>> Route { get; } =
        new()
        {
            Page = "/accounts/second-step",
            Permission = HostPermissions.Accounts,
            Start = async visit => new Input([
                KeyValuePair.Create<string, IReadOnlyList<string>>(
                    "roles",
                    (await visit.Database.Read(c => c.QueryAsync<string>(Asked), visit.Gone)).AsList()
                ),
            ]),
            Read = input => input.Choices<Role>("roles", T["a role"]),
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<Microsoft.AspNetCore.Http.IResult?>(visit.Page<AskSecondStepPage>(("Input", input))),
            Then = (_, _) => "/accounts",
            Said = () => T["That is kept. Whoever it asks and has none yet is shown how at their next sign-in."],
        };

    private static async Task<Outcome<Guid>> Handle(IReadOnlyList<Role> roles, IVisit visit)
    {
        Audit.AuditNote.Of(visit.Http).Detail = string.Join(' ', roles);
        await visit.Database.Write(
            w =>
            {
                w.Connection.Execute(Clear);
                return roles.Sum(role => Set(w, role, asks: true));
            },
            visit.Gone
        );
        return Outcome<Guid>.Done(Guid.Empty);
    }

    /// <summary>Asks a role for it, or no longer.</summary>
    internal static Task Set(Database host, Role role, bool asks, CancellationToken ct) =>
        host.Write(w => Set(w, role, asks), ct);

    private static int Set(IWriting w, Role role, bool asks) =>
        w.Connection.Execute(asks ? Put : Drop, new { role = role.ToString() });
}

/// <summary>An administrator takes somebody's second step away: they lost the phone, and the recovery codes with it.</summary>
internal static class RemoveSecondStep
{
    private const string NameOf = """
        select a.display_name from account a join second_step s on s.account_id = a.id where a.id = @id and a.id <> @me
        """;

    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["Take the second step away"],
            Lede = () =>
                T[
                    "For somebody who lost their phone and their recovery codes. Make sure that it is them who ask: ring them, or see them. They sign in with their password alone then, and are told that you did this."
                ],
            Name = visit =>
                visit.Database.Read(
                    c =>
                        c.QuerySingleOrDefaultAsync<string>(
                            NameOf,
                            new { id = visit.RouteId("accountId"), me = visit.Caller.AccountId }
                        ),
                    visit.Gone
                ),
            Label = () => T["Yes, I made sure that it is them"],
            Send = () => T["Take it away"],
            Said = () =>
                T[
                    "Their second step is gone, and they are signed out everywhere. They are told at their next sign-in."
                ],
            // One's own goes by one's own page, with a password and a code.
            Do = (visit, w) =>
                visit.RouteId("accountId") != visit.Caller.AccountId
                && Do(w, visit.RouteId("accountId"), visit.Caller.AccountId),
        }.Route("/accounts/{accountId:guid}/second-step/remove", null, HostPermissions.Accounts, _ => "/accounts");

    public static bool Do(IWriting w, Guid account, Guid by)
    {
        if (!SecondSteps.TurnOff(w, account, by))
            return false;
        Sessions.EndAll(w, account);
        return true;
    }
}
