using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Register.Parts;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.People;

/// <summary>A person was recorded twice: everything moves to one record, the other stays as a tombstone that points to it.</summary>
internal static class MergePerson
{
    private const string Like = """
        select id, name, role_label as beside from person
        where withdrawn = false and id <> @id and name_key like @Like escape '!' order by name_key, id limit 100
        """;

    private const string Known = "select name_key from person where id = @id and withdrawn = false";

    // What both records hold is kept once; the rest moves.
    private const string Move = """
        insert into person_stakeholder_group (person_id, stakeholder_group_id)
            select @Into, stakeholder_group_id from person_stakeholder_group where person_id = @Id on conflict do nothing;
        delete from person_stakeholder_group where person_id = @Id;
        insert into participation (innovation_id, person_id, role, from_on, until_on, recorded_at)
            select innovation_id, @Into, role, from_on, until_on, recorded_at from participation where person_id = @Id
            on conflict do nothing;
        delete from participation where person_id = @Id;
        insert into note_person (note_id, person_id, hours) select note_id, @Into, hours from note_person where person_id = @Id on conflict do nothing;
        delete from note_person where person_id = @Id;
        update membership set person_id = @Into where person_id = @Id;
        update card set person_id = @Into where person_id = @Id;
        update lifted_stop set person_id = @Into where person_id = @Id;
        update card_word set person_id = @Into where person_id = @Id;
        update consent set person_id = @Into where person_id = @Id;
        update tie set from_person_id = @Into where from_person_id = @Id;
        update tie set to_person_id = @Into where to_person_id = @Id;
        update tie set withdrawn = true where from_person_id = to_person_id;
        """;

    // The stricter word on contact holds.
    private const string KeepStop = """
        update person set contact_state = (select contact_state from person where id = @Id),
            contact_until = (select contact_until from person where id = @Id)
        where id = @Into and contact_state = 'Open'
        """;

    private const string Tombstone = """
        update person set withdrawn = true, merged_into = @Into, version = version + 1, changed_at = @Now where id = @Id
        """;

    private const string TakesPart = "select innovation_id from participation where person_id = @Into";

    internal static FormRoute<Guid?> Route { get; } =
        new()
        {
            Page = "/people/{personId:guid}/merge",
            Api = "/api/people/{personId:guid}/merge",
            Permission = Permissions.People,
            Read = input => input.Id("into", T["the record to keep"], required: true),
            Handle = (into, visit) => Handle(into!.Value, visit),
            Show = Show,
            Then = (_, id) => $"/people/{id}",
            Said = () => T["The two records are one now."],
        };

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var id = visit.RouteId("personId");
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
                ("Back", $"/people/{id}"),
                ("Here", $"/people/{id}/merge")
            );
    }

    private static async Task<Outcome<Guid>> Handle(Guid into, IVisit visit)
    {
        var id = visit.RouteId("personId");
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
        writing.Connection.Execute(KeepStop, new { Id = id, Into = into });
        writing.Connection.Execute(
            Tombstone,
            new
            {
                Id = id,
                Into = into,
                writing.Now,
            }
        );
        writing.Publish(new PersonChanged { PersonId = id });
        writing.Publish(new PersonChanged { PersonId = into });
        foreach (var innovation in writing.Connection.Query<Guid>(TakesPart, new { Into = into }).AsList())
            writing.Publish(new InnovationChanged { InnovationId = innovation });
        return true;
    }
}
