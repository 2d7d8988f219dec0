using System.Text.Json.Nodes;
using CoProd.Contracts.Contributions;

namespace CoProd.Resourcing.Whole;

/// <summary>The module keeps funders, sums and hours, and nothing about a person: a need made of a note keeps the note's id, not its writer.</summary>
internal sealed class NothingPersonal : IPersonData
{
    public Task<JsonNode?> Export(Guid personId, CancellationToken ct) => Task.FromResult<JsonNode?>(null);

    public Task<IReadOnlyList<string>> Erase(Guid personId, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<string>>([]);
}
