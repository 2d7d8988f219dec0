using System.Text.Json;
using System.Text.Json.Nodes;
using CoProd.Contracts.Contributions;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Privacy;

/// <summary>Everything that is known of one person, over all modules, for them to have.</summary>
public sealed record PersonFile
{
    public required Guid PersonId { get; init; }

    public required string Name { get; init; }

    public required string Institution { get; init; }

    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>What each module keeps, by its id; the host's own part under <c>CoProd</c>.</summary>
    public required IReadOnlyDictionary<string, JsonNode> Kept { get; init; }

    /// <summary>What could not be read, sentences: the file is not complete, and says so.</summary>
    public required IReadOnlyList<string> Missing { get; init; }
}

/// <summary>Puts a person's file together.</summary>
internal sealed class PersonFiles(
    ModuleCatalogue modules,
    Database host,
    InstitutionSettings settings,
    TimeProvider clock,
    Func<Capabilities> capabilities
)
{
    public static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web)
        {
            WriteIndented = true,
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };

    /// <summary>The host's own part.</summary>
    public const string Own = "CoProd";

    private const string Account = """
        select a.user_name, a.display_name, coalesce(r.name, a.role) as role, a.created_at
        from account a left join own_role r on r.id = a.own_role_id where a.person_id = @personId order by a.created_at
        """;

    private const string Given = """
        select i.name as innovation, case x.level when 1 then 'viewer' when 2 then 'contributor' when 3 then 'coordinator' else 'owner' end as level,
            x.given_at
        from innovation_access x join account a on a.id = x.account_id left join host_innovation i on i.id = x.innovation_id
        where a.person_id = @personId order by x.given_at
        """;

    private const string Passkeys = """
        select p.name, p.made_at, p.last_used_at from passkey p join account a on a.id = p.account_id
        where a.person_id = @personId order by p.made_at
        """;

    private const string Looked = """
        select a.at, case a.kind when 'Downloaded' then 'taken away as a file' else 'opened' end as what, u.role as by
        from audit a left join account u on u.id = a.who
        where a.person_id = @personId and a.kind in ('Read', 'Downloaded') and a.outcome = 'Done' order by a.seq desc limit 500
        """;

    private const string Warned = "select fact from warning where person_id = @personId order by raised_at";

    // Who gets a link without an account is known by the name alone that was typed for it.
    private const string Links = """
        select l.for_whom, l.made_at, l.until_on, l.ended_at, l.opened, l.last_opened_at from board_link l
            join host_person p on p.name_key = l.for_key and p.name_key <> ''
        where p.id = @personId order by l.made_at
        """;

    /// <summary>The file; null where nobody of that id is known to anybody.</summary>
    public async Task<PersonFile?> Of(Guid personId, CancellationToken ct)
    {
        var missing = new List<string>();
        var answers = await modules.Ask<IPersonData, JsonNode?>(
            data => data.Export(personId, ct),
            ct,
            (module, _) =>
                missing.Add(T["{0} could not be asked. What it keeps is missing here: ask again later.", module.Id]),
            TimeSpan.FromMinutes(2)
        );
        missing.AddRange(
            modules
                .All.Where(module => module is { IsActive: false, Manifest: not null })
                .Select(module => T["{0} is not running. What it may keep is missing here.", module.Id])
        );
        var kept = answers
            .Where(answer => answer.Result is not null)
            .GroupBy(answer => answer.Module.Id)
            .ToDictionary(
                of => of.Key,
                of => of.Count() == 1 ? of.First().Result! : new JsonArray([.. of.Select(one => one.Result)])
            );
        await using var asked = capabilities();
        var summary = (await asked.Directory.People([personId], ct)).FirstOrDefault();
        if (kept.Count == 0 && summary is null)
            return null;
        if (await OfHost(personId, ct) is { Count: > 0 } own)
            kept[Own] = own;
        return new PersonFile
        {
            PersonId = personId,
            Name = summary?.Name ?? "",
            Institution = settings.Find("host.institution") ?? "CoProd",
            MadeAt = clock.GetUtcNow(),
            Kept = kept,
            Missing = missing,
        };
    }

    private async Task<JsonObject> OfHost(Guid personId, CancellationToken ct)
    {
        var all = new JsonObject();
        await host.Read(
            async c =>
            {
                await Add("accounts", Account, c);
                await Add("access", Given, c);
                await Add("passkeys", Passkeys, c);
                await Add("whenTheRecordWasOpened", Looked, c);
                await Add("warnings", Warned, c);
                await Add("linksToThePageForTheBoard", Links, c);
                return true;
            },
            ct
        );
        return all;

        async Task Add(string name, string sql, System.Data.Common.DbConnection c)
        {
            var rows = (await c.QueryAsync(sql, new { personId })).Cast<IDictionary<string, object?>>().ToList();
            if (rows.Count > 0)
                all[name] = new JsonArray([.. rows.Select(Row)]);
        }
    }

    private static JsonObject Row(IDictionary<string, object?> row) =>
        new(
            row.Where(cell => cell.Value is not null)
                .Select(cell =>
                    KeyValuePair.Create(
                        cell.Key,
                        (JsonNode?)(
                            cell.Value is DateTime at
                                ? at.ToString(
                                    "yyyy-MM-dd'T'HH:mm:ss'Z'",
                                    System.Globalization.CultureInfo.InvariantCulture
                                )
                                : cell.Value!.ToString()
                        )
                    )
                )
        );
}
