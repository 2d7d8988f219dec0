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
            Read = input => new Form
            {
                Present = input[PresentPassword.Field] ?? "",
                Password = input["password"] ?? "",
            },
            Handle = Handle,
            Show = async (input, visit) =>
                visit.Page<ChangePasswordPage>(
                    ("Input", input),
                    ("HasPasskeys", await visit.Get<Passkeys>().CountOf(visit.Caller.AccountId, visit.Gone) > 0)
                ),
            Then = (_, _) => "/account",
            Said = () => T["Your password is changed. Wherever else you were signed in, you are signed out now."],
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await visit.Get<AccountStore>().Find(visit.Caller.AccountId, visit.Gone) is not { } account)
            return Outcome<Guid>.Missing();
        if (await PresentPassword.Refusal(visit, account, form.Present) is { } problem)
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
}
