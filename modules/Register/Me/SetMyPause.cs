using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.People;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Me;

/// <summary>Somebody wants to be left alone for a while. No reason is asked.</summary>
internal static class SetMyPause
{
    // A pause never softens a stronger stop.
    private const string Stronger = """
        select count(*) from person where id = @id and contact_state in ('NoContact', 'Bereaved', 'Died')
        """;

    internal static FormRoute<DateOnly?> Route { get; } =
        new()
        {
            Page = "/me/pause",
            Api = "/api/me/pause",
            Permission = Permissions.Me,
            Read = input => input.Date("until", T["the last day of the pause"]),
            Handle = Handle,
            Show = (input, visit) => Task.FromResult<IResult?>(visit.Page<SetMyPausePage>(("Input", input))),
            Then = (_, _) => "/me",
            Said = () => T["Nobody will ask you for anything until you say so, or the pause is over."],
        };

    private static async Task<Outcome<Guid>> Handle(DateOnly? until, IVisit visit)
    {
        if (visit.Caller.PersonId is not { } me)
            return Outcome<Guid>.Refused(
                "",
                T["Your account has no record in the register. A coordinator can join the two."]
            );
        if (until < visit.Clock.Today())
            return Outcome<Guid>.Refused("until", T["The pause would be over already. Give a later day, or none."]);
        await visit.Database.Write(
            writing =>
            {
                LiftedStop.MarkTold(writing, me, visit.Caller.AccountId);
                if (writing.Connection.ExecuteScalar<long>(Stronger, new { id = me }) == 0)
                    SetContactState.Write(writing, me, ContactState.Paused, until);
            },
            visit.Gone
        );
        return Outcome<Guid>.Done(me);
    }
}
