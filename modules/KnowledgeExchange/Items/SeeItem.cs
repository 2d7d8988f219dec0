using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;

namespace CoProd.KnowledgeExchange.Items;

/// <summary>One thing that somebody knows: how others see it, what became of it, and what its person was told.</summary>
public static class SeeItem
{
    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Guid InnovationId { get; init; }
        public required Guid Id { get; init; }
        public required string Statement { get; init; }
        public required KnowledgeSource Source { get; init; }

        /// <summary>As the person wants to be named.</summary>
        public required string Whose { get; init; }

        /// <summary>The person's name, for those who record alone; empty otherwise.</summary>
        public required string Person { get; init; }
        public required string FromGroup { get; init; }
        public required string Place { get; init; }
        public required string Topic { get; init; }
        public required DateOnly HeardOn { get; init; }
        public required ConsentScope Consent { get; init; }
        public required DateOnly? ConsentUntil { get; init; }
        public required bool HasRunOut { get; init; }
        public required bool IsSensitive { get; init; }
        public required Agreement Agreement { get; init; }
        public required bool IsOwn { get; init; }
        public required bool MayEdit { get; init; }

        /// <summary>Whether somebody waits for an answer: a count or a study waits for none.</summary>
        public required bool IsOwed { get; init; }
        public required IReadOnlyList<ContestLine> Contests { get; init; }
        public required IReadOnlyList<BecauseLine> Because { get; init; }

        /// <summary>Answers that belong to no decision.</summary>
        public required IReadOnlyList<ReplyLine> Replies { get; init; }
    }

    /// <summary>How somebody sees it differently.</summary>
    public sealed record ContestLine(Guid Id, DateOnly On, string Words, string Outcome, DateOnly? SettledOn);

    /// <summary>What a decision made of it.</summary>
    public sealed record BecauseLine(
        Guid LinkId,
        Guid DecisionId,
        string Question,
        string Outcome,
        DateOnly? DecidedOn,
        Effect Effect,
        string Reason,
        IReadOnlyList<ReplyLine> Replies
    );

    /// <summary>What the person was told.</summary>
    public sealed record ReplyLine(
        Guid Id,
        DateOnly On,
        string Words,
        ReplyChannel Channel,
        string Understood,
        bool AsksForMore
    );

    internal static async Task<IResult?> Show(IVisit visit) =>
        await Answer(visit) is { } view
            ? visit.Page<SeeItemPage>(
                ("Model", view),
                ("MayRecord", visit.Caller.May(Permissions.Record)),
                ("MayTell", visit.Caller.May(Permissions.Tell))
            )
            : null;

    internal static async Task<View?> Answer(IVisit visit)
    {
        var book = await KnowledgeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        var today = visit.Clock.Today();
        return book.Item(visit.RouteId("itemId")) is { } item && visit.Caller.MayRead(item, today)
            ? Of(item, book, visit.Caller, today)
            : null;
    }

    private static View Of(KnowledgeItem item, InnovationKnowledge book, ICaller caller, DateOnly today) =>
        new()
        {
            InnovationId = item.InnovationId,
            Id = item.Id,
            Statement = Say.Words(item),
            Source = item.Source,
            Whose = Say.Whose(item),
            Person = caller.May(Permissions.Record) ? item.PersonName ?? "" : "",
            FromGroup = item.FromGroup,
            Place = item.Place,
            Topic = item.Topic,
            HeardOn = item.HeardOn,
            Consent = item.Consent,
            ConsentUntil = item.ConsentUntil,
            HasRunOut = item.ConsentUntil < today,
            IsSensitive = item.IsSensitive,
            Agreement = item.Agreement,
            IsOwn = item.PersonId is { } person && person == caller.PersonId,
            MayEdit = caller.MayEdit(item),
            IsOwed = item.IsSomebodys,
            Contests =
            [
                .. book
                    .Contests.Where(one => one.ItemId == item.Id)
                    .Select(one => new ContestLine(one.Id, one.OnDay, one.Words, one.Outcome, one.SettledOn)),
            ],
            Because = Because(item, book),
            Replies = Replies(book, reply => reply.ItemId == item.Id && reply.LinkId is null),
        };

    internal static IReadOnlyList<BecauseLine> Because(KnowledgeItem item, InnovationKnowledge book) =>
        [
            .. book
                .Links.Where(link => link.ItemId == item.Id)
                .Select(link => (Link: link, Decision: book.Decision(link.DecisionId)!))
                .Select(one => new BecauseLine(
                    one.Link.Id,
                    one.Decision.Id,
                    one.Decision.Question,
                    one.Decision.Outcome,
                    one.Decision.DecidedOn,
                    one.Link.Effect,
                    one.Link.Reason,
                    Replies(book, reply => reply.LinkId == one.Link.Id)
                )),
        ];

    internal static IReadOnlyList<ReplyLine> Replies(InnovationKnowledge book, Func<Reply, bool> which) =>
        [
            .. book
                .Replies.Where(which)
                .Select(reply => new ReplyLine(
                    reply.Id,
                    reply.OnDay,
                    reply.Words,
                    reply.Channel,
                    reply.Understood,
                    book.AsksForMore(reply)
                )),
        ];
}
