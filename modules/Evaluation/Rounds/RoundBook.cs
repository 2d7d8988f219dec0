using System.Data.Common;
using System.Text.Json;
using CoProd.Contracts.Data;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Library;
using CoProd.Evaluation.Scores;
using Dapper;

namespace CoProd.Evaluation.Rounds;

/// <summary>Reads rounds: for lists without what was asked and answered, and one by one with it.</summary>
internal static class RoundBook
{
    private const int AtOnce = 500;

    private const string Rounds = """
        select id, innovation_id, title, purpose, instrument_key, instrument_version, together, floor, opened_on, closes_on, closed_on,
            told_on, told_how, version
        from evaluation_round where innovation_id in @ids and withdrawn = false order by opened_on desc, id desc
        """;

    private const string Groups = """
        select g.id, g.round_id, g.name, g.side, g.place, g.code,
            (select count(*) from answer_sheet s where s.round_id = g.round_id and s.is_sent = true and s.group_id = g.id) as sent
        from round_group g join evaluation_round r on r.id = g.round_id
        where r.innovation_id in @ids and r.withdrawn = false order by g.round_id, g.place
        """;

    private const string Definitions = "select id, definition from evaluation_round where id in @ids";

    // Random ids: in their order the answers are shuffled.
    private const string Sent = """
        select id, round_id, group_id, from_paper, answers from answer_sheet where round_id in @ids and is_sent = true order by id
        """;

    private const string ByCode = """
        select r.innovation_id, r.id as round_id, g.id as group_id from round_group g join evaluation_round r on r.id = g.round_id
            join host_innovation i on i.id = r.innovation_id and i.withdrawn = false
        where g.code = @code and r.withdrawn = false
        """;

    public static async Task<IReadOnlyList<Round>> Of(
        IModuleDatabase database,
        IReadOnlyCollection<Guid> innovations,
        CancellationToken ct
    )
    {
        var all = new List<Round>();
        foreach (var some in innovations.Distinct().Chunk(AtOnce))
            all.AddRange(await database.Read(c => Some(c, some), ct));
        return all;
    }

    public static async Task<Round?> One(IModuleDatabase database, Guid innovation, Guid round, CancellationToken ct) =>
        (await Of(database, [innovation], ct)).FirstOrDefault(one => one.Id == round);

    /// <summary>The round and group whose link ends in this code.</summary>
    public static async Task<(Round Round, AskedGroup Group)?> Behind(
        IModuleDatabase database,
        string code,
        CancellationToken ct
    )
    {
        var found = await database.Read(c => c.QuerySingleOrDefaultAsync<Link>(ByCode, new { code }), ct);
        if (found is null || await One(database, found.InnovationId, found.RoundId, ct) is not { } round)
            return null;
        return (round, round.Groups.First(group => group.Id == found.GroupId));
    }

    public static async Task<Instrument> Asked(IModuleDatabase database, Guid round, CancellationToken ct) =>
        (await Asked(database, [round], ct))[round];

    private static async Task<Dictionary<Guid, Instrument>> Asked(
        IModuleDatabase database,
        IReadOnlyCollection<Guid> rounds,
        CancellationToken ct
    )
    {
        var ids = rounds.ToArray();
        var rows = await database.Read(c => c.QueryAsync<(Guid Id, string Definition)>(Definitions, new { ids }), ct);
        return rows.ToDictionary(row => row.Id, row => InstrumentText.Read(row.Definition));
    }

    /// <summary>These rounds with all that was sent, in the order they were given.</summary>
    public static async Task<IReadOnlyList<AnsweredRound>> Answered(
        IModuleDatabase database,
        IReadOnlyList<Round> rounds,
        CancellationToken ct
    )
    {
        if (rounds.Count == 0)
            return [];
        var all = new List<AnsweredRound>();
        foreach (var some in rounds.Chunk(AtOnce))
        {
            var ids = some.Select(round => round.Id).ToArray();
            var asked = await Asked(database, ids, ct);
            var sheets = (await database.Read(c => c.QueryAsync<SheetRow>(Sent, new { ids }), ct)).ToLookup(row =>
                row.RoundId
            );
            all.AddRange(
                some.Select(round => new AnsweredRound(
                    round,
                    asked[round.Id],
                    [.. sheets[round.Id].Select(row => row.Sheet)]
                ))
            );
        }
        return all;
    }

    private static async Task<IReadOnlyList<Round>> Some(DbConnection c, Guid[] ids)
    {
        var groups = (await c.QueryAsync<AskedGroup>(Groups, new { ids })).ToLookup(group => group.RoundId);
        return
        [
            .. (await c.QueryAsync<Round>(Rounds, new { ids })).Select(round =>
                round with
                {
                    Groups = [.. groups[round.Id]],
                }
            ),
        ];
    }

    private sealed record Link
    {
        public Guid InnovationId { get; init; }
        public Guid RoundId { get; init; }
        public Guid GroupId { get; init; }
    }

    private sealed record SheetRow
    {
        public Guid Id { get; init; }
        public Guid RoundId { get; init; }
        public Guid GroupId { get; init; }
        public bool FromPaper { get; init; }
        public string Answers { get; init; } = "{}";

        public Sheet Sheet =>
            new()
            {
                Id = Id,
                GroupId = GroupId,
                FromPaper = FromPaper,
                Given = AnswerText.Read(Answers),
            };
    }
}

/// <summary>Answers as they are kept: JSON, by linkId.</summary>
internal static class AnswerText
{
    public static string Write(IReadOnlyDictionary<string, IReadOnlyList<string>> given) =>
        JsonSerializer.Serialize(given);

    public static Dictionary<string, IReadOnlyList<string>> Read(string text) =>
        JsonSerializer.Deserialize<Dictionary<string, IReadOnlyList<string>>>(text) ?? [];
}
