using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Register.Parts;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Groups;

/// <summary>How a group's record is written, whoever asks: a form, a file, another module, the demo.</summary>
internal static class GroupWriting
{
    // Sent twice, it makes one.
    private const string InsertOne = """
        insert into community_group (id, name, name_key, kind, purpose, legal_form, founded_on, website, contact_route, languages,
            postcode, locality_id, recorded_at, changed_at)
        values (@Id, @Name, @NameKey, @Kind, @Purpose, @LegalForm, @FoundedOn, @Website, @ContactRoute, @Languages,
            @Postcode, @LocalityId, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string UpdateOne = """
        update community_group set name = @Name, name_key = @NameKey, kind = @Kind, purpose = @Purpose, legal_form = @LegalForm,
            founded_on = @FoundedOn, website = @Website, contact_route = @ContactRoute, languages = @Languages,
            postcode = @Postcode, locality_id = @LocalityId, version = version + 1, changed_at = @Now
        where id = @Id and version = @Version and withdrawn = false
        """;

    private const string Forget = "delete from group_identifier where group_id = @Id";

    // A withdrawn group gives its identifiers up to the next that claims them.
    private const string Hold = """
        insert into group_identifier (identifier, group_id) values (@Identifier, @Id)
        on conflict (identifier) do update set group_id = excluded.group_id
        """;

    private const string Holders = """
        select i.identifier, i.group_id, g.name from group_identifier i join community_group g on g.id = i.group_id
        where i.identifier in @identifiers and g.withdrawn = false
        """;

    public static bool Insert(IWriting writing, RecordGroup.Form form) =>
        Insert(writing, form, NamedThings.Locality(writing, form.Locality));

    /// <summary>The same for many at once, whose localities are known already.</summary>
    public static bool Insert(IWriting writing, RecordGroup.Form form, Guid? localityId)
    {
        if (!Put(writing, form, localityId, InsertOne))
            return false;
        Identify(writing, form);
        return true;
    }

    /// <summary>False when the record is not there in the version that was read.</summary>
    public static bool Update(IWriting writing, RecordGroup.Form form)
    {
        if (!Put(writing, form, NamedThings.Locality(writing, form.Locality), UpdateOne))
            return false;
        writing.Connection.Execute(Forget, new { form.Id });
        Identify(writing, form);
        return true;
    }

    /// <summary>What is wrong with the form's identifiers: one is not well formed, or another group has it. Those the group has already are taken as they are.</summary>
    public static string? IdentifierFault(DbConnection connection, RecordGroup.Form form)
    {
        var identifiers = OrganisationIds.Split(form.Identifiers);
        if (identifiers.Count == 0)
            return null;
        var holders = connection.Query<Holder>(Holders, new { identifiers }).AsList();
        if (holders.Find(holder => holder.GroupId != form.Id) is { } other)
            return T[
                "{0} belongs to “{1}” already. Open that group instead, or make the two one.",
                other.Identifier,
                other.Name
            ];
        return identifiers
            .Except(holders.Select(holder => holder.Identifier))
            .Select(OrganisationIds.Fault)
            .FirstOrDefault(fault => fault is not null);
    }

    private static bool Put(IWriting writing, RecordGroup.Form form, Guid? localityId, string sql)
    {
        var row = new
        {
            form.Id,
            form.Name,
            NameKey = Words.Key(form.Name),
            Kind = form.Kind.ToString(),
            form.Purpose,
            form.LegalForm,
            form.FoundedOn,
            form.Website,
            form.ContactRoute,
            form.Languages,
            form.Postcode,
            LocalityId = localityId,
            form.Version,
            writing.Now,
        };
        return writing.Connection.Execute(sql, row) == 1;
    }

    private static void Identify(IWriting writing, RecordGroup.Form form)
    {
        foreach (var identifier in OrganisationIds.Split(form.Identifiers))
            writing.Connection.Execute(Hold, new { Identifier = identifier, form.Id });
    }

    private sealed record Holder
    {
        public string Identifier { get; init; } = "";

        public Guid GroupId { get; init; }

        public string Name { get; init; } = "";
    }
}
