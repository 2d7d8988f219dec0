using System.Data.Common;
using CoProd.Contracts.Web;
using CoProd.Ui.Forms;
using Dapper;

namespace CoProd.OwnershipTransfer.Parties;

/// <summary>Those who take part in an innovation: they alone can open it, so they alone can speak for a party of it.</summary>
internal static class People
{
    private const int Most = 300;

    private const string Here = """
        select p.id, p.name from host_person p left join host_access h on h.person_id = p.id and h.innovation_id = @InnovationId
        where h.person_id is not null or p.id in @chosen
        order by p.name_key, p.id limit @Most
        """;

    private const string Taking =
        "select count(*) from host_access where innovation_id = @innovation and person_id in @people";

    private const string Named = "select id, name from host_person where id in @people order by name_key, id";

    /// <summary>Those who take part, and whoever was chosen already.</summary>
    public static async Task<IReadOnlyList<Choice>> Choices(IVisit visit, params IEnumerable<string?> chosen)
    {
        var asked = new
        {
            visit.InnovationId,
            chosen = chosen
                .Select(id => Guid.TryParse(id, out var known) ? known : Guid.Empty)
                .Append(Guid.Empty)
                .ToArray(),
            Most,
        };
        var rows = await visit.Database.Read(c => c.QueryAsync<(Guid Id, string Name)>(Here, asked), visit.Gone);
        return [.. rows.Select(row => new Choice(row.Id.ToString(), row.Name))];
    }

    public static bool AllTakePart(DbConnection c, Guid innovation, IReadOnlyCollection<Guid> people) =>
        people.Count == 0 || c.ExecuteScalar<long>(Taking, new { innovation, people }) == people.Count;

    /// <summary>Their names; who is not known any more is left out.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> NamesOf(IVisit visit, IEnumerable<Guid?> people)
    {
        var asked = new { people = people.OfType<Guid>().Distinct().Append(Guid.Empty).ToArray() };
        return (
            await visit.Database.Read(c => c.QueryAsync<(Guid Id, string Name)>(Named, asked), visit.Gone)
        ).ToDictionary(row => row.Id, row => row.Name);
    }
}
