using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Register.People;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Register.Me;

/// <summary>What somebody sees of themselves: what they take part in, what they told, and a way to be left alone for a while.</summary>
internal static class MyRecord
{
    private const string Mine = """
        select n.id, n.happened_on, n.words, i.name as innovation
        from note n join innovation i on i.id = n.innovation_id
        where n.written_by = @AccountId and n.undone = false
        order by n.id desc limit 20
        """;

    internal static async Task<IResult?> Show(IVisit visit)
    {
        var me = visit.Caller.PersonId is { } id ? await PersonView.Of(visit, id) : null;
        var notes = await visit.Database.Read(
            c => c.QueryAsync<PersonView.NoteLine>(Mine, new { visit.Caller.AccountId }),
            visit.Gone
        );
        return visit.Page<MyRecordPage>(
            ("Me", me),
            ("Notes", notes.AsList()),
            ("Name", visit.Caller.Name),
            ("Today", visit.Clock.Today())
        );
    }
}
