using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Champions;

/// <summary>A champion stops, without asking anybody: the role is theirs. Today is its last day, and its story stays.</summary>
internal static class StopRole
{
    private const string Find = """
        select p.name from champion_role r join host_person p on p.id = r.person_id
        where r.id = @RoleId and r.innovation_id = @InnovationId and r.withdrawn = false and r.person_id = @PersonId
            and (r.from_on is null or r.from_on <= @Today) and (r.until_on is null or r.until_on > @Today)
        """;

    private const string Update = """
        update champion_role set until_on = @Today, version = version + 1, changed_at = @Now
        where id = @RoleId and innovation_id = @InnovationId and withdrawn = false and person_id = @PersonId
            and (from_on is null or from_on <= @Today) and (until_on is null or until_on > @Today)
        """;

    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["Stop being a champion here"],
            Lede = () =>
                T[
                    "Today is then your last day. What you did stays in the story. Those who coordinate see that the role has ended; you owe nobody a reason."
                ],
            Name = visit =>
                visit.Database.Read(c => c.QuerySingleOrDefaultAsync<string?>(Find, Asked(visit)), visit.Gone),
            Label = () => T["Yes, I stop"],
            Send = () => T["Stop today"],
            Said = () => T["Your role has ended. Thank you for what you did."],
            Do = Stop,
        }.Route(
            Paths.Route + "/roles/{roleId:guid}/stop",
            Paths.Api + "/roles/{roleId:guid}/stop",
            Permissions.See,
            visit => Paths.Champions(visit.InnovationId) + "#champions"
        );

    private static bool Stop(IVisit visit, IWriting writing)
    {
        if (visit.Caller.PersonId is not { } person || !Keeping.Mark(visit, writing, Update, Asked(visit)))
            return false;
        RecordRole.ChangedElsewhere(writing, person);
        return true;
    }

    private static object Asked(IVisit visit) =>
        new
        {
            RoleId = visit.RouteId("roleId"),
            visit.InnovationId,
            PersonId = visit.Caller.PersonId ?? Guid.Empty,
            Today = visit.Clock.Today(),
        };
}
