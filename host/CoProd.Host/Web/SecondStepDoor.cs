using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CoProd.Contracts.Forms;
using CoProd.Host.Audit;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Web.Accounts;
using CoProd.Host.Web.Pages;
using CoProd.Host.Web.Routing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>What comes between the right password and being in: the code from the phone, or turning the second step on where the role asks for it.</summary>
internal static class SecondStepDoor
{
    private static readonly TimeSpan LongestBetween = TimeSpan.FromMinutes(10);

    /// <summary>Whose password was right a moment ago. It opens nothing by itself.</summary>
    private sealed record Ticket(Guid Account, string Stamp);

    /// <summary>Lets in whoever gave the right password, or asks for what is still missing.</summary>
    public static async Task<IResult> Enter(HttpContext http, Account account, string back, string? kept)
    {
        if (!account.HasSecondStep && !account.NeedsSecondStep)
            return await In(http, account, SignIn.ByPassword, back, kept);
        AuditNote.Of(http).Detail = account.HasSecondStep
            ? "password right, code asked"
            : "password right, second step missing";
        var input = Input.Of(
            (
                "ticket",
                Tickets(http)
                    .Protect(JsonSerializer.Serialize(new Ticket(account.Id, account.SecurityStamp)), LongestBetween)
            ),
            ("back", back),
            ("kept", kept)
        );
        return account.HasSecondStep ? SignInCodePage.Show(input) : Offer(http, account, input);
    }

    /// <summary>A code was typed.</summary>
    public static Task<IResult> Code(HttpContext http) =>
        WithTicket(
            http,
            async (account, input) =>
            {
                if (!account.HasSecondStep)
                    return await Enter(http, account, Back(input), input["kept"]);
                var typed = input["recovery"] is { Length: > 0 } recovery ? recovery : input["code"] ?? "";
                var field = input["recovery"] is { Length: > 0 } ? "recovery" : "code";
                var answer = await Steps(http)
                    .Try(account.Id, typed, http.Connection.RemoteIpAddress, http.RequestAborted);
                if (answer is StepAnswer.Code or StepAnswer.Recovery)
                    return await In(
                        http,
                        account,
                        SignIn.BySecondStep,
                        Back(input),
                        input["kept"],
                        answer == StepAnswer.Recovery
                    );
                input.Error(field, Words(answer));
                http.Response.StatusCode = StatusCodes.Status400BadRequest;
                return SignInCodePage.Show(input);
            },
            (_, input) => SignInCodePage.Show(input)
        );

    /// <summary>Somebody whose role asks for it turns the second step on, and is in.</summary>
    public static Task<IResult> TurnOn(HttpContext http) =>
        WithTicket(
            http,
            async (account, input) =>
            {
                if (account.HasSecondStep)
                    return await Enter(http, account, Back(input), input["kept"]);
                var codes = await TurnOnSecondStep.Try(http, account.Id, input);
                if (codes is null)
                {
                    http.Response.StatusCode = StatusCodes.Status400BadRequest;
                    return Offer(http, account, input);
                }
                RecoveryCodes.Keep(http, account.Id, codes);
                await SignIn.Let(http, account, SignIn.BySecondStep);
                return Ui.Show.Page<RecoveryCodesPage>(
                    ("Codes", codes),
                    ("Next", Back(input)),
                    ("SendAgain", SignInFirst.Open(http, input["kept"]))
                );
            },
            (account, input) => Offer(http, account, input)
        );

    internal static string Words(StepAnswer answer) =>
        answer switch
        {
            StepAnswer.Closed => T["That was wrong too often. Wait five minutes, then try again."],
            StepAnswer.UsedBefore => T[
                "That code was used already. Wait until your app shows the next one, and type that."
            ],
            _ => T["That code does not fit. Look at your app again: it shows a new code every half minute."],
        };

    /// <summary>They are in: told what happened meanwhile, and led to where they wanted, or to the form that waited.</summary>
    public static async Task<IResult> In(
        HttpContext http,
        Account account,
        string method,
        string back,
        string? kept,
        bool byRecovery = false
    )
    {
        await SignIn.Let(http, account, method);
        var said = await http.RequestServices.GetRequiredService<AccountEvents>().Tell(account.Id, http.RequestAborted);
        if (byRecovery && await Steps(http).Of(account.Id, http.RequestAborted) is { } step)
            said =
                $"{said} {T["You used a recovery code. Codes left: {0}. You can make new ones on the page of your account.", step.CodesLeft]}";
        if (said is not null)
            Flash.Say(http, said.Trim());
        return SignInFirst.Open(http, kept) is { } waiting
            ? Ui.Show.Page<SignInPage>(("SendAgain", waiting))
            : Results.LocalRedirect(back);
    }

    private static IResult Offer(HttpContext http, Account account, Input input)
    {
        var offered = TurnOnSecondStep.Offered(http, account, input);
        return Ui.Show.Page<SignInStepPage>(("Input", input), ("Offered", offered));
    }

    // Their own token is checked here: what waits to be sent must not be lost over an old one.
    private static async Task<IResult> WithTicket(
        HttpContext http,
        Func<Account, Input, Task<IResult>> work,
        Func<Account, Input, IResult> again
    )
    {
        var input = await FormReading.Page(http);
        if (await Holder(http, input["ticket"]) is not { } account)
        {
            var late = new Input();
            late.Error("", T["That took longer than ten minutes. Begin again with your user name and password."]);
            return SignInPage.Show(http, Back(input), input["kept"], StatusCodes.Status400BadRequest, late);
        }
        AuditNote.Of(http).RecordId = account.Id;
        var status = StatusCodes.Status400BadRequest;
        if (!await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
            input.Error("", T["This page was open for a long time. Check what you typed and send it again."]);
        else
        {
            try
            {
                return await work(account, input);
            }
            catch (BusyException)
            {
                input.Error("", AccountMaking.BusyWords);
                http.Response.Headers.RetryAfter = HashGate.TryAfter.ToString(CultureInfo.InvariantCulture);
                status = StatusCodes.Status503ServiceUnavailable;
            }
            catch (Data.DiskFullException)
            {
                NoRoom.Say(http, input);
                status = StatusCodes.Status503ServiceUnavailable;
            }
        }
        http.Response.StatusCode = status;
        return again(account, input);
    }

    // A password changed, an account ended meanwhile: what was proved before does not count any more.
    private static async Task<Account?> Holder(HttpContext http, string? seal)
    {
        try
        {
            if (
                string.IsNullOrEmpty(seal)
                || JsonSerializer.Deserialize<Ticket>(Tickets(http).Unprotect(seal)) is not { } ticket
            )
                return null;
            var account = await http
                .RequestServices.GetRequiredService<AccountStore>()
                .Find(ticket.Account, http.RequestAborted);
            return account is { Disabled: false } && account.SecurityStamp == ticket.Stamp ? account : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string Back(Input input) => SignInDoor.Local(input["back"]);

    private static SecondSteps Steps(HttpContext http) => http.RequestServices.GetRequiredService<SecondSteps>();

    private static ITimeLimitedDataProtector Tickets(HttpContext http) =>
        http
            .RequestServices.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("CoProd.SecondStep.Ticket")
            .ToTimeLimitedDataProtector();
}
