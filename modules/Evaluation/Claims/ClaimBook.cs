using CoProd.Contracts.Data;
using Dapper;

namespace CoProd.Evaluation.Claims;

/// <summary>
/// People took part and something was seen to change, or not yet: what they hoped for, why it matters, what the innovation had to do with
/// it, and what speaks against that.
/// </summary>
internal sealed record Claim
{
    public required Guid Id { get; init; }
    public Guid InnovationId { get; init; }

    /// <summary>What changed; empty where nothing is seen yet of what people did.</summary>
    public required string Outcome { get; init; }

    /// <summary>How people took part.</summary>
    public string Involved { get; init; } = "";
    public string Hoped { get; init; } = "";
    public string Matters { get; init; } = "";

    /// <summary>As <see cref="Claims.Standards.Keep"/> writes them.</summary>
    public string Standards { get; init; } = "";
    public string Contribution { get; init; } = "";
    public string CounterEvidence { get; init; } = "";
    public required DateOnly SeenOn { get; init; }
    public int Version { get; init; } = 1;
}

/// <summary>Reads the claims of a list of innovations.</summary>
internal static class ClaimBook
{
    private const int AtOnce = 500;

    private const string Sql = """
        select id, innovation_id, outcome, involved, hoped, matters, standards, contribution, counter_evidence, seen_on, version from claim
        where innovation_id in @ids and withdrawn = false order by seen_on desc, id desc
        """;

    public static async Task<IReadOnlyList<Claim>> Of(
        IModuleDatabase database,
        IReadOnlyCollection<Guid> innovations,
        CancellationToken ct
    )
    {
        var all = new List<Claim>();
        foreach (var ids in innovations.Distinct().Chunk(AtOnce))
            all.AddRange(await database.Read(c => c.QueryAsync<Claim>(Sql, new { ids }), ct));
        return all;
    }
}
