using CoProd.Contracts.Data;
using Dapper;

namespace CoProd.Evaluation.Actions;

/// <summary>Something that is done because of what people answered, and what is different since.</summary>
internal sealed record ActionItem
{
    public required Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid? RoundId { get; init; }
    public string Domain { get; init; } = "";
    public string Finding { get; init; } = "";
    public required string What { get; init; }
    public Guid? OwnerId { get; init; }
    public string? OwnerName { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateOnly? DoneOn { get; init; }
    public string Changed { get; init; } = "";
    public int Version { get; init; } = 1;
}

/// <summary>Reads the actions of a list of innovations.</summary>
internal static class ActionBook
{
    private const int AtOnce = 500;

    private const string Sql = """
        select a.id, a.innovation_id, a.round_id, a.domain, a.finding, a.what, a.owner_id, p.name as owner_name, a.due_on, a.done_on,
            a.changed, a.version
        from evaluation_action a left join host_person p on p.id = a.owner_id
        where a.innovation_id in @ids and a.withdrawn = false order by a.id desc
        """;

    public static async Task<IReadOnlyList<ActionItem>> Of(
        IModuleDatabase database,
        IReadOnlyCollection<Guid> innovations,
        CancellationToken ct
    )
    {
        var all = new List<ActionItem>();
        foreach (var ids in innovations.Distinct().Chunk(AtOnce))
            all.AddRange(await database.Read(c => c.QueryAsync<ActionItem>(Sql, new { ids }), ct));
        return all;
    }
}
