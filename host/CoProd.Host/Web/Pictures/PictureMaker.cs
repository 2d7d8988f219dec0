using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Host.Board;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using Dapper;

namespace CoProd.Host.Web.Pictures;

/// <summary>
/// Works out what people see of innovations (warnings, practice map, story) by asking every module, and keeps it in the host's tables:
/// a page then reads one indexed table, however many modules there are.
/// </summary>
internal sealed class PictureMaker(ModuleCatalogue catalogue, Database host)
{
    private const int AtOnce = 200;

    // Nobody waits for it, and two hundred innovations may take a slow machine a while.
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public async Task Refresh(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        foreach (var some in innovations.Chunk(AtOnce))
        {
            // A module that fails keeps what was known from it before: a warning must not vanish with a bug.
            var warnings = await catalogue.Ask<IWarningSource, IReadOnlyList<Warning>>(
                source => source.Raise(some, ct),
                ct,
                limit: Longest
            );
            var practice = await catalogue.Ask<IPracticeSource, IReadOnlyList<PracticeStatus>>(
                source => source.Assess(some, ct),
                ct,
                limit: Longest
            );
            var story = await catalogue.Ask<ITimelineSource, IReadOnlyList<TimelineEntry>>(
                source => source.Tell(some, ct),
                ct,
                limit: Longest
            );
            await host.Write(
                w =>
                {
                    BoardMaker.Changed(w, some);
                    foreach (var answers in warnings.GroupBy(answer => answer.Module.Id))
                        Keep(w, answers.Key, some, [.. answers.SelectMany(answer => answer.Result)]);
                    foreach (var answers in practice.GroupBy(answer => answer.Module.Id))
                        Keep(w, answers.Key, some, [.. answers.SelectMany(answer => answer.Result)]);
                    foreach (var answers in story.GroupBy(answer => answer.Module.Id))
                        Keep(w, answers.Key, some, [.. answers.SelectMany(answer => answer.Result)]);
                },
                ct
            );
        }
    }

    private const string DropWarnings = """
        delete from warning where module_id = @module and innovation_id in @some
        """;

    private const string KnownWarnings = """
        select innovation_id, rule, key, raised_at, snoozed_until, snooze_reason from warning
        where module_id = @module and innovation_id in @some
        """;

    private const string InsertWarning = """
        insert into warning (module_id, innovation_id, rule, key, severity, fact, why, next_step, next_step_path, due, person_id,
            permission, next_step_permission, raised_at, sort_key, snoozed_until, snooze_reason)
        values (@Module, @InnovationId, @Rule, @Key, @Severity, @Fact, @Why, @NextStep, @NextStepPath, @Due, @PersonId,
            @Permission, @NextStepPermission, @RaisedAt, @SortKey, @SnoozedUntil, @SnoozeReason)
        on conflict do nothing
        """;

    private static void Keep(IWriting w, string module, Guid[] some, IReadOnlyList<Warning> warnings)
    {
        var known = w
            .Connection.Query<KnownWarning>(KnownWarnings, new { module, some })
            .ToDictionary(row => (row.InnovationId, row.Rule, row.Key));
        w.Connection.Execute(DropWarnings, new { module, some });
        foreach (var warning in warnings)
        {
            var before = known.GetValueOrDefault((warning.InnovationId, warning.Rule, warning.Key));
            w.Connection.Execute(
                InsertWarning,
                new
                {
                    Module = module,
                    warning.InnovationId,
                    warning.Rule,
                    warning.Key,
                    Severity = (int)warning.Severity,
                    warning.Fact,
                    warning.Why,
                    warning.NextStep,
                    warning.NextStepPath,
                    warning.Due,
                    warning.PersonId,
                    warning.Permission,
                    NextStepPermission = warning.NextStepPermission ?? warning.Permission,
                    RaisedAt = before?.RaisedAt ?? w.Now,
                    SortKey = SortKey(warning, w.Now),
                    before?.SnoozedUntil,
                    before?.SnoozeReason,
                }
            );
        }
    }

    // What can still be done in time comes before what is late already: a day that passes is lost, an overdue task costs the same tomorrow.
    // Every night it is worked out anew.
    private static string SortKey(Warning warning, DateTimeOffset now)
    {
        var when =
            warning.Due is not { } due ? "2"
            : due < DateOnly.FromDateTime(now.UtcDateTime) ? $"1 {due:O}"
            : $"0 {due:O}";
        return $"{9 - (int)warning.Severity} {when}";
    }

    private const string InsertPractice = """
        insert into practice (innovation_id, practice_row, module_id, state, evidence, path)
        values (@InnovationId, @Row, @Module, @State, @Evidence, @Path)
        on conflict (innovation_id, practice_row) do update set module_id = excluded.module_id, state = excluded.state,
            evidence = excluded.evidence, path = excluded.path
        """;

    private static void Keep(IWriting w, string module, Guid[] some, IReadOnlyList<PracticeStatus> statuses)
    {
        w.Connection.Execute(
            "delete from practice where module_id = @module and innovation_id in @some",
            new { module, some }
        );
        foreach (var status in statuses)
        {
            w.Connection.Execute(
                InsertPractice,
                new
                {
                    status.InnovationId,
                    Row = status.Row.ToString(),
                    Module = module,
                    State = status.State.ToString(),
                    status.Evidence,
                    status.Path,
                }
            );
        }
    }

    private const string InsertStory = """
        insert into timeline (module_id, innovation_id, key, starts_on, ends_on, what, path, icon, permission)
        values (@Module, @InnovationId, @Key, @On, @Until, @What, @Path, @Icon, @Permission)
        on conflict do nothing
        """;

    private static void Keep(IWriting w, string module, Guid[] some, IReadOnlyList<TimelineEntry> entries)
    {
        w.Connection.Execute(
            "delete from timeline where module_id = @module and innovation_id in @some",
            new { module, some }
        );
        foreach (var entry in entries)
        {
            w.Connection.Execute(
                InsertStory,
                new
                {
                    Module = module,
                    entry.InnovationId,
                    entry.Key,
                    entry.On,
                    entry.Until,
                    entry.What,
                    entry.Path,
                    entry.Icon,
                    entry.Permission,
                }
            );
        }
    }

    private sealed record KnownWarning
    {
        public Guid InnovationId { get; init; }

        public string Rule { get; init; } = "";

        public string Key { get; init; } = "";

        public DateTimeOffset RaisedAt { get; init; }

        public DateOnly? SnoozedUntil { get; init; }

        public string? SnoozeReason { get; init; }
    }
}
