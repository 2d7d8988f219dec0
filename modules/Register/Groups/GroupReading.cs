using System.Data.Common;
using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using Dapper;

namespace CoProd.Register.Groups;

/// <summary>Groups as they are now, in the shape of the form: for editing, for files, and to see what a file would change.</summary>
internal static class GroupReading
{
    private const string Some = """
        select g.id, g.name, g.kind, g.purpose, g.legal_form, g.founded_on, g.website, g.contact_route, g.languages, g.postcode,
            coalesce(l.name, '') as locality, g.version
        from community_group g left join locality l on l.id = g.locality_id
        where g.id in @ids and g.withdrawn = false
        """;

    private const string SomeIdentifiers = """
        select group_id, identifier from group_identifier where group_id in @ids order by group_id, identifier
        """;

    public static IReadOnlyDictionary<Guid, RecordGroup.Form> Of(DbConnection connection, IReadOnlyCollection<Guid> ids)
    {
        if (ids.Count == 0)
            return new Dictionary<Guid, RecordGroup.Form>();
        var identifiers = connection
            .Query<(Guid GroupId, string Identifier)>(SomeIdentifiers, new { ids })
            .ToLookup(row => row.GroupId, row => row.Identifier);
        return connection
            .Query<Row>(Some, new { ids })
            .ToDictionary(
                row => row.Id,
                row => row.AsForm(string.Join('\n', identifiers[row.Id].Order(StringComparer.Ordinal)))
            );
    }

    public static Input AsInput(RecordGroup.Form form) =>
        Input.Of(
            ("id", form.Id.ToString()),
            ("name", form.Name),
            ("kind", form.Kind.ToString()),
            ("purpose", form.Purpose),
            ("legalForm", form.LegalForm),
            ("foundedOn", form.FoundedOn?.Iso() ?? ""),
            ("website", form.Website),
            ("contactRoute", form.ContactRoute),
            ("languages", form.Languages),
            ("postcode", form.Postcode),
            ("locality", form.Locality),
            ("identifiers", form.Identifiers),
            ("version", form.Version.ToString(CultureInfo.InvariantCulture))
        );

    private sealed record Row
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public GroupKind Kind { get; init; }

        public string Purpose { get; init; } = "";

        public string LegalForm { get; init; } = "";

        public DateOnly? FoundedOn { get; init; }

        public string Website { get; init; } = "";

        public string ContactRoute { get; init; } = "";

        public string Languages { get; init; } = "";

        public string Postcode { get; init; } = "";

        public string Locality { get; init; } = "";

        public int Version { get; init; }

        public RecordGroup.Form AsForm(string identifiers) =>
            new()
            {
                Id = Id,
                Name = Name,
                Kind = Kind,
                Purpose = Purpose,
                LegalForm = LegalForm,
                FoundedOn = FoundedOn,
                Website = Website,
                ContactRoute = ContactRoute,
                Languages = Languages,
                Postcode = Postcode,
                Locality = Locality,
                Identifiers = identifiers,
                Version = Version,
            };
    }
}
