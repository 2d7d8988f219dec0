using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>Somebody makes new recovery codes; the old ones open nothing any more.</summary>
public static class RenewRecoveryCodes
{
    internal static FormRoute<string> Route { get; } =
        new()
        {
            Page = "/account/second-step/renew",
            Permission = HostPermissions.Home,
            Read = input => input[PresentPassword.Field] ?? "",
            Handle = Handle,
            Show = async (input, visit) =>
                await visit.Get<SecondSteps>().Of(visit.Caller.AccountId, visit.Gone) is null
                    ? null
                    : visit.Page<ConfirmPage>(
                        ("Input", input),
                        ("Title", T["Make new recovery codes"]),
                        ("Lede", T["The codes you have now stop working. You get eight new ones."]),
                        ("Send", T["Make new codes"])
                    ),
            Then = (_, _) => RecoveryCodes.Path,
            Said = () => T["These are your new codes. The old ones open nothing any more: throw them away."],
        };

    private static async Task<Outcome<Guid>> Handle(string present, IVisit visit)
    {
        if (await visit.Get<AccountStore>().Find(visit.Caller.AccountId, visit.Gone) is not { } account)
            return Outcome<Guid>.Missing();
        if (await PresentPassword.Refusal(visit, account, present) is { } problem)
            return problem;
        try
        {
            if (await visit.Get<SecondSteps>().Renew(account.Id, visit.Gone) is not { } codes)
                return Outcome<Guid>.Missing();
            RecoveryCodes.Keep(visit.Http, account.Id, codes);
            return Outcome<Guid>.Done(account.Id);
        }
        catch (BusyException)
        {
            return Outcome<Guid>.Refused("", AccountMaking.BusyWords);
        }
    }
}

/// <summary>Somebody signs in with their password alone again.</summary>
public static class TurnOffSecondStep
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Present { get; init; }

        public required string Code { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/account/second-step/off",
            Permission = HostPermissions.Home,
            Read = input => new Form { Present = input[PresentPassword.Field] ?? "", Code = input["code"] ?? "" },
            Handle = Handle,
            Show = Show,
            Then = (_, _) => "/account",
            Said = () => T["The second step is off. You sign in with your password alone."],
        };

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await visit.Get<SecondSteps>().Of(visit.Caller.AccountId, visit.Gone) is null
            ? null
            : visit.Page<ConfirmPage>(
                ("Input", input),
                ("Title", T["Turn the second step off"]),
                (
                    "Lede",
                    T[
                        "Then your password alone opens your account. Turn it off when you change your phone, and on again with the new one."
                    ]
                ),
                ("Send", T["Turn it off"]),
                ("AsksCode", true)
            );

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await visit.Get<AccountStore>().Find(visit.Caller.AccountId, visit.Gone) is not { } account)
            return Outcome<Guid>.Missing();
        if (await PresentPassword.Refusal(visit, account, form.Present) is { } problem)
            return problem;
        try
        {
            var answer = await visit
                .Get<SecondSteps>()
                .Try(account.Id, form.Code, visit.Http.Connection.RemoteIpAddress, visit.Gone);
            if (answer is not (StepAnswer.Code or StepAnswer.Recovery))
                return Outcome<Guid>.Refused("code", SecondStepDoor.Words(answer));
        }
        catch (BusyException)
        {
            return Outcome<Guid>.Refused("", AccountMaking.BusyWords);
        }
        return await visit.Database.Write(w => SecondSteps.TurnOff(w, account.Id), visit.Gone)
            ? Outcome<Guid>.Done(account.Id)
            : Outcome<Guid>.Missing();
    }
}
