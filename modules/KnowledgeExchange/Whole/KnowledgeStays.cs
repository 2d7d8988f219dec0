using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.KnowledgeExchange.Picture;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>What people said for fewer ears than an innovation has that leaves.</summary>
internal sealed class KnowledgeStays(IModuleDatabase database, TimeProvider clock, IServiceProvider services)
    : IStaysBehind
{
    public async Task<IReadOnlyList<string>> Tell(Guid innovationId, CancellationToken ct)
    {
        var book = await KnowledgeBook.One(database, innovationId, ct);
        var (going, today) = (await Going.Along(services, book.Items, ct), clock.Today());
        var staying = book.Items.Count(item => !going.Travels(item, today));
        return staying == 0
            ? []
            :
            [
                T[
                    "{0} of {1} things that people know stay here, with what was answered to them: they were told for the team alone, or nobody was asked, or they are private and their person did not agree to go along.",
                    staying,
                    book.Items.Count
                ],
            ];
    }
}
