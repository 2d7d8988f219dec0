using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Ui.Forms;
using Dapper;

namespace CoProd.KnowledgeExchange.Items;

/// <summary>People to choose from: those who take part first, and where there are more than fit, one looks for a name.
/// Who does not know everybody chooses from those who take part.</summary>
internal static class People
{
    private const int Most = 200;

    private const string Like = """
        select p.id, p.name from host_person p left join host_access h on h.person_id = p.id and h.innovation_id = @InnovationId
        where (p.name_key like @Like escape '!' and (@KnowsEverybody or h.person_id is not null)) or p.id in @chosen
        order by case when h.person_id is null then 1 else 0 end, p.name_key, p.id limit @Most
        """;

    private const string Known = "select count(*) from host_person where id in @people";

    public static async Task<IReadOnlyList<Choice>> Choices(IVisit visit, params IEnumerable<string?> chosen)
    {
        var asked = new
        {
            visit.InnovationId,
            visit.Caller.KnowsEverybody,
            Like = Words.Like(visit.Asked("find")),
            chosen = chosen
                .Select(id => Guid.TryParse(id, out var known) ? known : Guid.Empty)
                .Append(Guid.Empty)
                .ToArray(),
            Most,
        };
        var rows = await visit.Database.Read(c => c.QueryAsync<(Guid Id, string Name)>(Like, asked), visit.Gone);
        return [.. rows.Select(row => new Choice(row.Id.ToString(), row.Name))];
    }

    public static bool AllKnown(DbConnection c, IReadOnlyCollection<Guid> people) =>
        people.Count == 0 || c.ExecuteScalar<long>(Known, new { people }) == people.Count;
}
