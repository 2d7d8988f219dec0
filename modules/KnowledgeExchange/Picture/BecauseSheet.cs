using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;

namespace CoProd.KnowledgeExchange.Picture;

/// <summary>
/// "Because you said", for print and for the wall. A wall is public, whoever prints the sheet: it holds what people said for everybody, named
/// as they wish, and nothing that could tell something private.
/// </summary>
public static class BecauseSheet
{
    /// <summary>What the sheet holds.</summary>
    public sealed record View
    {
        public required Guid InnovationId { get; init; }
        public required IReadOnlyList<Part> Parts { get; init; }

        /// <summary>What was considered and is not for a wall: said for fewer people, or private.</summary>
        public required int ForFewer { get; init; }

        /// <summary>Of whom nobody asked yet who may read it, or whose consent has run out.</summary>
        public required int NotAsked { get; init; }

        /// <summary>What was taken back, or whose words were removed.</summary>
        public required int Gone { get; init; }
    }

    /// <summary>A decision, and what people said for it.</summary>
    public sealed record Part(string Question, string Outcome, DateOnly? DecidedOn, IReadOnlyList<Line> Said);

    /// <summary>What somebody said, and what became of it.</summary>
    public sealed record Line(string Statement, string Whose, Effect Effect, string Reason);

    internal static async Task<IResult?> Show(IVisit visit)
    {
        var today = visit.Clock.Today();
        var book = await KnowledgeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return visit.Page<BecauseSheetPage>(("Model", Of(book, today)), ("Today", today));
    }

    private static View Of(InnovationKnowledge book, DateOnly today)
    {
        var considered = book.Links.Select(link => book.Item(link.ItemId)!).Distinct().ToArray();
        return new()
        {
            InnovationId = book.InnovationId,
            Parts =
            [
                .. book
                    .Decisions.Select(one => new Part(
                        one.Question,
                        one.Outcome,
                        one.DecidedOn,
                        [
                            .. book
                                .Links.Where(link => link.DecisionId == one.Id)
                                .Select(link => (link, Item: book.Item(link.ItemId)!))
                                .Where(said => IsForAWall(said.Item, today))
                                .Select(said => new Line(
                                    said.Item.Statement,
                                    Say.Whose(said.Item),
                                    said.link.Effect,
                                    said.link.Reason
                                )),
                        ]
                    ))
                    .Where(part => part.Said.Count > 0),
            ],
            ForFewer = considered.Count(item => !IsGone(item) && IsAsked(item, today) && !IsForAWall(item, today)),
            NotAsked = considered.Count(item => !IsGone(item) && !IsAsked(item, today)),
            Gone = considered.Count(IsGone),
        };
    }

    private static bool IsForAWall(KnowledgeItem item, DateOnly today) =>
        !IsGone(item) && item.ConsentOn(today) == ConsentScope.Public && !item.IsSensitive;

    private static bool IsAsked(KnowledgeItem item, DateOnly today) => item.ConsentOn(today) != ConsentScope.NotAsked;

    private static bool IsGone(KnowledgeItem item) =>
        item.Consent == ConsentScope.TakenBack || item.Statement.Length == 0;
}
