using CoProd.Contracts.Forms;
using CoProd.Host.Data;
using CoProd.Host.Security;
using CoProd.Host.Web.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>Signing in with a passkey: the script of the sign-in page asks what to sign, and its form brings the answer.</summary>
internal static class PasskeyDoor
{
    public const string Start = "/sign-in/passkey/begin";
    public const string In = "/sign-in/passkey";

    /// <summary>What the device is to sign.</summary>
    public static async Task<IResult> Begin(HttpContext http)
    {
        if (http.RequestServices.GetRequiredService<PasskeyPlace>().Origin(http) is null)
            return Results.NotFound();
        // A token would be out of date where they have signed in beside this page; what is asked here opens nothing yet.
        if (!SignInFirst.IsOurs(http))
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        try
        {
            return await http.RequestServices.GetRequiredService<PasskeySignIn>().Begin(http) is { } asked
                ? Results.Content(asked, "application/json")
                : Results.StatusCode(StatusCodes.Status429TooManyRequests);
        }
        catch (DiskFullException)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    public static Task<IResult> Post(HttpContext http) => SignInDoor.Sent(http, Come);

    private static async Task<IResult> Come(HttpContext http, IFormCollection form, string? kept)
    {
        var answer = await http
            .RequestServices.GetRequiredService<PasskeySignIn>()
            .Try(http, form["credential"].ToString());
        var back = SignInDoor.Local(form["back"]);
        if (answer.Account is { } account)
            return await SecondStepDoor.In(http, account, SignIn.ByPasskey, back, kept);
        var input = new Input();
        input.Error("", Words(answer.Trouble));
        return SignInPage.Show(
            http,
            back,
            kept,
            answer.Trouble == PasskeyTrouble.Ended ? StatusCodes.Status403Forbidden : StatusCodes.Status400BadRequest,
            input
        );
    }

    private static string Words(PasskeyTrouble trouble) =>
        trouble switch
        {
            PasskeyTrouble.Late => T[
                "That took longer than five minutes, or was begun in another window. Nothing was changed. Press the button again."
            ],
            PasskeyTrouble.Closed => T["That was wrong too often. Wait five minutes, then try again."],
            PasskeyTrouble.Ended => T["Your account here has ended. Ask whoever looks after CoProd where you are."],
            PasskeyTrouble.CountsBackwards => T[
                "That passkey is not taken: its device counts backwards, as a copy of it would. Sign in with your password, remove that passkey on the page of your account, and add a new one."
            ],
            _ => T[
                "That passkey opens nothing here, or not any more. Sign in with your password, and add a passkey on the page of your account."
            ],
        };
}
