using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Items;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Decisions;

/// <summary>One decision: its options, what people knew about it, and what it made of that.</summary>
public static class SeeDecision
{
    /// <summary>What the page shows, and a line of the innovation's list.</summary>
    public sealed record View
    {
        public required Guid InnovationId { get; init; }
        public required Guid Id { get; init; }
        public required string Question { get; init; }
        public required IReadOnlyList<string> Options { get; init; }
        public required string Outcome { get; init; }
        public required DateOnly? DecidedOn { get; init; }
        public required string DecidedBy { get; init; }

        /// <summary>Whether it was taken before anybody with lived or local knowledge was heard.</summary>
        public required bool TakenBeforeAsked { get; init; }

        /// <summary>Whether it considered nothing that people with lived or local knowledge said.</summary>
        public required bool WithoutPeoples { get; init; }
        public required IReadOnlyList<ConsideredLine> Considered { get; init; }
    }

    /// <summary>Something that was considered. The words are empty where the reader may not read them.</summary>
    public sealed record ConsideredLine(
        Guid LinkId,
        Guid? ItemId,
        string Statement,
        string Whose,
        KnowledgeSource Source,
        Effect Effect,
        string Reason,
        bool IsOwed,
        IReadOnlyList<SeeItem.ReplyLine> Replies,
        ConsentScope Consent,
        bool IsSensitive,
        bool HasRunOut
    );

    internal static async Task<IResult?> Show(IVisit visit) =>
        await Answer(visit) is { } view
            ? visit.Page<SeeDecisionPage>(("Model", view), ("MayRecord", visit.Caller.May(Permissions.Record)))
            : null;

    internal static async Task<View?> Answer(IVisit visit)
    {
        var book = await KnowledgeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return book.Decision(visit.RouteId("decisionId")) is { } decision
            ? Of(decision, book, visit.Caller, visit.Clock.Today())
            : null;
    }

    internal static View Of(Decision decision, InnovationKnowledge book, ICaller caller, DateOnly today) =>
        new()
        {
            InnovationId = decision.InnovationId,
            Id = decision.Id,
            Question = decision.Question,
            Options = decision.Options,
            Outcome = decision.Outcome,
            DecidedOn = decision.DecidedOn,
            DecidedBy = decision.DecidedBy,
            TakenBeforeAsked = book.TakenBeforeAsked(decision),
            WithoutPeoples = book.WithoutPeoples(decision),
            Considered =
            [
                .. book
                    .Links.Where(link => link.DecisionId == decision.Id)
                    .Select(link => Line(link, book, caller, today)),
            ],
        };

    private static ConsideredLine Line(Link link, InnovationKnowledge book, ICaller caller, DateOnly today)
    {
        var item = book.Item(link.ItemId)!;
        var reads = caller.MayRead(item, today);
        return new(
            link.Id,
            reads ? item.Id : null,
            reads ? Say.Words(item) : T["Something that was not said for you to read."],
            reads ? Say.Whose(item) : T["somebody"],
            item.Source,
            link.Effect,
            // A reason tells what was said as clearly as the words do.
            reads ? link.Reason : "",
            item.IsSomebodys,
            reads ? SeeItem.Replies(book, reply => reply.LinkId == link.Id) : [],
            item.Consent,
            item.IsSensitive,
            item.ConsentUntil < today
        );
    }
}
