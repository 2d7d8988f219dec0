using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Register.Around;
using CoProd.Register.Parts;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Register.Groups;

/// <summary>One group. Its members and ties are shown to those who may see people.</summary>
public static class GroupView
{
    /// <summary>What the page shows.</summary>
    public sealed record Model
    {
        public required RecordGroup.Form Group { get; init; }

        public required IReadOnlyList<Named> Innovations { get; init; }

        /// <summary>Null where the reader may not see people.</summary>
        public IReadOnlyList<Named>? Members { get; init; }

        /// <summary>Null where the reader may not see people.</summary>
        public IReadOnlyList<TieRow>? Ties { get; init; }
    }

    private const string InnovationsSql = $"""
        select i.id, i.name, k.role as beside from group_link k join innovation i on i.id = k.innovation_id
        where k.group_id = @id and i.withdrawn = false
            and {Seen.ByCaller}
        order by i.name_key limit 200
        """;

    // The id is the membership's: what can be done beside a name is to end it.
    private const string MembersSql = """
        select m.id, case when p.name <> '' then p.name else p.role_label end as name, m.role as beside
        from membership m join person p on p.id = m.person_id
        where m.group_id = @id and m.withdrawn = false and p.withdrawn = false and (m.until_on is null or m.until_on > @Today)
        order by p.name_key limit 500
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        await Answer(visit) is { } model
            ? visit.Page<GroupPage>(("Model", model), ("MayRecord", visit.Caller.May(Permissions.Record)))
            : null;

    internal static Task<Model?> Answer(IVisit visit)
    {
        var asked = new
        {
            id = visit.RouteId("groupId"),
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            Today = visit.Clock.Today(),
        };
        var people = visit.Caller.May(Permissions.People);
        return visit.Database.Read(
            async c =>
            {
                if (!GroupReading.Of(c, [asked.id]).TryGetValue(asked.id, out var group))
                    return null;
                return new Model
                {
                    Group = group,
                    Innovations = (await c.QueryAsync<Named>(InnovationsSql, asked)).AsList(),
                    Members = people ? await Members(c, asked.id, asked.Today) : null,
                    Ties = people ? await Around.Ties.OfGroup(c, asked.id) : null,
                };
            },
            visit.Gone
        );
    }

    private static async Task<IReadOnlyList<Named>> Members(DbConnection c, Guid id, DateOnly today) =>
        (await c.QueryAsync<Named>(MembersSql, new { id, Today = today })).AsList();
}
