using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.KnowledgeExchange.Picture;
using Dapper;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>A consent that was narrowed or taken back holds also where the data came back from before. It never widens one.</summary>
internal sealed class KnowledgeHolds(IModuleDatabase database) : IHoldsAgain
{
    private const string What = "knowledge.consent";

    private const string Stands = "select consent from knowledge_item where id = @Id";

    private const string Narrow = """
        update knowledge_item set consent = @How, version = version + 1, changed_at = @Now where id = @Id
        """;

    // From nobody to everybody.
    private static readonly ConsentScope[] ByReach =
    [
        ConsentScope.TakenBack,
        ConsentScope.NotAsked,
        ConsentScope.Team,
        ConsentScope.Innovation,
        ConsentScope.Institution,
        ConsentScope.Public,
    ];

    public static MustHold ConsentOf(Guid item, ConsentScope consent) =>
        new()
        {
            What = What,
            Id = item,
            How = consent.ToString(),
        };

    public Task Again(MustHold line, CancellationToken ct) =>
        line.What != What || !Enum.TryParse<ConsentScope>(line.How, out var consent)
            ? Task.CompletedTask
            : database.Write(
                writing =>
                {
                    var now = writing.Connection.QuerySingleOrDefault<string?>(Stands, new { line.Id });
                    if (
                        Enum.TryParse<ConsentScope>(now, out var stands)
                        && Array.IndexOf(ByReach, consent) < Array.IndexOf(ByReach, stands)
                    )
                        writing.Connection.Execute(
                            Narrow,
                            new
                            {
                                line.Id,
                                line.How,
                                writing.Now,
                            }
                        );
                },
                ct
            );
}
