using CoProd.Contracts;
using CoProd.Contracts.Web;
using Dapper;

namespace CoProd.Ui.Forms;

/// <summary>
/// People that a form about an innovation offers: those who take part first, and where there are more than fit, one looks for a name.
/// Who does not know everybody chooses from those who take part. Reads the copies <c>host_person</c> and <c>host_access</c>.
/// </summary>
public static class PeopleToChoose
{
    private const int Most = 200;

    private const string Like = """
        select p.id, p.name from host_person p left join host_access h on h.person_id = p.id and h.innovation_id = @InnovationId
        where (p.name_key like @Like escape '!' and (@KnowsEverybody or h.person_id is not null)) or p.id in @chosen
        order by case when h.person_id is null then 1 else 0 end, p.name_key, p.id limit @Most
        """;

    private const string Offered = """
        select count(*) from host_person p where p.id in @people and (@KnowsEverybody or exists (
            select 1 from host_access h where h.person_id = p.id and h.innovation_id = @InnovationId))
        """;

    /// <summary>Those to choose from.</summary>
    /// <param name="visit">The request; its route has an <c>{innovationId}</c>, and <c>?find=</c> what a name begins with.</param>
    /// <param name="chosen">The ids that the form holds: they stay in the list.</param>
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

    /// <summary>Whether these are people whom the form would have offered. Nobody is, too.</summary>
    /// <param name="visit">The request.</param>
    /// <param name="people">Whom the form names.</param>
    /// <param name="before">Whom the record names already: they may stay.</param>
    public static async Task<bool> Offers(IVisit visit, IEnumerable<Guid?> people, params IEnumerable<Guid?> before)
    {
        var asked = people.Except(before).OfType<Guid>().Distinct().ToArray();
        return asked.Length == 0
            || await visit.Database.Read(
                c =>
                    c.ExecuteScalarAsync<long>(
                        Offered,
                        new
                        {
                            people = asked,
                            visit.Caller.KnowsEverybody,
                            visit.InnovationId,
                        }
                    ),
                visit.Gone
            ) == asked.Length;
    }
}
