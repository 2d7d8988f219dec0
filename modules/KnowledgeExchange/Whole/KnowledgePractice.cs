using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Modules;
using CoProd.KnowledgeExchange.Picture;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Whole;

/// <summary>How "valuing stakeholder knowledge" (P3) stands, with one line of evidence that quotes nobody.</summary>
internal sealed class KnowledgePractice(IModuleDatabase database, ISettings settings, TimeProvider clock)
    : IPracticeSource
{
    public async Task<IReadOnlyList<PracticeStatus>> Assess(IReadOnlyList<Guid> innovations, CancellationToken ct)
    {
        var thresholds = KnowledgeSettings.From(settings);
        var today = clock.Today();
        var books = await KnowledgeBook.Read(database, innovations, ct);
        return
        [
            .. books.Select(book => Of(book, Valuing(book, thresholds, today))),
            .. await ExchangePractice.Assess(database, thresholds, today, innovations, ct),
        ];
    }

    private static PracticeStatus Of(InnovationKnowledge book, (PracticeState State, string Evidence) standing) =>
        new()
        {
            InnovationId = book.InnovationId,
            Row = PracticeRow.P3,
            State = standing.State,
            Evidence = standing.Evidence,
            Path = Paths.Knowledge(book.InnovationId),
        };

    private static (PracticeState, string) Valuing(InnovationKnowledge book, KnowledgeSettings settings, DateOnly today)
    {
        if (book.IsEmpty)
            return (PracticeState.NotRecorded, T["Nothing is recorded yet of what people know."]);
        var last = book
            .Items.Select(item => (DateOnly?)item.HeardOn)
            .Concat(book.Decisions.Select(one => one.DecidedOn))
            .Concat(book.Replies.Select(reply => (DateOnly?)reply.OnDay))
            .Max();
        if (last is { } day && day.AddDays(settings.SilentDays) < today)
            return (
                PracticeState.Silent,
                T["Nothing that people know was heard, used or answered since {0}.", day.Long()]
            );
        var figures = KnowledgeFigures.Of([book], settings, today);
        if (figures.Closure is not { } closure || figures.Peoples.Considered == 0)
            return (
                PracticeState.Thin,
                book.Items.Any(item => item.IsPeoples)
                    ? T["People told what they know; no decision that was taken has considered it yet."]
                    : T["What people with lived or local knowledge know is not recorded yet."]
            );
        var line = figures.SaidClosure is { } said
            ? T["{0} of what people told and decisions considered was answered.", Say.Share(said)]
            : T["Decisions considered what people told; it is too little yet to say how much was answered."];
        return closure >= settings.StrongClosure && figures.Peoples.Used > 0 && figures.Debt == 0
                ? (PracticeState.Strong, line)
            : closure >= settings.ActiveClosure ? (PracticeState.Active, line)
            : (PracticeState.Thin, line);
    }
}
