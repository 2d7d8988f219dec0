using System.Data.Common;
using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Ui;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Exchange;

/// <summary>
/// Takes a list of champions in, written here or elsewhere. A row is known by its id, or by whose role it is and from when. People and
/// audiences are those that are registered: none is made here. Whoever is not to be asked is not appointed this way either.
/// </summary>
internal sealed class ChampionCsvImport(IModuleDatabase database, IServiceProvider services) : IImporter
{
    internal static IReadOnlyList<string> Headings { get; } =
    [
        "innovation",
        "champion",
        "how it came about",
        "before",
        "hours a month",
        "backed by",
        "deputy",
        "since",
        "until",
        "id",
    ];

    private const string Gone = "select count(*) from champion_role where id = @id";

    private const string RolesSql = """
        select r.id, r.innovation_id, r.person_id, p.name, r.kind, r.hours_a_month, r.backing, r.deputy_id, d.name as deputy_name,
            r.from_on, r.until_on, r.recorded_at, r.version
        from champion_role r left join host_person p on p.id = r.person_id left join host_person d on d.id = r.deputy_id
        where r.withdrawn = false and (r.id in @ids or r.innovation_id in @innovations) order by r.id
        """;

    private const string BeforeSql = """
        select ca.role_id, ca.audience_id from champion_audience ca join champion_role r on r.id = ca.role_id
            join audience a on a.id = ca.audience_id and a.withdrawn = false
        where r.withdrawn = false and (r.id in @ids or r.innovation_id in @innovations)
        """;

    private const string AudiencesSql = """
        select id, innovation_id, name, power, is_required, asks, version from audience
        where withdrawn = false and innovation_id in @innovations order by id
        """;

    public string Id => "champions-csv";

    public string Title => T["Champions and their deputies, as CSV"];

    public IReadOnlyList<string> Formats => [".csv"];

    public string Permission => Permissions.Record;

    /// <summary>How a role came about, in the word that files use.</summary>
    internal static string WordOf(ChampionKind kind) =>
        kind == ChampionKind.Emergent ? "took it on by themselves" : "was asked to";

    public Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct) =>
        new CsvRows { Needs = ["innovation", "champion"] }.TakeIn(
            database,
            file,
            how,
            async rows =>
            {
                // Others are asked before the write: it waits for nobody.
                var people = await database.Read(c => Task.FromResult(NamedPeople.Of(c, rows)), ct);
                var gate = services.GetRequiredService<IAskGate>();
                var stops = (people.Ids.Count == 0 ? [] : await gate.MayAsk(people.Ids, ct))
                    .Where(verdict => verdict.Answer == AskAnswer.Stop)
                    .ToDictionary(verdict => verdict.PersonId, verdict => verdict.Why);
                return (c, writing) => Take(c, writing, rows, stops);
            },
            ct
        );

    private static ImportReport Take(
        DbConnection c,
        IWriting? writing,
        IReadOnlyList<CsvRow> rows,
        IReadOnlyDictionary<Guid, string> stops
    )
    {
        var innovations = NamedInnovations.Of(c, rows);
        var asked = new
        {
            ids = rows.Select(row => row.Id ?? Guid.Empty).Append(Guid.Empty).ToArray(),
            innovations = innovations.Ids.Append(Guid.Empty).ToArray(),
        };
        var before = c.Query<(Guid Role, Guid Audience)>(BeforeSql, asked)
            .ToLookup(row => row.Role, row => row.Audience);
        var reading = new ChampionRows(
            innovations,
            NamedPeople.Of(c, rows),
            [.. c.Query<ChampionRole>(RolesSql, asked).Select(role => role with { Audiences = [.. before[role.Id]] })],
            c.Query<Audience>(AudiencesSql, asked).ToLookup(audience => audience.InnovationId),
            stops,
            id => c.ExecuteScalar<long>(Gone, new { id }) > 0
        );
        return reading.Take(rows, writing);
    }
}

/// <summary>The people whom rows name as champions and deputies.</summary>
internal sealed class NamedPeople
{
    private const string Sql = "select name_key, id from host_person where name_key in @keys";

    private const string TakingPart = "select innovation_id, person_id from host_access where person_id in @ids";

    private readonly ILookup<string, Guid> found;
    private readonly HashSet<(Guid Innovation, Guid Person)> takingPart;

    private NamedPeople(ILookup<string, Guid> found, HashSet<(Guid, Guid)> takingPart) =>
        (this.found, this.takingPart) = (found, takingPart);

    public IReadOnlyCollection<Guid> Ids => [.. found.SelectMany(ids => ids)];

    public static NamedPeople Of(DbConnection c, IReadOnlyList<CsvRow> rows)
    {
        var keys = rows.SelectMany(row => new[] { Words.Key(row["champion"]), Words.Key(row["deputy"]) })
            .Append("?")
            .Distinct()
            .ToArray();
        var found = c.Query<(string Key, Guid Id)>(Sql, new { keys }).ToLookup(row => row.Key, row => row.Id);
        var ids = found.SelectMany(each => each).Append(Guid.Empty).ToArray();
        return new(found, [.. c.Query<(Guid, Guid)>(TakingPart, new { ids })]);
    }

    /// <summary>Who is meant. Of several with one name it is the one who takes part in the innovation.</summary>
    public (Guid? Id, string Reason) Called(string name, Guid innovation)
    {
        var ids = found[Words.Key(name)].ToArray();
        var here = ids.Length > 1 ? ids.Where(id => takingPart.Contains((innovation, id))).ToArray() : ids;
        return (ids, here) switch
        {
            ([], _) => (null, T["is nobody who is registered here. Record them first"]),
            (_, [var one]) => (one, ""),
            _ => (null, T["is the name of several people. Choose the right one on the page"]),
        };
    }
}
