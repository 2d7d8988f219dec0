using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Host.Security;
using CoProd.Host.Web.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>The first administrator, made with the one-use code that the console printed.</summary>
internal static class SetupDoor
{
    public static async Task<IResult> Show(HttpContext http) =>
        await IsDone(http) ? Results.LocalRedirect("/sign-in") : Ui.Show.Page<SetupPage>(("Input", new Input()));

    public static async Task<IResult> Post(HttpContext http)
    {
        var input = await Routing.FormReading.Page(http);
        var code = input.Text("code", T["the one-use code"], required: true);
        var name = input.Text("name", T["a user name"], required: true, max: 100);
        var display = input.Text("displayName", T["your name"], required: true, max: 100);
        var codes = http.RequestServices.GetRequiredService<SetupCode>();
        if (input.IsGood && (await IsDone(http) || !await codes.IsRight(code, http.RequestAborted)))
            input.Error("code", T["That code does not fit, or was used already. Start CoProd again to get a new one."]);
        if (input.IsGood)
        {
            var account = new Account
            {
                Id = Guid.CreateVersion7(),
                UserName = name,
                DisplayName = display,
                Role = Role.Administrator,
            };
            if (await Make(http, codes, account, code, input["password"] ?? "") is not { } problem)
            {
                await SignIn.Let(http, account, SignIn.BySetup);
                return Results.LocalRedirect("/");
            }
            input.Error(problem.Field, problem.Sentence);
        }
        http.Response.StatusCode = StatusCodes.Status400BadRequest;
        return Ui.Show.Page<SetupPage>(("Input", input));
    }

    // The code is used up first: of two who send it at the same moment, one makes an account. It comes back when none was made.
    private static async Task<FieldError?> Make(
        HttpContext http,
        SetupCode codes,
        Account account,
        string code,
        string password
    )
    {
        if (!await codes.Use(code, http.RequestAborted))
            return new FieldError("code", T["That code was used already."]);
        var problem = await AccountMaking.Make(http.RequestServices, account, password);
        if (problem is not null)
            await codes.GiveBack(code, CancellationToken.None);
        return problem;
    }

    private static Task<bool> IsDone(HttpContext http) =>
        http.RequestServices.GetRequiredService<AccountStore>().Any(http.RequestAborted);
}
