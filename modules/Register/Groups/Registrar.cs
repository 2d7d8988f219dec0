using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Data;
using CoProd.Register.Innovations;
using CoProd.Register.Parts;
using Dapper;

namespace CoProd.Register.Groups;

/// <summary>Registers the groups that a file names, each with an innovation that carries its awards. Hundreds in one write.</summary>
internal sealed class Registrar(IModuleDatabase database) : IRegistrar
{
    private const int BatchSize = 500;

    private const string Find = """
        select i.identifier, i.group_id, gi.innovation_id
        from group_identifier i left join group_innovation gi on gi.group_id = i.group_id
        where i.identifier in @ids
        """;

    private const string Carry =
        "insert into group_innovation (group_id, innovation_id) values (@GroupId, @InnovationId) on conflict do nothing";

    private const string Link = """
        insert into group_link (innovation_id, group_id, role, recorded_at) values (@InnovationId, @GroupId, '', @Now)
        on conflict do nothing
        """;

    public async Task<IReadOnlyDictionary<string, RegisteredGroup>> Register(
        IReadOnlyCollection<GroupToRegister> groups,
        bool apply,
        CancellationToken ct
    )
    {
        var found = new Dictionary<string, RegisteredGroup>(StringComparer.Ordinal);
        foreach (
            var batch in groups
                .Where(group => group.OrganisationId.Length > 0)
                .DistinctBy(group => group.OrganisationId)
                .Chunk(BatchSize)
        )
        {
            ct.ThrowIfCancellationRequested();
            var answers = apply
                ? await database.Write(writing => Keep(writing, batch), ct)
                : await database.Read(c => Task.FromResult(Look(c, batch)), ct);
            foreach (var (id, answer) in answers)
                found[id] = answer;
        }
        return found;
    }

    private static Dictionary<string, RegisteredGroup> Look(DbConnection connection, GroupToRegister[] batch)
    {
        var known = Known(connection, batch);
        var answers = new Dictionary<string, RegisteredGroup>(StringComparer.Ordinal);
        foreach (var group in batch)
        {
            if (
                known.TryGetValue(OrganisationIds.Tidy(group.OrganisationId), out var row)
                && row.InnovationId is { } innovation
            )
                answers[group.OrganisationId] = Answer(row.GroupId, innovation, created: false);
        }
        return answers;
    }

    private static Dictionary<string, RegisteredGroup> Keep(IWriting writing, GroupToRegister[] batch)
    {
        var known = Known(writing.Connection, batch);
        var missing = batch.Where(group => !known.ContainsKey(OrganisationIds.Tidy(group.OrganisationId)));
        var localities = NamedThings.Localities(writing, missing.Select(group => group.Locality ?? ""));
        var answers = new Dictionary<string, RegisteredGroup>(StringComparer.Ordinal);
        foreach (var group in batch)
        {
            var identifier = OrganisationIds.Tidy(group.OrganisationId);
            var created = !known.TryGetValue(identifier, out var row);
            row ??= new Row { Identifier = identifier, GroupId = Make(writing, group, identifier, localities) };
            var innovation = row.InnovationId ?? MakeInnovation(writing, group, row.GroupId);
            known[identifier] = row with { InnovationId = innovation };
            answers[group.OrganisationId] = Answer(row.GroupId, innovation, created);
        }
        return answers;
    }

    private static Dictionary<string, Row> Known(DbConnection connection, GroupToRegister[] batch)
    {
        var ids = batch.Select(group => OrganisationIds.Tidy(group.OrganisationId)).Distinct().ToList();
        return connection.Query<Row>(Find, new { ids }).ToDictionary(row => row.Identifier, StringComparer.Ordinal);
    }

    private static Guid Make(
        IWriting writing,
        GroupToRegister group,
        string identifier,
        IReadOnlyDictionary<string, Guid> localities
    )
    {
        var form = new RecordGroup.Form
        {
            Id = Guid.CreateVersion7(),
            Name = group.Name.Length > 0 ? group.Name : identifier,
            Kind = GroupKind.Organisation,
            Postcode = group.Postcode ?? "",
            Identifiers = identifier,
        };
        GroupWriting.Insert(
            writing,
            form,
            localities.TryGetValue(Words.Key(group.Locality), out var place) ? place : null
        );
        return form.Id;
    }

    private static Guid MakeInnovation(IWriting writing, GroupToRegister group, Guid groupId)
    {
        var form = new RegisterInnovation.Form
        {
            Id = Guid.CreateVersion7(),
            Name = group.Name.Length > 0 ? group.Name : group.OrganisationId,
            Purpose = "",
            StartedOn = null,
            Version = 0,
        };
        RegisterInnovation.Keep(writing, form);
        writing.Connection.Execute(Carry, new { GroupId = groupId, InnovationId = form.Id });
        writing.Connection.Execute(
            Link,
            new
            {
                GroupId = groupId,
                InnovationId = form.Id,
                writing.Now,
            }
        );
        return form.Id;
    }

    private static RegisteredGroup Answer(Guid groupId, Guid innovationId, bool created) =>
        new()
        {
            GroupId = groupId,
            InnovationId = innovationId,
            Created = created,
        };

    private sealed record Row
    {
        public string Identifier { get; init; } = "";

        public Guid GroupId { get; init; }

        public Guid? InnovationId { get; init; }
    }
}
