using System.Data.Common;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Data;
using Dapper;

namespace CoProd.Register.Innovations;

/// <summary>Tells the host and other modules of innovations and people.</summary>
internal sealed class InnovationDirectory(IModuleDatabase database, TimeProvider clock) : IInnovationDirectory
{
    private const string Some = "select id, name, purpose, withdrawn from innovation where id in @ids";

    private const string Page = """
        select id, name, purpose, withdrawn from innovation where id > @after order by id limit @take
        """;

    private const string Participants = """
        select innovation_id, person_id from participation
        where innovation_id in @ids and (until_on is null or until_on > @today)
        """;

    private const string SomePeople = """
        select id, name, role_label, contact_state, contact_until from person where id in @ids and withdrawn = false
        """;

    private const string PageOfPeople = """
        select id, name, role_label, contact_state, contact_until from person
        where id > @after and withdrawn = false order by id limit @take
        """;

    public async Task<IReadOnlyList<InnovationSummary>> Innovations(
        IReadOnlyCollection<Guid> ids,
        CancellationToken ct
    ) => ids.Count == 0 ? [] : await database.Read(c => WithPeople(c, Some, new { ids }), ct);

    public Task<IReadOnlyList<InnovationSummary>> AllInnovations(Guid? after, int take, CancellationToken ct) =>
        database.Read(c => WithPeople(c, Page, new { after = after ?? Guid.Empty, take }), ct);

    public async Task<IReadOnlyList<PersonSummary>> People(IReadOnlyCollection<Guid> ids, CancellationToken ct) =>
        ids.Count == 0 ? [] : await database.Read(c => AsSummaries(c, SomePeople, new { ids }), ct);

    public Task<IReadOnlyList<PersonSummary>> AllPeople(Guid? after, int take, CancellationToken ct) =>
        database.Read(c => AsSummaries(c, PageOfPeople, new { after = after ?? Guid.Empty, take }), ct);

    private async Task<IReadOnlyList<InnovationSummary>> WithPeople(DbConnection c, string sql, object asked)
    {
        var rows = (await c.QueryAsync<InnovationRow>(sql, asked)).AsList();
        if (rows.Count == 0)
            return [];
        var people = (
            await c.QueryAsync<(Guid Innovation, Guid Person)>(
                Participants,
                new { ids = rows.Select(row => row.Id).ToList(), today = Contracts.Words.Today(clock) }
            )
        ).ToLookup(row => row.Innovation, row => row.Person);
        return
        [
            .. rows.Select(row => new InnovationSummary
            {
                Id = row.Id,
                Name = row.Name,
                Purpose = row.Purpose,
                Withdrawn = row.Withdrawn,
                People = [.. people[row.Id]],
            }),
        ];
    }

    private async Task<IReadOnlyList<PersonSummary>> AsSummaries(DbConnection c, string sql, object asked) =>
        [
            .. (await c.QueryAsync<PersonRow>(sql, asked)).Select(row => new PersonSummary
            {
                Id = row.Id,
                Name = row.Name.Length > 0 ? row.Name : row.RoleLabel,
                MayBeContacted = row.ContactState == "Open" || row.ContactUntil < Contracts.Words.Today(clock),
            }),
        ];

    private sealed record InnovationRow
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public string Purpose { get; init; } = "";

        public bool Withdrawn { get; init; }
    }

    private sealed record PersonRow
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public string RoleLabel { get; init; } = "";

        public string ContactState { get; init; } = "";

        public DateOnly? ContactUntil { get; init; }
    }
}
