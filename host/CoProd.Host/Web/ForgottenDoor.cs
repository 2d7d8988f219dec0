using CoProd.Contracts.Forms;
using CoProd.Host.Mail;
using CoProd.Host.Security;
using CoProd.Host.Web.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Web;

/// <summary>"I forgot my password". Whether there is such an account is nobody's business: the answer is the same.</summary>
internal static class ForgottenDoor
{
    public static Task<IResult> Show(HttpContext http) => Task.FromResult(Page(http, new Input(), isAsked: false));

    public static async Task<IResult> Post(HttpContext http)
    {
        var input = await Routing.FormReading.Page(http);
        var typed = input.Text("name", Texts.T["your user name or your address"], required: true, max: 254);
        if (!input.IsGood)
        {
            http.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page(http, input, isAsked: false);
        }
        // Who asks too often is answered the same, and nothing leaves.
        var guesses = http.RequestServices.GetRequiredService<Guesses>();
        if (await guesses.MakeAtForgotten(typed, http.Connection.RemoteIpAddress, http.RequestAborted) is not null)
            http.RequestServices.GetRequiredService<ForgottenPasswords>().Ask(typed);
        return Page(http, input, isAsked: true);
    }

    private static IResult Page(HttpContext http, Input input, bool isAsked) =>
        Ui.Show.Page<ForgottenPage>(
            ("Input", input),
            ("IsAsked", isAsked),
            ("MailGoes", http.RequestServices.GetRequiredService<MailSettings>().IsSetUp)
        );
}
