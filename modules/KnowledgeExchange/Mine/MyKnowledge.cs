using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Items;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.KnowledgeExchange.Mine;

/// <summary>What somebody told, and what came of it: because they said so, something changed, or did not and why.</summary>
public static class MyKnowledge
{
    private const int Most = 100;

    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        /// <summary>Whether the account has a record in the register: without one nothing is theirs.</summary>
        public required bool IsKnown { get; init; }
        public required IReadOnlyList<Line> Lines { get; init; }
        public required IReadOnlyList<Asked> Questions { get; init; }
    }

    /// <summary>A question of theirs.</summary>
    public sealed record Asked
    {
        public required string Innovation { get; init; }
        public required string Words { get; init; }
        public required DateOnly AskedOn { get; init; }
        public required string Answer { get; init; }
        public required DateOnly? AnsweredOn { get; init; }
    }

    /// <summary>Something they said.</summary>
    public sealed record Line(
        Guid InnovationId,
        string Innovation,
        Guid ItemId,
        string Statement,
        DateOnly HeardOn,
        ConsentScope Consent,
        bool MayOpen,
        IReadOnlyList<SeeItem.BecauseLine> Because,
        IReadOnlyList<SeeItem.ReplyLine> Replies
    );

    private const string Own = """
        select k.id, k.innovation_id, i.name, (@SeesAll or h.person_id is not null) as may_open from knowledge_item k
            join host_innovation i on i.id = k.innovation_id
            left join host_access h on h.innovation_id = k.innovation_id and h.person_id = @PersonId
        where k.person_id = @PersonId and k.withdrawn = false order by k.id desc limit @Most
        """;

    private const string OwnQuestions = """
        select i.name as innovation, q.words, q.asked_on, q.answer, q.answered_on from knowledge_question q
            join host_innovation i on i.id = q.innovation_id
        where q.person_id = @PersonId and q.withdrawn = false order by q.id desc limit @Most
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<MyKnowledgePage>(("Model", await Answer(visit)));

    internal static async Task<View?> Answer(IVisit visit)
    {
        if (visit.Caller.PersonId is not { } me)
            return new()
            {
                IsKnown = false,
                Lines = [],
                Questions = [],
            };
        var asked = new
        {
            PersonId = me,
            visit.Caller.SeesAll,
            Most,
        };
        var own = (
            await visit.Database.Read(
                c => c.QueryAsync<(Guid Id, Guid Innovation, string Name, bool MayOpen)>(Own, asked),
                visit.Gone
            )
        ).AsList();
        var books = (
            await KnowledgeBook.Read(visit.Database, [.. own.Select(one => one.Innovation)], visit.Gone)
        ).ToDictionary(book => book.InnovationId);
        return new()
        {
            IsKnown = true,
            Questions = (await visit.Database.Read(c => c.QueryAsync<Asked>(OwnQuestions, asked), visit.Gone)).AsList(),
            Lines =
            [
                .. own.Select(one => (one, Book: books[one.Innovation]))
                    .Where(pair => pair.Book.Item(pair.one.Id) is not null)
                    .Select(pair => Of(pair.Book.Item(pair.one.Id)!, pair.Book, pair.one.Name, pair.one.MayOpen)),
            ],
        };
    }

    private static Line Of(KnowledgeItem item, InnovationKnowledge book, string innovation, bool mayOpen) =>
        new(
            item.InnovationId,
            innovation,
            item.Id,
            Say.Words(item),
            item.HeardOn,
            item.Consent,
            mayOpen,
            SeeItem.Because(item, book),
            SeeItem.Replies(book, reply => reply.ItemId == item.Id && reply.LinkId is null)
        );
}
