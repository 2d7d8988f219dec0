using System.Text.Json;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Gaps;

/// <summary><c>coprod gaps</c>: when no award paid, for each innovation with two or more.</summary>
internal sealed class GapsVerb(IModuleDatabase database, IServiceProvider services) : IVerb
{
    private const int AtOnce = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private const string Spans =
        "select innovation_id, starts_on as start, ends_on as end_day from award where withdrawn = false";

    public string Name => "gaps";

    public string Summary => T["List the times between awards on which no award paid, for each innovation."];

    public async Task<int> Run(VerbCall call, CancellationToken ct)
    {
        var rows = await database.Read(c => c.QueryAsync<Row>(Spans), ct);
        var summary = AwardGaps.Of(
            rows.Select(row => new AwardSpan
            {
                InnovationId = row.InnovationId,
                Start = row.Start,
                End = row.EndDay,
            })
        );
        var names = await Names([.. summary.Gaps.Select(gap => gap.InnovationId).Distinct()], ct);
        var listed = summary
            .Gaps.GroupBy(gap => gap.InnovationId)
            .Where(group => names.ContainsKey(group.Key))
            .Select(group => (Id: group.Key, Name: names[group.Key], Gaps: group.OrderBy(gap => gap.From).ToArray()))
            .OrderBy(one => Words.Fold(one.Name), StringComparer.Ordinal)
            .ThenBy(one => one.Id)
            .ToArray();
        if (call.Json)
            await call.Out.WriteLineAsync(AsJson(summary, listed));
        else
            await Tell(call.Out, summary, listed);
        return 0;
    }

    private async Task<Dictionary<Guid, string>> Names(Guid[] ids, CancellationToken ct)
    {
        var directory = services.GetRequiredService<IInnovationDirectory>();
        var names = new Dictionary<Guid, string>();
        foreach (var some in ids.Chunk(AtOnce))
        {
            foreach (var innovation in await directory.Innovations(some, ct))
                names[innovation.Id] = innovation.Name;
        }
        return names;
    }

    private static string AsJson(AwardGapSummary summary, (Guid Id, string Name, UncoveredInterval[] Gaps)[] listed) =>
        JsonSerializer.Serialize(
            new
            {
                Summary = new
                {
                    summary.WithTwoOrMore,
                    Gaps = summary.Gaps.Count,
                    summary.Overlaps,
                    summary.MedianDays,
                },
                Innovations = listed.Select(one => new
                {
                    one.Id,
                    one.Name,
                    Gaps = one.Gaps.Select(gap => new
                    {
                        From = gap.From.Iso(),
                        To = gap.To.Iso(),
                        gap.Days,
                    }),
                }),
            },
            Json
        );

    private static async Task Tell(
        TextWriter to,
        AwardGapSummary summary,
        (Guid Id, string Name, UncoveredInterval[] Gaps)[] listed
    )
    {
        await to.WriteLineAsync(
            T[
                "{0} innovations have two or more awards; between these lie {1} gaps and {2} overlaps.",
                summary.WithTwoOrMore,
                summary.Gaps.Count,
                summary.Overlaps
            ]
        );
        if (summary.MedianDays is { } median)
            await to.WriteLineAsync(T["Half of the gaps are longer than {0} days.", median]);
        foreach (var one in listed)
        {
            await to.WriteLineAsync(one.Name);
            foreach (var gap in one.Gaps)
                await to.WriteLineAsync("  " + T["{0} to {1}, {2} days", gap.From.Long(), gap.To.Long(), gap.Days]);
        }
    }

    private sealed record Row
    {
        public Guid InnovationId { get; init; }
        public DateOnly? Start { get; init; }
        public DateOnly? EndDay { get; init; }
    }
}
