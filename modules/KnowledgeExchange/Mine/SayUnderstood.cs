using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Mine;

/// <summary>Whoever was answered says whether the answer made sense to them.</summary>
internal static class SayUnderstood
{
    private const string Find = """
        select r.words from knowledge_reply r join knowledge_item k on k.id = r.item_id and k.withdrawn = false
        where r.id = @Id and r.withdrawn = false and k.person_id = @PersonId
        """;

    private const string Update = """
        update knowledge_reply set understood = @Understood, understood_on = @Today, version = version + 1, changed_at = @Now
        where id = @Id and withdrawn = false and item_id in (select id from knowledge_item where person_id = @PersonId and withdrawn = false)
        """;

    private const string Of = "select innovation_id from knowledge_reply where id = @Id";

    internal static FormRoute<Understood?> Route { get; } =
        new()
        {
            Page = Paths.Mine + "/replies/{replyId:guid}",
            Api = "/api" + Paths.Mine + "/replies/{replyId:guid}",
            Permission = Permissions.Mine,
            Read = input => input.Choice<Understood>("understood", T["whether it made sense"], required: true),
            Handle = Handle,
            Show = Show,
            Then = (_, _) => Paths.Mine,
            Said = () =>
                T[
                    "Thank you. It is kept. If you asked to hear more, those who coordinate see it, and owe you another answer."
                ],
        };

    private static async Task<Outcome<Guid>> Handle(Understood? understood, IVisit visit)
    {
        var id = visit.RouteId("replyId");
        var (person, today) = (visit.Caller.PersonId, visit.Clock.Today());
        var done = await visit.Database.Write(
            writing =>
            {
                var row = new
                {
                    Id = id,
                    PersonId = person,
                    Understood = understood?.ToString() ?? "",
                    Today = today,
                    writing.Now,
                };
                if (person is null || writing.Connection.Execute(Update, row) != 1)
                    return false;
                writing.Changed(writing.Connection.ExecuteScalar<Guid>(Of, new { Id = id }));
                return true;
            },
            visit.Gone
        );
        return done ? Outcome<Guid>.Done(id) : Outcome<Guid>.Missing();
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var asked = new { Id = visit.RouteId("replyId"), visit.Caller.PersonId };
        var words = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<string?>(Find, asked), visit.Gone);
        return words is null ? null : visit.Page<SayUnderstoodPage>(("Input", input), ("Words", words));
    }
}
