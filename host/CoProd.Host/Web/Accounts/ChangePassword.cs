using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Ui;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>Somebody gives their account another password. The present one is asked, and every other sign-in of theirs ends.</summary>
public static class ChangePassword
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Present { get; init; }

        public required string Password { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/account/password",
            Permission = HostPermissions.Home,
            Read = input => new Form { Present = input["present-password"] ?? "", Password = input["password"] ?? "" },
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<Microsoft.AspNetCore.Http.IResult?>(visit.Page<ChangePasswordPage>(("Input", input))),
            Then = (_, _) => "/account",
            Said = () => T["Your password is changed. Wherever else you were signed in, you are signed out now."],
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await visit.Get<AccountStore>().Find(visit.Caller.AccountId, visit.Gone) is not { } account)
            return Outcome<Guid>.Missing();
        if (account.PasswordHash is null)
            return Outcome<Guid>.Refused("", T["This account has no password. It opens in another way."]);
        if (await IsRight(visit, account, form.Present) is { } problem)
            return problem;
        if (form.Password == form.Present)
            return Outcome<Guid>.Refused("password", T["That is your present password. Choose another."]);
        var refused = await AccountMaking.SetPassword(
            visit.Http.RequestServices,
            account,
            form.Password,
            keep: visit.Http.Features.Get<SessionRow>()?.Id
        );
        return refused is null
            ? Outcome<Guid>.Done(account.Id)
            : Outcome<Guid>.Refused(refused.Field, refused.Sentence);
    }

    // Whoever sits at a screen left open may guess here too: it counts like a guess at the door.
    private static async Task<Outcome<Guid>?> IsRight(IVisit visit, Account account, string present)
    {
        var guesses = visit.Get<Guesses>();
        if (await guesses.Make(account.UserName, visit.Http.Connection.RemoteIpAddress, visit.Gone) is not { } guess)
            return Outcome<Guid>.Refused(
                "present-password",
                T["That was wrong too often. Wait five minutes, then try again."]
            );
        try
        {
            if (!await visit.Get<Passwords>().Fits(account, present, visit.Gone))
                return Outcome<Guid>.Refused("present-password", T["That is not your present password. Try again."]);
        }
        catch (BusyException)
        {
            return Outcome<Guid>.Refused("", AccountMaking.BusyWords);
        }
        await guesses.Right(guess, visit.Gone);
        return null;
    }
}
