using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.People;
using CoProd.Ui;
using static CoProd.Register.Texts;

namespace CoProd.Register.Me;

/// <summary>Somebody may be asked again, and says so themselves.</summary>
internal static class LiftMyPause
{
    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["You may ask me again"],
            Label = () => T["Yes, you may contact me"],
            Send = () => T["Keep it"],
            Said = () => T["Thank you. You may be asked again, and you can pause whenever you like."],
            Do = Do,
        }.Route("/me/pause/lift", "/api/me/pause/lift", Permissions.Me, _ => "/me");

    private static bool Do(IVisit visit, IWriting writing)
    {
        if (visit.Caller.PersonId is not { } me)
            return false;
        SetContactState.Write(writing, me, ContactState.Open, null);
        return true;
    }
}
