using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>Somebody ends one of their sign-ins, for example on a phone they lost.</summary>
public static class EndSession
{
    internal static FormRoute<Guid?> Route { get; } =
        new()
        {
            Page = "/account/sessions/end",
            Permission = HostPermissions.Home,
            Read = input => input.Id("sessionId", T["the sign-in"], required: true),
            Handle = Handle,
            Show = (input, visit) => AccountPage.Show(visit, input),
            Then = (_, _) => "/account",
            Said = () => T["That sign-in is ended. Whoever used it must sign in again."],
        };

    private static async Task<Outcome<Guid>> Handle(Guid? sessionId, IVisit visit) =>
        await visit.Get<Sessions>().End(sessionId!.Value, visit.Caller.AccountId, visit.Gone)
            ? Outcome<Guid>.Done(sessionId.Value)
            : Outcome<Guid>.Refused("", T["That sign-in has ended already."]);
}

/// <summary>Somebody ends all their sign-ins but the one at hand.</summary>
public static class EndOtherSessions
{
    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = "/account/sessions/end-others",
            Permission = HostPermissions.Home,
            Read = _ => true,
            Handle = Handle,
            Show = (input, visit) => AccountPage.Show(visit, input),
            Then = (_, _) => "/account",
            Said = () => T["You are signed in here alone now."],
        };

    private static async Task<Outcome<Guid>> Handle(bool form, IVisit visit)
    {
        var here = visit.Http.Features.Get<SessionRow>()?.Id;
        await visit.Get<Sessions>().EndAll(visit.Caller.AccountId, here, visit.Gone);
        return Outcome<Guid>.Done(visit.Caller.AccountId);
    }
}
