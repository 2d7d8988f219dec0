using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Security;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>Before something that guards an account is changed, its password is asked again: a screen left open is no proof.</summary>
internal static class PresentPassword
{
    public const string Field = "present-password";

    /// <summary>Null when it is right. Whoever sits at a screen left open may guess here too: it counts like a guess at the door.</summary>
    public static async Task<Outcome<Guid>?> Refusal(IVisit visit, Account account, string typed)
    {
        if (account.PasswordHash is null)
            return Outcome<Guid>.Refused("", T["This account has no password. It opens in another way."]);
        var guesses = visit.Get<Guesses>();
        if (await guesses.Make(account.UserName, visit.Http.Connection.RemoteIpAddress, visit.Gone) is not { } guess)
            return Outcome<Guid>.Refused(Field, T["That was wrong too often. Wait five minutes, then try again."]);
        try
        {
            if (!await visit.Get<Passwords>().Fits(account, typed, visit.Gone))
                return Outcome<Guid>.Refused(Field, T["That is not your present password. Try again."]);
        }
        catch (BusyException)
        {
            return Outcome<Guid>.Refused("", AccountMaking.BusyWords);
        }
        await guesses.Right(guess, visit.Gone);
        return null;
    }
}
