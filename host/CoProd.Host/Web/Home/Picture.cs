using CoProd.Contracts.Contributions;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Security;
using CoProd.Host.Security.Access;
using Dapper;

namespace CoProd.Host.Web.Home;

/// <summary>Reads what was worked out about innovations, for this caller: one indexed table a question, whatever the number of modules.</summary>
internal sealed class Picture(Database host, TimeProvider clock, Modules.ModuleCatalogue modules)
{
    private const int MonthsAhead = 36;

    public static Picture For(IVisit visit) =>
        new(visit.Get<Database>(), visit.Clock, visit.Get<Modules.ModuleCatalogue>());

    private const string Mine = """
        (@SeesAll or exists (select 1 from host_access a where a.innovation_id = w.innovation_id and a.person_id in @ByRoleAs))
        """;

    // What their role lets them know of the innovations they see; and of those where they were given more, what was given there.
    private const string Told = $"""
        ((w.permission in @Permissions and {Mine}) or exists (
            select 1 from innovation_access x where x.account_id = @AccountId and x.innovation_id = w.innovation_id and (
                (x.level >= 1 and w.permission in @AsViewer) or (x.level >= 2 and w.permission in @AsContributor)
                or (x.level >= 3 and w.permission in @AsCoordinator) or (x.level >= 4 and w.permission in @AsOwner))))
        """;

    private const string ToldToDo = $"""
        ({Told} and ((w.next_step_permission in @Permissions and {Mine}) or exists (
            select 1 from innovation_access x where x.account_id = @AccountId and x.innovation_id = w.innovation_id and (
                (x.level >= 1 and w.next_step_permission in @AsViewer) or (x.level >= 2 and w.next_step_permission in @AsContributor)
                or (x.level >= 3 and w.next_step_permission in @AsCoordinator)
                or (x.level >= 4 and w.next_step_permission in @AsOwner)))))
        """;

    // What needs somebody is theirs to do: what only others can do stands on the innovation's page.
    private const string NextWarnings = $"""
        select w.innovation_id, w.rule, w.key, w.severity, w.fact, w.why, w.next_step, w.next_step_path, w.due, w.person_id,
            w.permission, w.next_step_permission, i.name as innovation_name
        from warning w join host_innovation i on i.id = w.innovation_id
        where i.withdrawn = false and (w.snoozed_until is null or w.snoozed_until <= @Today)
            and {ToldToDo}
        order by w.sort_key, w.innovation_id, w.rule, w.key limit @Limit
        """;

    private const string WarningsOf = $"""
        select w.innovation_id, w.rule, w.key, w.severity, w.fact, w.why, w.next_step, w.next_step_path, w.due, w.person_id,
            w.permission, w.next_step_permission, '' as innovation_name, w.snoozed_until, w.snooze_reason
        from warning w where w.innovation_id = @innovationId and w.permission in @Permissions
        order by w.sort_key, w.rule, w.key limit 100
        """;

    private const string FactOfOne = """
        select fact from warning
        where innovation_id = @innovationId and rule = @rule and key = @key and permission in @Permissions
        """;

    // A warning stays until it is answered, however late; what is coming begins today.
    private const string DueDays = $"""
        select innovation_id, innovation, source, key, on_day, until, what, detail, path, asks from (
            select w.innovation_id, i.name as innovation, w.rule as source, w.key, w.due as on_day, w.due as until, w.next_step as what,
                w.fact as detail, w.next_step_path as path, true as asks
            from warning w join host_innovation i on i.id = w.innovation_id and i.withdrawn = false
            where w.due is not null and (w.snoozed_until is null or w.snoozed_until <= @Today)
                and {Told}
            union all
            select w.innovation_id, i.name, w.module_id, w.key, w.starts_on, w.ends_on, w.what, '', w.path, false
            from timeline w join host_innovation i on i.id = w.innovation_id and i.withdrawn = false
            where w.starts_on >= @Today and w.starts_on <= @Horizon and {Told}
        ) t order by on_day, innovation_id, source, key limit @Limit
        """;

    private const string InnovationRows = """
        select i.id, i.name, i.name_key, i.purpose from host_innovation i
        where i.withdrawn = false and (i.name_key, i.id) > (@Name, @Id) and i.name_key like @Like escape '!'
            and (@SeesAll or exists (select 1 from host_access a where a.innovation_id = i.id and a.person_id in @SeesAs))
        order by i.name_key, i.id limit @Limit
        """;

    private const string PracticeOf = """
        select innovation_id, practice_row as row, state, evidence, path, module_id from practice where innovation_id in @ids
        """;

    private const string FirstWarningOf = $"""
        select innovation_id, fact, due, severity from (
            select w.innovation_id, w.fact, w.due, w.severity,
                row_number() over (partition by w.innovation_id order by w.sort_key, w.rule, w.key) as n
            from warning w where w.innovation_id in @ids and {Told}
                and (w.snoozed_until is null or w.snoozed_until <= @Today)
        ) t where n = 1
        """;

    private const string StoryOf = """
        select starts_on, ends_on, what, path, icon from timeline
        where innovation_id = @innovationId and permission in @Permissions and starts_on <= @Today
        order by starts_on desc, key limit @Limit
        """;

    private const string ComingOf = """
        select starts_on, ends_on, what, path, icon from timeline
        where innovation_id = @innovationId and permission in @Permissions and starts_on > @Today and starts_on <= @Horizon
        order by starts_on, key limit @Limit
        """;

    public async Task<IReadOnlyList<ShownWarning>> Next(ICaller caller, int limit, CancellationToken ct) =>
        (await host.Read(c => c.QueryAsync<ShownWarning>(NextWarnings, Who(caller, limit)), ct)).AsList();

    public async Task<IReadOnlyList<ShownWarning>> Of(Guid innovationId, ICaller caller, CancellationToken ct)
    {
        var who = Who(caller, 0);
        who.Add("innovationId", innovationId);
        return (await host.Read(c => c.QueryAsync<ShownWarning>(WarningsOf, who), ct)).AsList();
    }

    /// <summary>What one warning says; null when there is none, or none for this caller.</summary>
    public Task<string?> FactOf(Guid innovationId, string rule, string key, ICaller caller, CancellationToken ct)
    {
        var who = Who(caller, 1);
        who.AddDynamicParams(
            new
            {
                innovationId,
                rule,
                key,
            }
        );
        return host.Read(c => c.QuerySingleOrDefaultAsync<string>(FactOfOne, who), ct);
    }

    /// <summary>The days on which something is due or coming, of every innovation the caller may see.</summary>
    public async Task<IReadOnlyList<DueDay>> Due(ICaller caller, int limit, CancellationToken ct) =>
        (await host.Read(c => c.QueryAsync<DueDay>(DueDays, Who(caller, limit)), ct)).AsList();

    public async Task<IReadOnlyList<InnovationRow>> Innovations(
        ICaller caller,
        string filter,
        (string Name, Guid Id) after,
        int limit,
        CancellationToken ct
    )
    {
        var who = Who(caller, limit);
        who.Add("Name", after.Name);
        who.Add("Id", after.Id);
        who.Add("Like", Contracts.Words.Like(filter));
        return await host.Read(
            async c =>
            {
                var rows = (await c.QueryAsync<InnovationRow>(InnovationRows, who)).AsList();
                who.Add("ids", rows.Select(row => row.Id).ToList());
                if (rows.Count == 0)
                    return rows;
                var practice = (await c.QueryAsync<PracticeTile>(PracticeOf, who)).ToLookup(tile => tile.InnovationId);
                var first = (await c.QueryAsync<ShownWarning>(FirstWarningOf, who)).ToDictionary(w => w.InnovationId);
                return
                [
                    .. rows.Select(row =>
                        row with
                        {
                            Practice = [.. practice[row.Id]],
                            Next = first.GetValueOrDefault(row.Id),
                        }
                    ),
                ];
            },
            ct
        );
    }

    public async Task<IReadOnlyList<PracticeTile>> Practice(Guid innovationId, CancellationToken ct) =>
        (
            await host.Read(c => c.QueryAsync<PracticeTile>(PracticeOf, new { ids = new[] { innovationId } }), ct)
        ).AsList();

    public async Task<(IReadOnlyList<StoryEntry> Past, IReadOnlyList<StoryEntry> Coming)> Story(
        Guid id,
        ICaller caller,
        int limit,
        CancellationToken ct
    )
    {
        var who = Who(caller, limit);
        who.Add("innovationId", id);
        return await host.Read(
            async c =>
                (
                    (IReadOnlyList<StoryEntry>)(await c.QueryAsync<StoryEntry>(StoryOf, who)).AsList(),
                    (IReadOnlyList<StoryEntry>)(await c.QueryAsync<StoryEntry>(ComingOf, who)).AsList()
                ),
            ct
        );
    }

    private DynamicParameters Who(ICaller caller, int limit)
    {
        var known = caller as Caller;
        var permissions = modules
            .Permissions.Select(permission => permission.Name)
            .Where(known is null ? caller.May : known.MayThere)
            .ToList();
        var today = Contracts.Words.Today(clock);
        var who = new DynamicParameters(
            new
            {
                caller.SeesAll,
                caller.SeesAs,
                ByRoleAs = known?.ByRoleAs ?? caller.SeesAs,
                caller.AccountId,
                Permissions = permissions,
                Today = today,
                Horizon = today.AddMonths(MonthsAhead),
                Limit = limit,
            }
        );
        var given = known?.GivenMore ?? new Dictionary<AccessLevel, IReadOnlyList<string>>();
        for (var level = AccessLevel.Viewer; level <= AccessLevel.Owner; level++)
            who.Add($"As{level}", given.GetValueOrDefault(level, []));
        return who;
    }
}

/// <summary>A warning as it is shown.</summary>
public sealed record ShownWarning
{
    public Guid InnovationId { get; init; }
    public string InnovationName { get; init; } = "";
    public string Rule { get; init; } = "";
    public string Key { get; init; } = "";
    public int Severity { get; init; }
    public string Fact { get; init; } = "";
    public string Why { get; init; } = "";
    public string NextStep { get; init; } = "";
    public string NextStepPath { get; init; } = "";
    public DateOnly? Due { get; init; }
    public Guid? PersonId { get; init; }
    public string Permission { get; init; } = "";
    public string NextStepPermission { get; init; } = "";
    public DateOnly? SnoozedUntil { get; init; }
    public string? SnoozeReason { get; init; }

    public Warning AsWarning() =>
        new()
        {
            InnovationId = InnovationId,
            Rule = Rule,
            Key = Key,
            Severity = (Severity)Severity,
            Fact = Fact,
            Why = Why,
            NextStep = NextStep,
            NextStepPath = NextStepPath,
            Due = Due,
            PersonId = PersonId,
            Permission = Permission,
            NextStepPermission = NextStepPermission,
        };
}

/// <summary>A row of the practice map.</summary>
public sealed record PracticeTile
{
    public Guid InnovationId { get; init; }
    public PracticeRow Row { get; init; }
    public PracticeState State { get; init; }
    public string Evidence { get; init; } = "";
    public string Path { get; init; } = "";
    public string ModuleId { get; init; } = "";
}

/// <summary>An innovation on the home page.</summary>
public sealed record InnovationRow
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public string NameKey { get; init; } = "";
    public string Purpose { get; init; } = "";
    public IReadOnlyList<PracticeTile> Practice { get; init; } = [];
    public ShownWarning? Next { get; init; }
}

/// <summary>An entry of the story.</summary>
public sealed record StoryEntry
{
    public DateOnly StartsOn { get; init; }
    public DateOnly? EndsOn { get; init; }
    public string What { get; init; } = "";
    public string Path { get; init; } = "";
    public string Icon { get; init; } = "";
}

/// <summary>A day on which something is due or coming.</summary>
internal sealed record DueDay
{
    public Guid InnovationId { get; init; }
    public string Innovation { get; init; } = "";

    /// <summary>The rule, or the module, it comes from.</summary>
    public string Source { get; init; } = "";
    public string Key { get; init; } = "";
    public DateOnly OnDay { get; init; }
    public DateOnly? Until { get; init; }
    public string What { get; init; } = "";
    public string Detail { get; init; } = "";
    public string Path { get; init; } = "";

    /// <summary>It asks for something by that day; otherwise it is coming.</summary>
    public bool Asks { get; init; }
}
