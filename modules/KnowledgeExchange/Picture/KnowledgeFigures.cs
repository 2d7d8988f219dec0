using CoProd.Contracts;
using CoProd.KnowledgeExchange.Figures;

namespace CoProd.KnowledgeExchange.Picture;

/// <summary>What a board can ask about the knowledge of an innovation, or of several together.</summary>
internal sealed record KnowledgeFigures
{
    /// <summary>Of what decisions considered, how much they used, by kind.</summary>
    public required IReadOnlyDictionary<KnowledgeSource, Tally> BySource { get; init; }

    /// <summary>Lived and local.</summary>
    public required Tally Peoples { get; init; }

    /// <summary>Practice, research and data.</summary>
    public required Tally Professions { get; init; }

    /// <summary>The ratio of both rates; null where there is too little of the one or the other.</summary>
    public required (double Ratio, Interval Between)? Parity { get; init; }

    /// <summary>What somebody told and decisions that were taken considered, and of that, what was answered.</summary>
    public required int ToAnswer { get; init; }
    public required int Answered { get; init; }
    public required double? MedianDays { get; init; }
    public required double? Diversity { get; init; }
    public required double? Coverage { get; init; }
    public required int Debt { get; init; }
    public required int BeforeAsked { get; init; }

    public double? Closure => ToAnswer == 0 ? null : (double)Answered / ToAnswer;

    /// <summary>The same where it may be said out loud: of fewer than five it would tell who was answered.</summary>
    public double? SaidClosure => SmallNumbers.AreHidden(ToAnswer) ? null : Closure;

    public static KnowledgeFigures Of(
        IReadOnlyCollection<InnovationKnowledge> books,
        KnowledgeSettings settings,
        DateOnly today
    )
    {
        var decided = books
            .SelectMany(book => book.Decided.Select(one => (one, Item: book.Item(one.Link.ItemId)!)))
            .ToArray();
        var bySource = decided
            .GroupBy(one => one.Item.Source)
            .ToDictionary(
                group => group.Key,
                group => new Tally(
                    group.Count(one => one.one.Link.Effect is Effect.Adopted or Effect.Adapted),
                    group.Count()
                )
            );
        var (peoples, professions) = (
            Sum(KnowledgeSource.Lived, KnowledgeSource.Local),
            Sum(KnowledgeSource.Practice, KnowledgeSource.Research, KnowledgeSource.Data)
        );
        var enough = Math.Min(peoples.Considered, professions.Considered) >= settings.Fewest;
        var waiting = decided.Where(one => one.Item.IsSomebodys).ToArray();
        var answered = waiting.Where(one => one.one.Reply is not null).ToArray();
        return new()
        {
            BySource = bySource,
            Peoples = peoples,
            Professions = professions,
            Parity = enough ? Figures.Parity.Of(peoples, professions) : null,
            ToAnswer = waiting.Length,
            Answered = answered.Length,
            // An answer that came before the decision did not keep anybody waiting.
            MedianDays = Days.Quantile(
                answered.Select(one =>
                    Math.Max(0, one.one.Reply!.OnDay.DayNumber - one.one.Decision.DecidedOn!.Value.DayNumber)
                ),
                0.5
            ),
            Diversity = Evidence.Diversity(
                Enum.GetValues<KnowledgeSource>()
                    .Where(source => source != KnowledgeSource.NotSaid)
                    .Select(source => books.Sum(book => book.Items.Count(item => item.Source == source)))
            ),
            Coverage = Evidence.Coverage(
                books.SelectMany(book => book.Items).Select(item => (Key(item.Topic), Key(item.FromGroup))),
                settings.CellItems
            ),
            Debt = books.Sum(book => book.Debt(today, settings.DebtDays).Count),
            BeforeAsked = books.Sum(book => book.Decisions.Count(book.TakenBeforeAsked)),
        };

        Tally Sum(params KnowledgeSource[] sources) =>
            sources.Aggregate(default(Tally), (sum, source) => sum + bySource.GetValueOrDefault(source));

        static string Key(string words) => Contracts.Words.Fold(words);
    }
}
