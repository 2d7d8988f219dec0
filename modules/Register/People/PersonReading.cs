using System.Data.Common;
using System.Globalization;
using CoProd.Contracts.Forms;
using CoProd.Register.Parts;
using Dapper;

namespace CoProd.Register.People;

/// <summary>People as they are now, in the shape of the form: for editing, for files, and to see what a file would change.</summary>
internal static class PersonReading
{
    private const string Some = """
        select p.id, p.name, p.role_label as role, p.email, p.phone, p.contact_wish, p.version, coalesce(l.name, '') as locality,
            p.contact_state, p.contact_until
        from person p left join locality l on l.id = p.locality_id
        where p.id in @ids and p.withdrawn = false
        """;

    private const string SpeaksFor = """
        select g.person_id as id, s.name from person_stakeholder_group g join stakeholder_group s on s.id = g.stakeholder_group_id
        where g.person_id in @ids
        """;

    public static IReadOnlyDictionary<Guid, Row> Of(DbConnection connection, IReadOnlyCollection<Guid> ids)
    {
        if (ids.Count == 0)
            return new Dictionary<Guid, Row>();
        var groups = connection.Query<Named>(SpeaksFor, new { ids }).ToLookup(row => row.Id, row => row.Name);
        return connection
            .Query<Row>(Some, new { ids })
            .ToDictionary(
                row => row.Id,
                row =>
                    row with
                    {
                        Stakeholders = string.Join(", ", groups[row.Id].Order(StringComparer.OrdinalIgnoreCase)),
                    }
            );
    }

    public static Input AsInput(Row row) =>
        Input.Of(
            ("id", row.Id.ToString()),
            ("name", row.Name),
            ("role", row.Role),
            ("email", row.Email),
            ("phone", row.Phone),
            ("contactWish", row.ContactWish),
            ("locality", row.Locality),
            ("stakeholders", row.Stakeholders),
            ("version", row.Version.ToString(CultureInfo.InvariantCulture))
        );

    internal sealed record Row
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string Email { get; init; } = "";

        public string Phone { get; init; } = "";

        public string ContactWish { get; init; } = "";

        public string Locality { get; init; } = "";

        public string Stakeholders { get; init; } = "";

        public int Version { get; init; }

        public ContactState ContactState { get; init; }

        public DateOnly? ContactUntil { get; init; }
    }
}
