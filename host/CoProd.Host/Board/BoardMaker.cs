using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Host.Data;
using CoProd.Host.Leaving;
using CoProd.Host.Modules;
using CoProd.Host.Web.Pictures;
using Dapper;

namespace CoProd.Host.Board;

/// <summary>
/// Asks every module what a board should know, and keeps it where the page reads it. The page is for people outside: whatever a module tells,
/// the full name of nobody who takes part, and of nobody who signs in here, is kept with it. Few read it and many write: a change only marks
/// its innovation, and modules are asked when somebody reads, or within minutes.
/// </summary>
internal sealed class BoardMaker(ModuleCatalogue catalogue, Database host)
{
    private const int AtOnce = 100;

    private const string Mark = """
        insert into board_due (innovation_id, mark) values (@Id, @Mark)
        on conflict (innovation_id) do update set mark = excluded.mark
        """;

    private const string DueOfAll =
        "select innovation_id as id, mark from board_due order by innovation_id limit @AtOnce";

    private const string DueOfOne = "select innovation_id as id, mark from board_due where innovation_id = @innovation";

    private const string Done = "delete from board_due where innovation_id = @Id and mark = @Mark";

    private const string TakingPart = """
        select distinct p.id as person_id, p.name from host_access a join host_person p on p.id = a.person_id
        where a.innovation_id in @some
        """;

    private const string Accounts = "select display_name from account";

    private const string Drop = "delete from board_matter where module_id = @module and innovation_id in @some";

    private const string Insert = """
        insert into board_matter (module_id, innovation_id, part, rule, key, severity, fact, why, on_day, chance, how_many, sort_key)
        values (@Module, @InnovationId, @Part, @Rule, @Key, @Severity, @Fact, @Why, @On, @Chance, @Count, @SortKey)
        on conflict do nothing
        """;

    private const string Silent = """
        insert into board_unanswered (module_id, since) values (@module, @Now) on conflict (module_id) do nothing
        """;

    private const string Speaks = "delete from board_unanswered where module_id in @modules";

    /// <summary>Notes, within the write that keeps what else is seen of them, that something about these innovations changed.</summary>
    public static void Changed(IWriting w, IEnumerable<Guid> some)
    {
        foreach (var id in some)
            w.Connection.Execute(Mark, new { Id = id, Mark = Guid.CreateVersion7() });
    }

    /// <summary>For somebody who waits: asks about some of what changed, and keeps the answers.</summary>
    /// <param name="innovation">About this one alone; null for any.</param>
    /// <param name="limit">How long a module may take. One that takes longer is asked once more by <see cref="CatchUp"/>.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>Whether more may be due.</returns>
    public Task<bool> Hurry(Guid? innovation, TimeSpan limit, CancellationToken ct) =>
        Some(innovation, limit, onceMore: true, ct);

    /// <summary>Asks about all that changed, with patience, and keeps the answers.</summary>
    public async Task CatchUp(CancellationToken ct)
    {
        while (await Some(innovation: null, PictureMaker.Longest, onceMore: false, ct)) { }
    }

    private async Task<bool> Some(Guid? innovation, TimeSpan limit, bool onceMore, CancellationToken ct)
    {
        var due = (
            await host.Read(
                c => c.QueryAsync<Due>(innovation is null ? DueOfAll : DueOfOne, new { innovation, AtOnce }),
                ct
            )
        ).AsList();
        if (due.Count == 0)
            return false;
        List<Guid> some = [.. due.Select(one => one.Id)];
        var told = await Ask(some, limit, ct);
        await host.Write(
            w =>
            {
                Keep(w, some, told);
                if (onceMore && told.Failed.Count > 0)
                    return;
                foreach (var one in due)
                    w.Connection.Execute(Done, one);
            },
            ct
        );
        return due.Count == AtOnce && !(onceMore && told.Failed.Count > 0);
    }

    private sealed record Due
    {
        public Guid Id { get; init; }

        public Guid Mark { get; init; }
    }

    /// <summary>What was told, by module, and which modules did not answer.</summary>
    private sealed record Told(
        ILookup<string, BoardMatter> Matters,
        IReadOnlyList<string> Answered,
        IReadOnlyList<string> Failed
    );

    private async Task<Told> Ask(IReadOnlyList<Guid> some, TimeSpan limit, CancellationToken ct)
    {
        var failed = new List<string>();
        var answers = await catalogue.Ask<IBoardSource, IReadOnlyList<BoardMatter>>(
            source => source.Tell(some, ct),
            ct,
            (module, _) => failed.Add(module.Id),
            limit
        );
        var hiding = answers.All(answer => answer.Result.Count == 0) ? null : await Names(some, ct);
        var known = some.ToHashSet();
        return new(
            answers
                .SelectMany(answer =>
                    answer
                        .Result.Where(matter => known.Contains(matter.InnovationId))
                        .Select(matter =>
                            (
                                answer.Module.Id,
                                Matter: matter with
                                {
                                    Fact = hiding!.In(matter.Fact),
                                    Why = hiding.In(matter.Why),
                                }
                            )
                        )
                )
                .ToLookup(one => one.Id, one => one.Matter),
            [.. answers.Select(answer => answer.Module.Id).Distinct().Except(failed)],
            [.. failed.Distinct()]
        );
    }

    // A first name alone is also a month or a flower, and the facts hold dates: full names it is.
    private async Task<NameHiding> Names(IReadOnlyList<Guid> some, CancellationToken ct) =>
        await host.Read(
            async c => new NameHiding(
                [
                    .. (await c.QueryAsync<(Guid Id, string Name)>(TakingPart, new { some })).Select(
                        row => new PersonLeaving
                        {
                            PersonId = row.Id,
                            Name = row.Name,
                            TakesPart = false,
                            ByName = false,
                        }
                    ),
                ],
                await c.QueryAsync<string>(Accounts)
            ),
            ct
        );

    /// <summary>Keeps it. Of a module that failed what was known before stays, and the page says that it may be old.</summary>
    private static void Keep(IWriting w, IReadOnlyList<Guid> some, Told told)
    {
        foreach (var module in told.Failed)
            w.Connection.Execute(Silent, new { module, w.Now });
        if (told.Answered.Count > 0)
            w.Connection.Execute(Speaks, new { modules = told.Answered });
        foreach (var module in told.Answered)
        {
            w.Connection.Execute(Drop, new { module, some });
            foreach (var matter in told.Matters[module])
                w.Connection.Execute(
                    Insert,
                    new
                    {
                        Module = module,
                        matter.InnovationId,
                        Part = matter.Part.ToString(),
                        matter.Rule,
                        matter.Key,
                        Severity = (int)matter.Severity,
                        matter.Fact,
                        matter.Why,
                        matter.On,
                        matter.Chance,
                        matter.Count,
                        SortKey = SortKey(matter),
                    }
                );
        }
    }

    // The strongest first, the likelier before the less likely, the nearer before the later. Decisions by their day alone; what was heard,
    // the latest first.
    private static string SortKey(BoardMatter matter)
    {
        var day = matter.On is { } on ? $"{on:O}" : "9999";
        return matter.Part switch
        {
            BoardPart.MayStop =>
                $"{9 - (int)matter.Severity} {100 - (int)Math.Round((matter.Chance ?? 0.5) * 100):000} {day}",
            BoardPart.ToDecide => $"{day} {9 - (int)matter.Severity}",
            _ => $"{DateOnly.MaxValue.DayNumber - (matter.On?.DayNumber ?? 0):0000000}",
        };
    }
}
