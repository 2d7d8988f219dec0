using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace MyModule.Things;

/// <summary>The things, in order of their names.</summary>
internal static class ListThings
{
    private const string All = "select name from thing order by name_key, id limit 500";

    internal static async Task<IResult?> Show(IVisit visit)
    {
        var names = await visit.Database.Read(c => c.QueryAsync<string>(All), visit.Gone);
        return visit.Page<ListThingsPage>(("Names", (IReadOnlyList<string>)names.AsList()));
    }
}
