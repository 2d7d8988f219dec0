using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using CoProd.KnowledgeExchange.Whole;
using CoProd.Ui;
using Dapper;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Items;

/// <summary>Somebody takes back an item that was recorded by mistake.</summary>
internal static class WithdrawItem
{
    private const string Find = """
        select case when consent = 'TakenBack' then '' else statement end from knowledge_item
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update knowledge_item set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.ItemRoute,
                RouteId = "itemId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this"],
                Lede = () =>
                    T["For something that nobody said. Where somebody takes their consent back, use that instead."],
                Said = () => T["It is withdrawn, and no longer counts."],
                Back = visit => Paths.Items(visit.InnovationId),
            }
        );
}

/// <summary>Somebody takes their consent back: from then on nobody else reads the words, and they are not used further.</summary>
internal static class TakeBackConsent
{
    private const string Find = """
        select statement from knowledge_item
        where id = @Id and innovation_id = @InnovationId and withdrawn = false and consent <> 'TakenBack' and (@MayRecord or person_id = @PersonId)
        """;

    private const string Update = """
        update knowledge_item set consent = 'TakenBack', consent_until = null, attribution = 'Nobody', version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false and consent <> 'TakenBack' and (@MayRecord or person_id = @PersonId)
        """;

    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["Take the consent back"],
            Lede = () =>
                T[
                    "Nobody but the person themselves will read the words from then on, and they are not used further. What was decided before stays decided."
                ],
            Name = visit =>
                visit.Database.Read(c => c.QuerySingleOrDefaultAsync<string?>(Find, Asked(visit)), visit.Gone),
            Label = () => T["Yes, take it back"],
            Send = () => T["Take it back"],
            Said = () =>
                T[
                    "The consent is taken back. Nobody else reads these words now, also not in the note they were told in, if there was one."
                ],
            Do = Do,
        }.Route(
            Paths.ItemRoute + "/take-back",
            "/api" + Paths.ItemRoute + "/take-back",
            Permissions.Tell,
            visit => Paths.Items(visit.InnovationId)
        );

    private static DynamicParameters Asked(IVisit visit) =>
        new(
            new
            {
                Id = visit.RouteId("itemId"),
                visit.InnovationId,
                MayRecord = visit.Caller.May(Permissions.Record),
                visit.Caller.PersonId,
            }
        );

    private static bool Do(IVisit visit, IWriting writing)
    {
        var asked = Asked(visit);
        asked.Add("Now", writing.Now);
        if (writing.Connection.Execute(Update, asked) != 1)
            return false;
        writing.Publish(KnowledgeHolds.ConsentOf(visit.RouteId("itemId"), ConsentScope.TakenBack));
        writing.Changed(visit.InnovationId);
        return true;
    }
}
