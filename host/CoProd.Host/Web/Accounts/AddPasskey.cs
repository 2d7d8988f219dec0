using System.Text.Json;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>
/// Somebody wants a passkey for their account. As it will open the account by itself, everything that opens it today is asked first; only
/// then is the device (<see cref="KeepPasskey"/>), so that none is made that is not kept.
/// </summary>
internal static class AddPasskey
{
    public const string Page = "/account/passkeys/new";

    internal sealed record Form
    {
        public required string Name { get; init; }

        public required string Present { get; init; }

        public required string Code { get; init; }
    }

    /// <summary>What waits for the device's answer.</summary>
    internal sealed record Asked(string Name, string Options, string State);

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Page,
            Permission = HostPermissions.Home,
            Start = visit =>
                Task.FromResult<Input?>(
                    Input.Of(("name", BrowserWords.Of(visit.Http.Request.Headers.UserAgent.ToString())))
                ),
            Read = input => new Form
            {
                Name = input.Text("name", T["a name for it"], required: true, max: Passkeys.LongestName),
                Present = input[PresentPassword.Field] ?? "",
                Code = input["code"] ?? "",
            },
            Handle = Handle,
            Show = Show,
            Then = (_, _) => KeepPasskey.Page,
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await Owner(visit) is not { } account)
            return Outcome<Guid>.Missing();
        if (await visit.Get<Passkeys>().CountOf(account.Id, visit.Gone) >= Passkeys.Most)
            return Outcome<Guid>.Refused("", Full);
        if (await PresentPassword.Refusal(visit, account, form.Present) is { } problem)
            return problem;
        if (account.HasSecondStep && await CodeRefusal(form.Code, account, visit) is { } wrong)
            return wrong;
        var asked = await visit.Get<IPasskeyHandler<Account>>().MakeCreationOptionsAsync(Of(account), visit.Http);
        var waits = new Asked(form.Name, asked.CreationOptionsJson, asked.AttestationState!);
        return await visit.Get<PasskeyCeremonies>().Begin(visit.Http, account.Id, JsonSerializer.Serialize(waits))
            ? Outcome<Guid>.Done(account.Id)
            : Outcome<Guid>.Refused("", AccountMaking.BusyWords);
    }

    private static async Task<Outcome<Guid>?> CodeRefusal(string code, Account account, IVisit visit)
    {
        try
        {
            var answer = await visit
                .Get<SecondSteps>()
                .Try(account.Id, code, visit.Http.Connection.RemoteIpAddress, visit.Gone);
            return answer is StepAnswer.Code or StepAnswer.Recovery
                ? null
                : Outcome<Guid>.Refused("code", SecondStepDoor.Words(answer));
        }
        catch (BusyException)
        {
            return Outcome<Guid>.Refused("", AccountMaking.BusyWords);
        }
    }

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await Owner(visit) is { } account
            ? visit.Page<AddPasskeyPage>(("Input", input), ("AsksCode", account.HasSecondStep))
            : null;

    /// <summary>
    /// Who is here, where they may have passkeys: not at an address that is a number, and not an account that opens by the institution's
    /// sign-in alone, for whoever leaves there shall not stay here by way of ours.
    /// </summary>
    public static async Task<Account?> Owner(IVisit visit) =>
        visit.Get<PasskeyPlace>().Origin(visit.Http) is not null
        && await visit.Get<AccountStore>().Find(visit.Caller.AccountId, visit.Gone)
            is { PasswordHash: not null } account
            ? account
            : null;

    public static string Full =>
        T["You have {0} passkeys, and there is room for no more. Remove one that you do not use.", Passkeys.Most];

    private static PasskeyUserEntity Of(Account account) =>
        new()
        {
            Id = account.Id.ToString(),
            Name = account.UserName,
            DisplayName = account.DisplayName,
        };
}

/// <summary>The device made a passkey: it is looked at, and kept.</summary>
internal static class KeepPasskey
{
    public const string Page = AddPasskey.Page + "/device";

    internal static FormRoute<string> Route { get; } =
        new()
        {
            Page = Page,
            Permission = HostPermissions.Home,
            Read = input => input["credential"] ?? "",
            Handle = Handle,
            Show = Show,
            Then = (_, _) => "/account",
            Said = () => T["Your passkey is kept. Next time, choose “Sign in with a passkey”."],
        };

    private static async Task<Outcome<Guid>> Handle(string credential, IVisit visit)
    {
        if (await AddPasskey.Owner(visit) is not { } account)
            return Outcome<Guid>.Missing();
        if (await visit.Get<PasskeyCeremonies>().Take(visit.Http, account.Id) is not { } state)
            return Outcome<Guid>.Refused("", Late);
        var asked = JsonSerializer.Deserialize<AddPasskey.Asked>(state)!;
        var judged = await visit
            .Get<IPasskeyHandler<Account>>()
            .PerformAttestationAsync(
                new PasskeyAttestationContext
                {
                    HttpContext = visit.Http,
                    CredentialJson = credential,
                    AttestationState = asked.State,
                }
            );
        if (!judged.Succeeded)
            return Outcome<Guid>.Refused(
                "",
                T[
                    "What your device answered could not be taken, so nothing was added. Begin again, or try another device."
                ]
            );
        return await visit.Get<Passkeys>().Add(account.Id, judged.Passkey, asked.Name, visit.Gone)
            ? Outcome<Guid>.Done(account.Id)
            : Outcome<Guid>.Refused("", AddPasskey.Full);
    }

    private static string Late =>
        T["That took longer than five minutes, or was begun in another window. Nothing was added. Begin again."];

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        if (await AddPasskey.Owner(visit) is not { } account)
            return null;
        var state = await visit.Get<PasskeyCeremonies>().Look(visit.Http, account.Id);
        if (state is null && input.IsGood)
            input.Error("", Late);
        var asked = state is null ? null : JsonSerializer.Deserialize<AddPasskey.Asked>(state);
        return visit.Page<KeepPasskeyPage>(
            ("Input", input),
            ("Name", asked?.Name),
            ("Options", asked?.Options),
            ("Origin", visit.Get<PasskeyPlace>().Origin(visit.Http))
        );
    }
}
