using CoProd.Host.Security;
using CoProd.Host.Web.Pages;
using Microsoft.AspNetCore.Http;

namespace CoProd.Host.Web;

/// <summary>A form that waits while its sender signs in at a page that cannot carry it: beside it in another window, or at the institution's provider.</summary>
internal static class KeptDoor
{
    public const string Address = "/sign-in/kept";

    /// <summary>They are signed in, and want to see what they typed.</summary>
    public static async Task<IResult> Show(HttpContext http)
    {
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var kept = form["kept"].ToString();
        if (!SignInFirst.IsOurs(http) || SignInFirst.Open(http, kept) is null)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        return SignInFirst.Waiting(http, kept) is { } waiting
            ? Ui.Show.Page<SignInPage>(("SendAgain", waiting))
            : SignInPage.Show(http, SignInDoor.Local(form["back"]), kept, StatusCodes.Status401Unauthorized);
    }

    /// <summary>Back from the provider in the same window: the script brings what this window kept.</summary>
    public static Task<IResult> Come(HttpContext http) => Task.FromResult(Ui.Show.Page<KeptPage>());
}
