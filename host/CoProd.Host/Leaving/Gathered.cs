using System.Text.Json.Nodes;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Host.Audit;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Leaving;

/// <summary>Everything of an innovation that would leave now, after the last look at names; and what would not.</summary>
internal sealed record Gathered
{
    public required InnovationSummary Innovation { get; init; }

    public required IReadOnlyList<GatheredModule> Modules { get; init; }

    /// <summary>Those who take part.</summary>
    public required IReadOnlyList<PersonLeaving> People { get; init; }

    public required IReadOnlyList<string> StaysBehind { get; init; }

    public required IReadOnlyList<StoryLine> Story { get; init; }

    public required IReadOnlyList<TrailLine> Trail { get; init; }

    public PeopleGoing Going =>
        new()
        {
            ByName = People.Count(person => person.ByName),
            ByRole =
            [
                .. People
                    .Where(person => !person.ByName)
                    .Select(person => person.Role)
                    .Order(StringComparer.CurrentCulture),
            ],
        };
}

/// <param name="Words">The words that the module chooses from.</param>
internal sealed record GatheredModule(
    string Id,
    string Version,
    JsonNode Records,
    IReadOnlyList<ArchiveTable> Tables,
    IReadOnlySet<string> Words
);

/// <summary>A line of the audit trail as it leaves: what was done when, by whom in which role. No name, no address.</summary>
public sealed record TrailLine
{
    public long Number { get; init; }
    public DateTimeOffset At { get; init; }
    public string By { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Action { get; init; } = "";
    public string Module { get; init; } = "";
    public Guid? Record { get; init; }
    public string Outcome { get; init; } = "";
}

/// <summary>Asks every module for its part of an innovation, and everybody's consent.</summary>
internal sealed class Gathering(
    ModuleCatalogue modules,
    Database host,
    InstitutionSettings settings,
    TimeProvider clock,
    Func<Capabilities> capabilities
)
{
    private const int MostOfTrail = 100_000;

    // A large innovation may take a slow machine a while; who waits sees that it works.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private const string Accounts = "select display_name from account where display_name <> ''";

    private const string Story = """
        select key, starts_on as "on", ends_on as until, what, icon, permission from timeline
        where innovation_id = @id and starts_on <= @today order by starts_on desc, module_id, key
        """;

    private const string Trail = """
        select a.seq as number, a.at, case when a.who = @nobody then 'console' else coalesce(u.role, '') end as "by", a.kind, a.action,
            a.module_id as module, a.record_id as record, a.outcome
        from audit a left join account u on u.id = a.who where a.innovation_id = @id order by a.seq desc limit @MostOfTrail
        """;

    /// <summary>What would leave; null where there is no such innovation.</summary>
    /// <exception cref="InvalidOperationException">A module could not be asked: an archive that lacks it without a word would be a lie.</exception>
    public async Task<Gathered?> Of(Guid id, CancellationToken ct)
    {
        await using var asked = capabilities();
        if (await asked.Directory.Innovations([id], ct) is not [{ Withdrawn: false } innovation])
            return null;
        // Whose names must not leave is known to whoever knows who agreed. Without them nothing leaves.
        var along =
            asked.Find<IGoingAlong>()
            ?? throw new InvalidOperationException(
                T["No module that runs here knows who agreed to go along. Nothing leaves without that."]
            );
        var everybody = await along.Of(id, ct);
        var accounts = await host.Read(c => c.QueryAsync<string>(Accounts), ct);
        var hiding = new NameHiding(everybody, accounts);
        // What somebody is known as was written by somebody, too.
        var people = everybody
            .Where(person => person.TakesPart)
            .Select(person => person with { Role = hiding.In(person.Role) })
            .ToList();
        var answers = await modules.Ask<IPortability, JsonNode?>(
            async part => hiding.In(await part.Export(id, ct), ProgramWords.Of(part.GetType().Assembly)),
            ct,
            Failed,
            Longest
        );
        var parts = answers
            .Where(answer => answer.Result is not null)
            .Select(answer => new GatheredModule(
                answer.Module.Id,
                answer.Module.Manifest!.Version,
                answer.Result!,
                ArchiveTable.Of(answer.Result),
                ProgramWords.Of(answer.Module.Assembly!)
            ))
            .OrderBy(part => part.Id == ModuleLoader.Ground ? 0 : 1)
            .ThenBy(part => part.Id, StringComparer.Ordinal)
            .ToList();
        var known = parts.SelectMany(part => Ids(part.Records)).ToHashSet();
        return new Gathered
        {
            Innovation = innovation with { Name = hiding.In(innovation.Name), Purpose = hiding.In(innovation.Purpose) },
            Modules = parts,
            People = people,
            StaysBehind = [.. (await StaysBehind(id, people, parts, ct)).Select(hiding.In)],
            Story = [.. (await StoryOf(id, known, ct)).Select(line => line with { What = hiding.In(line.What) })],
            Trail = await TrailOf(id, ct),
        };
    }

    private static void Failed(LoadedModule module, Exception e) =>
        throw new InvalidOperationException(
            T["{0} could not give its part: {1} Nothing was written. Try again later.", module.Id, e.Message],
            e
        );

    private async Task<IReadOnlyList<string>> StaysBehind(
        Guid id,
        IReadOnlyList<PersonLeaving> people,
        IReadOnlyList<GatheredModule> parts,
        CancellationToken ct
    )
    {
        var told = new List<string>();
        var silent = people.Count(person => !person.ByName);
        if (silent > 0)
            told.Add(
                T[
                    "Names of people who did not agree to go along, or took that back ({0}): they are known there by what they do.",
                    silent
                ]
            );
        var answers = await modules.Ask<IStaysBehind, IReadOnlyList<string>>(
            stays => stays.Tell(id, ct),
            ct,
            Failed,
            Longest
        );
        told.AddRange(answers.SelectMany(answer => answer.Result));
        told.AddRange(
            modules
                .All.Where(module => module.Manifest is not null && parts.All(part => part.Id != module.Id))
                .DistinctBy(module => module.Id)
                .Select(module =>
                    module.IsActive
                        ? T["{0} keeps nothing that can go along.", module.Id]
                        : T["{0} is not running. What it keeps is not in here.", module.Id]
                )
        );
        told.Add(T["Who has an account, and who looked at what from where, stays here."]);
        return told;
    }

    // An entry about a record that stays would tell of it.
    private async Task<IReadOnlyList<StoryLine>> StoryOf(Guid id, HashSet<Guid> known, CancellationToken ct)
    {
        var rows = await host.Read(c => c.QueryAsync<Told>(Story, new { id, today = clock.Today() }), ct);
        return
        [
            .. rows.Where(row =>
                    row.Key.Split(' ')
                        .All(word => !Guid.TryParse(word, out var record) || known.Contains(record) || IsOwn(row.Key))
                )
                .Select(row => new StoryLine
                {
                    On = row.On,
                    Until = row.Until,
                    What = row.What,
                    Icon = row.Icon,
                    Permission = row.Permission,
                }),
        ];
    }

    private static bool IsOwn(string key) => key.StartsWith(Travels.Prefix, StringComparison.Ordinal);

    private async Task<IReadOnlyList<TrailLine>> TrailOf(Guid id, CancellationToken ct) =>
        (
            await host.Read(
                c =>
                    c.QueryAsync<TrailLine>(
                        Trail,
                        new
                        {
                            id,
                            nobody = Guid.Empty,
                            MostOfTrail,
                        }
                    ),
                ct
            )
        ).AsList();

    private static IEnumerable<Guid> Ids(JsonNode? node) =>
        node switch
        {
            JsonObject row => row.SelectMany(value => Ids(value.Value)),
            JsonArray list => list.SelectMany(Ids),
            JsonValue value when value.TryGetValue<string>(out var text) && Guid.TryParse(text, out var id) => [id],
            _ => [],
        };

    /// <summary>The institution as it calls itself. That it runs CoProd says nothing of who it is.</summary>
    public string Sender =>
        settings.Find(HostSettings.Institution) is { Length: > 0 } name && name != "CoProd"
            ? name
            : T["an institution that gave no name"];

    private sealed record Told
    {
        public string Key { get; init; } = "";
        public DateOnly On { get; init; }
        public DateOnly? Until { get; init; }
        public string What { get; init; } = "";
        public string Icon { get; init; } = "";
        public string Permission { get; init; } = "";
    }
}
