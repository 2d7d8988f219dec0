using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Mail;
using CoProd.Host.Security;
using CoProd.Host.Web.Pages;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>The page behind an invitation, a mailed link or a printed code: one chooses a password, once. Whoever holds the code may open it.</summary>
public static class WayInDoor
{
    public const string Start = "/open/way-in";

    private const string SetEmail = "update account set email = @email where id = @account";

    /// <summary>The code is typed off a paper.</summary>
    internal static FormRoute<string> Typed { get; } =
        new()
        {
            Page = Start,
            Permission = Permission.Anyone,
            Read = input => input.Text("code", T["the code"], required: true, max: 40),
            Handle = async (typed, visit) =>
                await visit.Get<WaysIn>().Opens(typed, visit.Gone) is { } way
                    ? Outcome<Guid>.Done(way.Id)
                    : Outcome<Guid>.Refused("code", Sentence),
            Show = (input, visit) => Task.FromResult<IResult?>(visit.Page<TypeCodePage>(("Input", input))),
            Then = (visit, _) => Start + "/" + ReadableCode.Plain(visit.Http.Request.Form["code"]),
        };

    private static string Sentence =>
        T[
            "This code opens nothing, or not any more: each works once, and for a while. Check it, or ask for a new one."
        ];

    /// <summary>What the code opens.</summary>
    internal static FormRoute<string> Opened { get; } =
        new()
        {
            Page = Start + "/{code}",
            Permission = Permission.Anyone,
            Read = input => input["password"] ?? "",
            Handle = Handle,
            Show = Show,
            Then = (visit, _) =>
                "/sign-in" + (visit.Http.Items[Known] is string name ? "?name=" + Uri.EscapeDataString(name) : ""),
        };

    private const string Known = "user name";

    private static Task<WayInRow?> Way(IVisit visit) =>
        visit.Get<WaysIn>().Opens(visit.Http.GetRouteValue("code") as string, visit.Gone);

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        if (await Way(visit) is { } way)
            return visit.Page<WayInPage>(
                ("Input", input),
                ("Kind", way.Kind),
                ("UserName", way.UserName),
                ("Email", way.Email)
            );
        // In words, for a link in a mail is opened by people; and still "not found", so that who tries codes is counted.
        visit.Http.Response.StatusCode = StatusCodes.Status404NotFound;
        var typed = new Input();
        typed.Error("code", Sentence);
        return visit.Page<TypeCodePage>(("Input", typed));
    }

    private static async Task<Outcome<Guid>> Handle(string password, IVisit visit)
    {
        if (await Way(visit) is not { } way)
            return Outcome<Guid>.Refused("", Sentence);
        Audit.AuditNote.Of(visit.Http).Detail = way.Kind.ToString();
        return way.Kind == WayInKind.Address ? await Confirm(way, visit) : await Choose(way, password, visit);
    }

    private static async Task<Outcome<Guid>> Confirm(WayInRow way, IVisit visit)
    {
        var done = await visit
            .Get<Database>()
            .Write(
                w =>
                {
                    if (!WaysIn.Use(w, way.Id))
                        return false;
                    w.Connection.Execute(SetEmail, new { account = way.AccountId, email = way.Email });
                    AccountEvents.Put(w, way.AccountId, AccountEventKind.AddressChanged);
                    return true;
                },
                visit.Gone
            );
        if (!done)
            return Outcome<Guid>.Refused("", Sentence);
        visit.Say(T["Your address is kept: {0}.", way.Email]);
        return Outcome<Guid>.Done(way.AccountId);
    }

    // Used up first: of two who send it at the same moment, one chooses. It comes back when the password will not do.
    private static async Task<Outcome<Guid>> Choose(WayInRow way, string password, IVisit visit)
    {
        var host = visit.Get<Database>();
        var services = visit.Http.RequestServices;
        if (await visit.Get<AccountStore>().Find(way.AccountId, visit.Gone) is not { Disabled: false } account)
            return Outcome<Guid>.Refused("", Sentence);
        if (!await host.Write(w => WaysIn.Use(w, way.Id), visit.Gone))
            return Outcome<Guid>.Refused("", Sentence);
        if (await AccountMaking.SetPassword(services, account, password) is { } problem)
        {
            await host.Write(w => WaysIn.GiveBack(w, way.Id));
            return Outcome<Guid>.Refused(problem.Field, problem.Sentence);
        }
        await host.Write(w => WaysIn.EndAll(w, account.Id));
        visit.Get<Mails>().Wake();
        visit.Http.Items[Known] = account.UserName;
        visit.Say(
            await visit.Get<Passkeys>().CountOf(account.Id, visit.Gone) == 0
                ? T["Your password is kept. Sign in with it now."]
                : T[
                    "Your password is kept. Sign in with it now. Your passkeys open your account as before: if one is lost or not yours, remove it on the page of your account."
                ]
        );
        return Outcome<Guid>.Done(account.Id);
    }
}
