using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>Somebody takes a passkey of theirs away: the device is lost, or given away.</summary>
internal static class RemovePasskey
{
    internal static FormRoute<string> Route { get; } =
        new()
        {
            Page = "/account/passkeys/{passkeyId:guid}/remove",
            Permission = HostPermissions.Home,
            Read = input => input[PresentPassword.Field] ?? "",
            Handle = Handle,
            Show = Show,
            Then = (_, _) => "/account",
            Said = () =>
                T["That passkey opens nothing any more. Wherever else you were signed in, you are signed out now."],
        };

    private static async Task<Outcome<Guid>> Handle(string present, IVisit visit)
    {
        var id = visit.RouteId("passkeyId");
        if (await visit.Get<AccountStore>().Find(visit.Caller.AccountId, visit.Gone) is not { } account)
            return Outcome<Guid>.Missing();
        if (await PresentPassword.Refusal(visit, account, present) is { } problem)
            return problem;
        var here = visit.Http.Features.Get<SessionRow>()?.Id;
        var removed = await visit.Database.Write(
            w =>
            {
                if (!Passkeys.Remove(w, account.Id, id))
                    return false;
                Sessions.EndAll(w, account.Id, here);
                return true;
            },
            visit.Gone
        );
        return removed ? Outcome<Guid>.Done(id) : Outcome<Guid>.Missing();
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var all = await visit.Get<Passkeys>().Of(visit.Caller.AccountId, visit.Gone);
        return all.FirstOrDefault(row => row.Id == visit.RouteId("passkeyId")) is not { } passkey
            ? null
            : visit.Page<ConfirmPage>(
                ("Input", input),
                ("Title", T["Remove the passkey “{0}”", passkey.Name]),
                (
                    "Lede",
                    T[
                        "It then opens your account no longer. Your device still shows it: remove it there too, among its passwords."
                    ]
                ),
                ("Send", T["Remove it"])
            );
    }
}

/// <summary>An administrator takes somebody's passkeys away: they lost the device, or do not know one of them.</summary>
internal static class RemovePasskeys
{
    private const string NameOf = """
        select a.display_name from account a
        where a.id = @id and a.id <> @me and exists (select 1 from passkey p where p.account_id = a.id)
        """;

    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["Take the passkeys away"],
            Lede = () =>
                T[
                    "For somebody who lost a device with a passkey and cannot sign in to remove it. Make sure that it is them who ask: ring them, or see them. They sign in with their password then, and are told that you did this."
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
            Send = () => T["Take them away"],
            Said = () =>
                T["Their passkeys are gone, and they are signed out everywhere. They are told at their next sign-in."],
            // One's own go by one's own page, with a password.
            Do = (visit, w) =>
                visit.RouteId("accountId") != visit.Caller.AccountId
                && Do(w, visit.RouteId("accountId"), visit.Caller.AccountId) > 0,
        }.Route(
            "/accounts/{accountId:guid}/passkeys/remove",
            null,
            HostPermissions.Accounts,
            visit => $"/accounts/{visit.RouteId("accountId")}"
        );

    /// <summary>Takes one away, or all, and ends the sign-ins; tells how many it took.</summary>
    public static int Do(IWriting w, Guid account, Guid by, Guid? one = null)
    {
        var removed =
            one is not { } id ? Passkeys.RemoveAll(w, account, by)
            : Passkeys.Remove(w, account, id, by) ? 1
            : 0;
        if (removed > 0)
            Sessions.EndAll(w, account);
        return removed;
    }
}
