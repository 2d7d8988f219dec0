using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Groups;

/// <summary>A group was recorded twice: everything moves to one record, the other stays as a tombstone that points to it.</summary>
internal static class MergeGroup
{
    private const string Like = """
        select g.id, g.name, coalesce(l.name, '') as beside from community_group g left join locality l on l.id = g.locality_id
        where g.withdrawn = false and g.id <> @id and g.name_key like @Like escape '!' order by g.name_key, g.id limit 100
        """;

    private const string Known = "select name_key from community_group where id = @id and withdrawn = false";

    // What both records hold is kept once; the rest moves.
    private const string Move = """
        insert into group_link (innovation_id, group_id, role, recorded_at)
            select innovation_id, @Into, role, recorded_at from group_link where group_id = @Id on conflict do nothing;
        delete from group_link where group_id = @Id;
        insert into group_innovation (group_id, innovation_id)
            select @Into, innovation_id from group_innovation where group_id = @Id on conflict do nothing;
        update group_identifier set group_id = @Into where group_id = @Id;
        update group_import set group_id = @Into where group_id = @Id;
        update membership set group_id = @Into where group_id = @Id;
        update tie set from_group_id = @Into where from_group_id = @Id;
        update tie set to_group_id = @Into where to_group_id = @Id;
        update tie set withdrawn = true where from_group_id = to_group_id;
        """;

    private const string Tombstone = """
        update community_group set withdrawn = true, merged_into = @Into, version = version + 1, changed_at = @Now where id = @Id
        """;

    private const string Linked = "select innovation_id from group_link where group_id = @Into";

    internal static FormRoute<Guid?> Route { get; } =
        new()
        {
            Page = "/groups/{groupId:guid}/merge",
            Api = "/api/groups/{groupId:guid}/merge",
            Permission = Permissions.Record,
            Read = input => input.Id("into", T["the record to keep"], required: true),
            Handle = (into, visit) => Handle(into!.Value, visit),
            Show = Show,
            Then = (_, id) => $"/groups/{id}",
            Said = () => T["The two records are one now."],
        };

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var id = visit.RouteId("groupId");
        var found = await visit.Database.Read(
            async c =>
            {
                if (await c.QuerySingleOrDefaultAsync<string>(Known, new { id }) is not { } key)
                    return null;
                var like = Words.Fold(visit.Asked("find")) is { Length: > 0 } typed ? typed : key.Split(' ')[0];
                return (await c.QueryAsync<Named>(Like, new { id, Like = Words.Like(like) })).AsList();
            },
            visit.Gone
        );
        return found is null
            ? null
            : visit.Page<MergePage>(
                ("Input", input),
                ("Title", T["Which record is to be kept?"]),
                ("Others", found),
                ("Back", $"/groups/{id}"),
                ("Here", $"/groups/{id}/merge")
            );
    }

    private static async Task<Outcome<Guid>> Handle(Guid into, IVisit visit)
    {
        var id = visit.RouteId("groupId");
        if (into == id)
            return Outcome<Guid>.Refused("into", T["Choose another record than this one."]);
        var done = await visit.Database.Write(writing => Merge(writing, id, into), visit.Gone);
        return done ? Outcome<Guid>.Done(into) : Outcome<Guid>.Missing();
    }

    private static bool Merge(IWriting writing, Guid id, Guid into)
    {
        var ends = new[] { id, into };
        if (ends.Any(end => writing.Connection.QuerySingleOrDefault<string>(Known, new { id = end }) is null))
            return false;
        writing.Connection.Execute(Move, new { Id = id, Into = into });
        writing.Connection.Execute(
            Tombstone,
            new
            {
                Id = id,
                Into = into,
                writing.Now,
            }
        );
        foreach (var innovation in writing.Connection.Query<Guid>(Linked, new { Into = into }).AsList())
            writing.Changed(innovation);
        return true;
    }
}
