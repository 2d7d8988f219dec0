using System.Data.Common;
using System.Diagnostics;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Host.Data;
using CoProd.Host.Leaving;
using CoProd.Host.Modules;
using CoProd.Host.Web.Home;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Board;

/// <summary>
/// Puts the page for a board together: matters that modules told before, from one indexed table once what changed is told anew, and words that they are asked for now.
/// What it costs does not grow with what is recorded.
/// </summary>
internal sealed class BoardBook(
    Database host,
    ModuleCatalogue modules,
    BoardMaker maker,
    InstitutionSettings settings,
    FullDisk disk,
    TimeProvider clock
)
{
    // Two sides of paper.
    private const int MostMatters = 8;
    private const int MostHeard = 3;
    private const int MostWords = 5;
    private const int Months = 12;

    // Whoever has five minutes does not wait ten seconds for a module.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private const string Matters = """
        select i.name as innovation, m.severity, m.fact, m.why, m.on_day, m.chance
        from board_matter m join host_innovation i on i.id = m.innovation_id and i.withdrawn = false
        where m.part = @part and m.module_id in @active and (m.on_day is null or m.on_day <= @horizon)
        """;

    private const string InOrder = "order by m.sort_key, m.innovation_id, m.rule, m.key limit @limit";

    private const string Owed = """
        select coalesce(sum(m.how_many), 0) from board_matter m join host_innovation i on i.id = m.innovation_id and i.withdrawn = false
        where m.part = 'Owed' and m.module_id in @active
        """;

    private const string OfOne = "and m.innovation_id = @innovation";

    private const string MattersOfAll = $"{Matters} {InOrder}";
    private const string MattersOfOne = $"{Matters} {OfOne} {InOrder}";
    private const string OwedOfOne = $"{Owed} {OfOne}";

    private const string Silences =
        "select practice_row as row from practice where innovation_id = @innovation and state = 'Silent'";

    private const string Unanswered =
        "select module_id, since from board_unanswered where module_id in @active order by module_id";

    private const string Names = "select id, name from host_innovation where id in @ids and withdrawn = false";

    private const string TakingPart = """
        select a.innovation_id, p.id, p.name from host_access a join host_person p on p.id = a.person_id
        where a.innovation_id in @ids order by p.id limit 5000
        """;

    private const string Accounts = "select display_name from account order by id limit 1000";

    /// <summary>The page about one innovation, or about all of them.</summary>
    public async Task<BoardView> Of(Guid? innovation, string? name, CancellationToken ct)
    {
        var today = clock.Today();
        var missing = new List<string>();
        await BringUpToDate(innovation, missing, ct);
        var words = await WordsOf(innovation, missing, ct);
        return await host.Read(
            async c =>
            {
                var view = new BoardView
                {
                    Institution = settings.Find("host.institution") ?? "CoProd",
                    Innovation = name,
                    Today = today,
                    MayStop = await Lines(c, BoardPart.MayStop, innovation, MostMatters),
                    ToDecide = await Lines(c, BoardPart.ToDecide, innovation, MostMatters),
                    Heard = await Lines(c, BoardPart.Heard, innovation, MostHeard),
                    Silent = await Silent(c, innovation),
                    Words = words,
                    AnswersOwed = await c.ExecuteScalarAsync<long>(
                        innovation is null ? Owed : OwedOfOne,
                        new { innovation, active = Active }
                    ),
                    Missing = missing,
                };
                missing.AddRange(await NotTold(c));
                return view;
            },
            ct
        );
    }

    // What changed since somebody last read. After a large file that may be more than a reader waits for: the rest follows within minutes.
    private async Task BringUpToDate(Guid? innovation, List<string> missing, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        try
        {
            while (await maker.Hurry(innovation, Longest, ct))
            {
                if (Stopwatch.GetElapsedTime(since) < Longest)
                    continue;
                missing.Add(
                    T["Much changed a moment ago, and not all of it is looked at yet. Read this again in ten minutes."]
                );
                return;
            }
        }
        catch (Exception e) when (disk.Is(e))
        {
            // What was told before is read all the same.
        }
    }

    private List<string> Active => [.. modules.Active.Select(module => module.Id)];

    private async Task<BoardLines> Lines(DbConnection c, BoardPart part, Guid? innovation, int most)
    {
        var rows = (
            await c.QueryAsync<BoardLine>(
                innovation is null ? MattersOfAll : MattersOfOne,
                new
                {
                    part = part.ToString(),
                    innovation,
                    active = Active,
                    horizon = clock.Today().AddMonths(Months),
                    limit = most + 1,
                }
            )
        ).AsList();
        return new([.. rows.Take(most)], rows.Count > most);
    }

    private static async Task<IReadOnlyList<string>> Silent(DbConnection c, Guid? innovation) =>
        innovation is null
            ? []
            :
            [
                .. (await c.QueryAsync<PracticeTile>(Silences, new { innovation }))
                    .Select(tile => tile.Row)
                    .Order()
                    .Select(PracticeWords.Of),
            ];

    // What modules could not tell, before or now. A module that is not there knows nothing that could be missed.
    private async Task<IEnumerable<string>> NotTold(DbConnection c) =>
        [
            .. modules
                .All.Where(module => module is { IsActive: false, Manifest: not null })
                .Select(module =>
                    T["{0} does not run at the moment, so what it knows is missing here.", NameOf(module.Id)]
                )
                .Distinct(),
            .. (await c.QueryAsync<(string Module, DateTimeOffset Since)>(Unanswered, new { active = Active })).Select(
                one =>
                    T[
                        "{0} has not answered since {1}, so what it told may be old.",
                        NameOf(one.Module),
                        DateOnly.FromDateTime(one.Since.UtcDateTime).Long()
                    ]
            ),
        ];

    // The last word of an id, which is the module's own.
    private static string NameOf(string module) => module[(module.LastIndexOf('.') + 1)..];

    private async Task<IReadOnlyList<BoardWords>> WordsOf(Guid? innovation, List<string> missing, CancellationToken ct)
    {
        var told = await modules.Ask<IPublicWords, IReadOnlyList<PublicWords>>(
            source => source.Newest(innovation is { } one ? [one] : null, MostWords, ct),
            ct,
            (module, _) =>
                missing.Add(
                    T[
                        "{0} does not answer at the moment, so what people said there is missing here.",
                        NameOf(module.Id)
                    ]
                ),
            Longest
        );
        // Whatever a module gave: about nothing else, and the newest of all.
        var words = told.SelectMany(answer => answer.Result)
            .Where(one => innovation is null || one.InnovationId == innovation)
            .OrderByDescending(one => one.On)
            .Take(MostWords)
            .ToList();
        return words.Count == 0 ? [] : await host.Read(c => Shown(c, words), ct);
    }

    // Somebody may say by name what others of the same innovation said: these names did not agree to stand here.
    private static async Task<IReadOnlyList<BoardWords>> Shown(DbConnection c, IReadOnlyList<PublicWords> words)
    {
        var ids = words.Select(one => one.InnovationId).Distinct().ToList();
        var names = (await c.QueryAsync<(Guid Id, string Name)>(Names, new { ids })).ToDictionary(
            row => row.Id,
            row => row.Name
        );
        var people = (
            await c.QueryAsync<(Guid Innovation, Guid Person, string Name)>(TakingPart, new { ids })
        ).ToLookup(row => row.Innovation);
        var accounts = (await c.QueryAsync<string>(Accounts)).AsList();
        return
        [
            .. words
                .Where(one => names.ContainsKey(one.InnovationId))
                .Select(one => new BoardWords(
                    names[one.InnovationId],
                    new NameHiding(
                        [
                            .. people[one.InnovationId]
                                .Select(person => new PersonLeaving
                                {
                                    PersonId = person.Person,
                                    Name = person.Name,
                                    TakesPart = true,
                                    ByName = Words.Fold(person.Name) == Words.Fold(one.SaidBy),
                                }),
                        ],
                        accounts
                    ).In(one.Words),
                    one.SaidBy,
                    one.On,
                    one.CameOfIt
                )),
        ];
    }
}
