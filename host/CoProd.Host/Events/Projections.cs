using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Data;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Security.Access;
using Dapper;

namespace CoProd.Host.Events;

/// <summary>
/// Keeps small copies of innovations, people and access in every module's database, so that lists filter, join and sort in SQL
/// before the limit. A copy that lags may hide something for a moment; it never decides alone what is shown of one record.
/// </summary>
internal sealed class Projections(
    ModuleCatalogue catalogue,
    Database host,
    InnovationAccess access,
    Func<Capabilities> capabilities
)
{
    private const int PageSize = 500;

    private const string UpsertInnovation = """
        insert into host_innovation (id, name, name_key, purpose, withdrawn) values (@Id, @Name, @NameKey, @Purpose, @Withdrawn)
        on conflict (id) do update set name = excluded.name, name_key = excluded.name_key,
            purpose = excluded.purpose, withdrawn = excluded.withdrawn
        """;

    private const string InsertAccess = """
        insert into host_access (innovation_id, person_id) values (@InnovationId, @PersonId) on conflict do nothing
        """;

    private const string UpsertPerson = """
        insert into host_person (id, name, name_key, may_be_contacted) values (@Id, @Name, @NameKey, @MayBeContacted)
        on conflict (id) do update set name = excluded.name, name_key = excluded.name_key,
            may_be_contacted = excluded.may_be_contacted
        """;

    public async Task RefreshInnovations(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        foreach (var some in ids.Chunk(PageSize))
        {
            await using var asked = capabilities();
            var now = await asked.Directory.Innovations(some, ct);
            var given = await access.Keys(some, ct);
            foreach (var database in Databases)
                await database.Write(w => Put(w, now, given), ct);
        }
    }

    public async Task RefreshPeople(IReadOnlyCollection<Guid> ids, CancellationToken ct)
    {
        foreach (var some in ids.Chunk(PageSize))
        {
            await using var asked = capabilities();
            var now = await asked.Directory.People(some, ct);
            var gone = some.Except(now.Select(person => person.Id)).ToList();
            foreach (var database in Databases)
                await database.Write(w => Put(w, now, gone), ct);
        }
    }

    /// <summary>Fills the copies of a module that has none yet: one that was installed later.</summary>
    public async Task FillNewcomers(CancellationToken ct)
    {
        foreach (var database in Databases)
        {
            const string Any = "select count(*) from (select 1 from host_innovation limit 1) t";
            if (await database.Read(c => c.ExecuteScalarAsync<long>(Any), ct) == 0)
                await Fill(database, ct);
        }
    }

    private async Task Fill(Database database, CancellationToken ct)
    {
        await using var asked = capabilities();
        for (Guid? after = null; ; )
        {
            var page = await asked.Directory.AllInnovations(after, PageSize, ct);
            if (page.Count == 0)
                break;
            var given = await access.Keys([.. page.Select(one => one.Id)], ct);
            await database.Write(w => Put(w, page, given), ct);
            after = page[^1].Id;
        }
        for (Guid? after = null; ; )
        {
            var page = await asked.Directory.AllPeople(after, PageSize, ct);
            if (page.Count == 0)
                break;
            await database.Write(w => Put(w, page, []), ct);
            after = page[^1].Id;
        }
    }

    private IEnumerable<Database> Databases =>
        catalogue.Active.Select(module => module.Database).OfType<Database>().Append(host);

    private static void Put(IWriting writing, IReadOnlyList<InnovationSummary> innovations, ILookup<Guid, Guid> given)
    {
        foreach (var innovation in innovations)
        {
            writing.Connection.Execute(
                UpsertInnovation,
                new
                {
                    innovation.Id,
                    innovation.Name,
                    NameKey = Words.Key(innovation.Name),
                    innovation.Purpose,
                    innovation.Withdrawn,
                }
            );
            writing.Connection.Execute("delete from host_access where innovation_id = @Id", new { innovation.Id });
            foreach (var person in innovation.People.Concat(given[innovation.Id]))
                writing.Connection.Execute(InsertAccess, new { InnovationId = innovation.Id, PersonId = person });
        }
    }

    private static void Put(IWriting writing, IReadOnlyList<PersonSummary> people, IReadOnlyList<Guid> gone)
    {
        foreach (var person in people)
        {
            writing.Connection.Execute(
                UpsertPerson,
                new
                {
                    person.Id,
                    person.Name,
                    NameKey = Words.Key(person.Name),
                    person.MayBeContacted,
                }
            );
        }
        if (gone.Count > 0)
            writing.Connection.Execute("delete from host_person where id in @gone", new { gone });
    }
}
