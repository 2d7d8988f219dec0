using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Cards;

/// <summary>What people told by their cards, until somebody has seen to it.</summary>
public static class ReadCardWords
{
    /// <summary>Something told by a card.</summary>
    public sealed record Row
    {
        public Guid Id { get; init; }

        public Guid PersonId { get; init; }

        public string Name { get; init; } = "";

        public string Phone { get; init; } = "";

        public CardWordKind Kind { get; init; }

        public string Words { get; init; } = "";

        public DateTimeOffset ToldAt { get; init; }
    }

    private const string Waiting = """
        select w.id, w.person_id, case when p.name <> '' then p.name else p.role_label end as name, p.phone, w.kind, w.words, w.told_at
        from card_word w join person p on p.id = w.person_id
        where w.seen_at is null order by w.told_at, w.id limit 200
        """;

    private const string See = """
        update card_word set seen_at = @Now, seen_by = @By where id = @Id and seen_at is null
        """;

    private const string TakesPart = """
        select t.innovation_id from participation t join card_word w on w.person_id = t.person_id where w.id = @Id
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<ReadCardWordsPage>(
            (
                "Rows",
                (IReadOnlyList<Row>)(await visit.Database.Read(c => c.QueryAsync<Row>(Waiting), visit.Gone)).AsList()
            )
        );

    internal static FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["It is seen to"],
            Lede = () => T["It goes off the list. Nothing is deleted."],
            Label = () => T["Yes, it is seen to"],
            Send = () => T["Take it off the list"],
            Said = () => T["It is off the list."],
            Do = (visit, writing) =>
            {
                var asked = new
                {
                    Id = visit.RouteId("wordId"),
                    By = visit.Caller.AccountId,
                    writing.Now,
                };
                foreach (var innovation in writing.Connection.Query<Guid>(TakesPart, asked).AsList())
                    writing.Changed(innovation);
                return writing.Connection.Execute(See, asked) == 1;
            },
        }.Route(
            "/people/told/{wordId:guid}/seen",
            "/api/people/told/{wordId:guid}/seen",
            Permissions.People,
            _ => "/people/told"
        );
}
