using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using Dapper;

namespace CoProd.KnowledgeExchange.Files;

/// <summary>The innovations that a caller may see, some at a time, for files that go over all of them.</summary>
internal static class Books
{
    private const int PageSize = 200;

    private const string Page = """
        select i.id, i.name from host_innovation i where i.withdrawn = false and i.id > @after and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = i.id and h.person_id in @SeesAs))
        order by i.id limit @PageSize
        """;

    public static async Task<IReadOnlyList<string[]>> Rows<TBook>(
        IModuleDatabase database,
        ICaller caller,
        Func<IReadOnlyList<Guid>, Task<IReadOnlyList<TBook>>> read,
        Func<string, TBook, IEnumerable<string[]>> rows,
        CancellationToken ct
    )
    {
        var all = new List<string[]>();
        for (var after = Guid.Empty; ; )
        {
            var asked = new
            {
                after,
                caller.SeesAll,
                caller.SeesAs,
                PageSize,
            };
            var page = (await database.Read(c => c.QueryAsync<(Guid Id, string Name)>(Page, asked), ct)).AsList();
            if (page.Count == 0)
                return all;
            after = page[^1].Id;
            var books = await read([.. page.Select(one => one.Id)]);
            foreach (var (one, book) in page.Zip(books))
                all.AddRange(rows(one.Name, book));
        }
    }
}
