using System.Data.Common;
using CoProd.Contracts.Data;
using Dapper;

namespace CoProd.Evaluation.Indicators;

/// <summary>Which way an indicator should go.</summary>
public enum Better
{
    /// <summary>More is better.</summary>
    Higher,

    /// <summary>Less is better.</summary>
    Lower,
}

/// <summary>Something counted again and again.</summary>
internal sealed record Indicator
{
    public required Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public required string Name { get; init; }
    public string Unit { get; init; } = "";
    public double? Baseline { get; init; }
    public double? Target { get; init; }
    public Better Better { get; init; }
    public string Source { get; init; } = "";
    public int Version { get; init; } = 1;
    public IReadOnlyList<Measure> Measures { get; init; } = [];
}

/// <summary>One count of it.</summary>
internal sealed record Measure
{
    public required Guid Id { get; init; }
    public Guid IndicatorId { get; init; }
    public required DateOnly OnDay { get; init; }
    public required double Amount { get; init; }
    public string Note { get; init; } = "";
}

/// <summary>Reads the indicators of a list of innovations with their measures.</summary>
internal static class IndicatorBook
{
    private const int AtOnce = 500;

    private const string Indicators = """
        select id, innovation_id, name, unit, baseline, target, better, source, version from indicator
        where innovation_id in @ids and withdrawn = false order by search_key, id
        """;

    private const string Measures = """
        select id, indicator_id, on_day, amount, note from measure
        where innovation_id in @ids and withdrawn = false order by on_day, id
        """;

    public static async Task<IReadOnlyList<Indicator>> Of(
        IModuleDatabase database,
        IReadOnlyCollection<Guid> innovations,
        CancellationToken ct
    )
    {
        var all = new List<Indicator>();
        foreach (var some in innovations.Distinct().Chunk(AtOnce))
            all.AddRange(await database.Read(c => Some(c, some), ct));
        return all;
    }

    private static async Task<IReadOnlyList<Indicator>> Some(DbConnection c, Guid[] ids)
    {
        var measures = (await c.QueryAsync<Measure>(Measures, new { ids })).ToLookup(one => one.IndicatorId);
        return
        [
            .. (await c.QueryAsync<Indicator>(Indicators, new { ids })).Select(one =>
                one with
                {
                    Measures = [.. measures[one.Id]],
                }
            ),
        ];
    }
}
