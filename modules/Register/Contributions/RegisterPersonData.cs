using System.Text.Json;
using System.Text.Json.Nodes;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Contributions;

/// <summary>What the register knows of a person: to hand to them, and to forget.</summary>
internal sealed class RegisterPersonData(IModuleDatabase database) : IPersonData
{
    private const string Person = """
        select p.id, p.name, p.role_label as role, p.email, p.phone, p.contact_wish, l.name as place, p.contact_state,
            p.contact_until, p.contact_said_on, p.recorded_at
        from person p left join locality l on l.id = p.locality_id where p.id = @id
        """;

    // Each of these is one list of the export, by its speaking name.
    private static readonly IReadOnlyList<(string Name, string Sql)> Lists =
    [
        (
            "otherRecords",
            """
            with recursive one (id) as (
                select id from person where merged_into = @id
                union select p.id from person p join one on p.merged_into = one.id)
            select name, email, phone, role_label as role from person where id in (select id from one)
                and (name <> '' or role_label <> '') order by id
            """
        ),
        (
            "speaksFor",
            """
            select s.name from person_stakeholder_group g join stakeholder_group s on s.id = g.stakeholder_group_id
            where g.person_id = @id order by s.name_key
            """
        ),
        (
            "takesPartIn",
            """
            select i.name as innovation, t.role, t.from_on, t.until_on from participation t join innovation i on i.id = t.innovation_id
            where t.person_id = @id order by i.name_key
            """
        ),
        (
            "memberOf",
            """
            select g.name, m.role, m.from_on, m.until_on from membership m join community_group g on g.id = m.group_id
            where m.person_id = @id order by g.name_key
            """
        ),
        (
            "consents",
            "select scope, purpose, given_on, until_on, withdrawn_on, how from consent where person_id = @id order by given_on, id"
        ),
        (
            "cards",
            "select given_on, until_on, ended_on, last_used_on from card where person_id = @id order by given_on, id"
        ),
        (
            "stopsLiftedForThem",
            "select was, lifted_on, told_on from lifted_stop where person_id = @id order by lifted_on, id"
        ),
        ("toldByCard", "select told_at, kind, words from card_word where person_id = @id order by told_at, id"),
        (
            "ties",
            """
            select t.kind, t.intensity, t.since_on, t.note, coalesce(g.name, 'a person') as other_end
            from tie t left join community_group g on g.id = coalesce(t.from_group_id, t.to_group_id)
            where t.withdrawn = false and (t.from_person_id = @id or t.to_person_id = @id) order by t.id
            """
        ),
        (
            "notesTheyAreIn",
            """
            select i.name as innovation, n.happened_on, n.words, coalesce(np.hours, n.hours) as hours
            from note_person np join note n on n.id = np.note_id join innovation i on i.id = n.innovation_id
            where np.person_id = @id and n.undone = false order by n.happened_on, n.id
            """
        ),
    ];

    private const string TakesPart = "select innovation_id from participation where person_id = @id";

    private const string Forget = """
        delete from person_stakeholder_group where person_id = @id;
        delete from participation where person_id = @id;
        delete from membership where person_id = @id;
        delete from consent where person_id = @id;
        delete from card_word where person_id = @id;
        delete from lifted_stop where person_id = @id;
        delete from card where person_id = @id;
        delete from tie where from_person_id = @id or to_person_id = @id;
        delete from note_person where person_id = @id;
        """;

    // A place or a group of speakers that only they named says where they lived and who they were.
    private const string ForgetPlaces = """
        delete from stakeholder_group where id in @spoke
            and not exists (select 1 from person_stakeholder_group g where g.stakeholder_group_id = stakeholder_group.id);
        delete from locality where id = @place
            and not exists (select 1 from person p where p.locality_id = locality.id)
            and not exists (select 1 from community_group g where g.locality_id = locality.id);
        """;

    private const string Spoke = "select stakeholder_group_id from person_stakeholder_group where person_id = @id";

    private const string Place = "select locality_id from person where id = @id";

    // The id stays as a tombstone that nobody may contact; it says nothing of anybody.
    private const string Tombstone = """
        update person set name = '', name_key = '', role_label = '', email = '', phone = '', contact_wish = '', locality_id = null,
            contact_state = 'NoContact', contact_until = null, contact_said_on = null, withdrawn = true,
            version = version + 1, changed_at = @Now
        where id in (
            with recursive one (id) as (
                select id from person where id = @id
                union select p.id from person p join one on p.merged_into = one.id)
            select id from one)
        """;

    public Task<JsonNode?> Export(Guid personId, CancellationToken ct) =>
        database.Read(
            async c =>
            {
                if (
                    (await c.QueryAsync(Person, new { id = personId })).FirstOrDefault()
                    is not IDictionary<string, object?> person
                )
                    return null;
                var all = Json(person);
                foreach (var (name, sql) in Lists)
                    all[name] = new JsonArray([
                        .. (await c.QueryAsync(sql, new { id = personId })).Select(row =>
                            Json((IDictionary<string, object?>)row)
                        ),
                    ]);
                return (JsonNode?)all;
            },
            ct
        );

    public async Task<IReadOnlyList<string>> Erase(Guid personId, CancellationToken ct)
    {
        var done = await database.Write(writing => Erase(writing, personId), ct);
        return done
            ?
            [
                T[
                    "Removed from the register: name, role, ways of contact, place, consents, memberships, ties, what they took part in, and their presence in notes."
                ],
                T[
                    "Kept: the words of notes, because they are the innovation's story. Their full name is replaced in them; read them again for what else tells who it was."
                ],
                T["Kept: the bare id, so that it is never given to somebody else."],
            ]
            : [];
    }

    private static bool Erase(IWriting writing, Guid id)
    {
        var innovations = writing.Connection.Query<Guid>(TakesPart, new { id }).AsList();
        var spoke = writing.Connection.Query<Guid>(Spoke, new { id }).AsList();
        var place = writing.Connection.ExecuteScalar<Guid?>(Place, new { id });
        writing.Connection.Execute(Forget, new { id });
        if (writing.Connection.Execute(Tombstone, new { id, writing.Now }) == 0)
            return false;
        writing.Connection.Execute(ForgetPlaces, new { spoke, place = place ?? Guid.Empty });
        writing.Publish(new PersonChanged { PersonId = id });
        foreach (var innovation in innovations)
            writing.Publish(new InnovationChanged { InnovationId = innovation });
        return true;
    }

    // contact_wish becomes contactWish; the engines give dates in different types, and all are written the same.
    private static JsonObject Json(IDictionary<string, object?> row) =>
        new(
            row.Where(cell => cell.Value is not null)
                .Select(cell => KeyValuePair.Create(Speaking(cell.Key), Value(cell.Value!)))
        );

    private static string Speaking(string column) =>
        JsonNamingPolicy.CamelCase.ConvertName(
            string.Concat(column.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]))
        );

    private static JsonNode? Value(object value) =>
        value switch
        {
            DateOnly date => date.Iso(),
            DateTime { TimeOfDay.Ticks: 0 } date => DateOnly.FromDateTime(date).Iso(),
            DateTime instant => instant.ToString(
                "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'",
                System.Globalization.CultureInfo.InvariantCulture
            ),
            string text => text,
            long number => number,
            int number => number,
            double number => number,
            _ => value.ToString(),
        };
}
