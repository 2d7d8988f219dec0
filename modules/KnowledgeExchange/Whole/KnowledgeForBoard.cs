using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.KnowledgeExchange.Picture;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>Tells a board which questions wait for a decision, and how many answers are owed to people. It quotes nobody.</summary>
internal sealed class KnowledgeForBoard(IModuleDatabase database, ISettings settings, TimeProvider clock) : IBoardSource
{
    public async Task<IReadOnlyList<BoardMatter>> Tell(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = KnowledgeSettings.From(settings);
        var today = clock.Today();
        var books = await KnowledgeBook.Read(database, innovations, ct);
        return [.. books.Where(book => !book.IsEmpty).SelectMany(book => Of(book, thresholds, today))];
    }

    private static IEnumerable<BoardMatter> Of(InnovationKnowledge book, KnowledgeSettings settings, DateOnly today) =>
        [
            .. book.Decisions.Where(one => one.DecidedOn is null).Select(one => Open(book, one)),
            .. Owed(book, settings, today),
        ];

    private static BoardMatter Open(InnovationKnowledge book, Decision one)
    {
        var told = book.Links.Count(link => link.DecisionId == one.Id && book.Item(link.ItemId)!.IsPeoples);
        return new()
        {
            InnovationId = book.InnovationId,
            Part = BoardPart.ToDecide,
            Rule = "knowledge.open",
            Key = one.Id.ToString(),
            Severity = told > 0 ? Severity.Soon : Severity.Watch,
            Fact = one.Question,
            Why = told switch
            {
                0 => T["Nothing that people who live with it said was considered yet."],
                1 => T["One thing that people who live with it said waits for it."],
                _ => T["{0} things that people who live with it said wait for it.", told],
            },
        };
    }

    /// <summary>What was told and neither used nor answered in time, and what was decided without telling those who had told something.</summary>
    private static IEnumerable<BoardMatter> Owed(InnovationKnowledge book, KnowledgeSettings settings, DateOnly today)
    {
        var owed =
            book.Debt(today, settings.DebtDays).Count(item => !item.IsHistory(settings.HistoryDays))
            + book.Decided.Count(one =>
                one.Reply is null
                && !one.Decision.IsHistory(settings.HistoryDays)
                && one.Decision.DecidedOn!.Value.AddDays(settings.ReplyDays) < today
                && book.Item(one.Link.ItemId)!.IsSomebodys
            );
        if (owed > 0)
            yield return new()
            {
                InnovationId = book.InnovationId,
                Part = BoardPart.Owed,
                Rule = "knowledge.owed",
                Key = "all",
                Fact = T["Answers are owed to people who told something."],
                Count = owed,
            };
    }
}
