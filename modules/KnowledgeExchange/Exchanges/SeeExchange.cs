using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Figures;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;

namespace CoProd.KnowledgeExchange.Exchanges;

/// <summary>What flows between groups, which questions are owed an answer, what carries knowledge to others, and which words need a meaning.</summary>
public static class SeeExchange
{
    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Guid InnovationId { get; init; }

        /// <summary>The groups, in the order of the matrix.</summary>
        public required IReadOnlyList<string> Groups { get; init; }
        public required IReadOnlyList<FlowLine> Flows { get; init; }

        /// <summary>How much comes back, 0 to 1; null without any exchange.</summary>
        public required double? Reciprocity { get; init; }
        public required IReadOnlyList<ExchangeLine> Exchanges { get; init; }
        public required IReadOnlyList<QuestionLine> Questions { get; init; }

        /// <summary>Days until answers: half and nine in ten; null without answers.</summary>
        public required double? MedianWait { get; init; }
        public required double? LongWait { get; init; }
        public required IReadOnlyList<ProductLine> Products { get; init; }

        /// <summary>The share of products that anybody used; null without products.</summary>
        public required double? Conversion { get; init; }
        public required IReadOnlyList<FormatLine> Formats { get; init; }
        public required IReadOnlyList<TermLine> Terms { get; init; }
        public required int TranslationDebt { get; init; }
    }

    /// <summary>How often something went from one group to another, or round within one: that counts for no reciprocity.</summary>
    public sealed record FlowLine(string From, string To, int Count);

    /// <summary>An exchange.</summary>
    public sealed record ExchangeLine(
        Guid Id,
        DateOnly On,
        string From,
        string To,
        string What,
        ExchangeFormat Format,
        string Language,
        string Access
    );

    /// <summary>A question; who asked is not said.</summary>
    public sealed record QuestionLine(
        Guid Id,
        string Words,
        string From,
        string OwedBy,
        DateOnly AskedOn,
        string Answer,
        DateOnly? AnsweredOn,
        int Days,
        bool IsLate
    );

    /// <summary>A product as it stands in its latest version.</summary>
    public sealed record ProductLine(
        Guid Id,
        string Name,
        string ForGroup,
        bool IsPublic,
        string Version,
        int Versions,
        IReadOnlyList<AccessFormat> Formats,
        double? Ease,
        IReadOnlyList<UseLine> Uses
    );

    /// <summary>How a product was used.</summary>
    public sealed record UseLine(DateOnly On, UseKind Kind, string By, string Words);

    /// <summary>How many products there are in an accessible form.</summary>
    public sealed record FormatLine(AccessFormat Format, int Products);

    /// <summary>A word, and what it means to whom.</summary>
    public sealed record TermLine(Guid Id, string Word, IReadOnlyList<Meaning> Meanings, string Agreed, bool IsDebt);

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<SeeExchangePage>(
            ("Model", await Answer(visit)),
            ("MayRecord", visit.Caller.May(Permissions.Record)),
            ("MayTell", visit.Caller.May(Permissions.Tell))
        );

    internal static async Task<View?> Answer(IVisit visit)
    {
        var settings = KnowledgeSettings.From(visit.Get<ISettings>());
        var today = visit.Clock.Today();
        var book = await ExchangeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        var flows = book.Flows;
        var debt = book.TranslationDebt.Select(term => term.Id).ToHashSet();
        var late = book.Owed(today, settings.OwedDays).Select(one => one.Id).ToHashSet();
        return new()
        {
            InnovationId = visit.InnovationId,
            Groups =
            [
                .. flows
                    .SelectMany(flow => new[] { flow.Key.From, flow.Key.To })
                    .Concat(book.Within.Keys)
                    .Distinct()
                    .Order(StringComparer.CurrentCulture),
            ],
            Flows =
            [
                .. flows
                    .Select(flow => new FlowLine(flow.Key.From, flow.Key.To, flow.Value))
                    .Concat(book.Within.Select(one => new FlowLine(one.Key, one.Key, one.Value))),
            ],
            Reciprocity = book.Reciprocity,
            Exchanges =
            [
                .. book.Exchanges.Select(one => new ExchangeLine(
                    one.Id,
                    one.OnDay,
                    one.FromGroup,
                    one.ToGroup,
                    one.What,
                    one.Format,
                    one.Language,
                    one.Access
                )),
            ],
            Questions = [.. book.Questions.Select(one => Line(one, today, late.Contains(one.Id)))],
            MedianWait = Days.Quantile(book.Waits, 0.5),
            LongWait = Days.Quantile(book.Waits, 0.9),
            Products = [.. book.Products.Select(one => Line(one, book))],
            Conversion = book.Conversion,
            Formats =
            [
                .. Enum.GetValues<AccessFormat>()
                    .Select(format => new FormatLine(
                        format,
                        book.Products.Count(one => book.Latest(one.Id)?.Access.Contains(format) == true)
                    ))
                    .Where(one => one.Products > 0),
            ],
            Terms =
            [
                .. book.Terms.Select(one => new TermLine(
                    one.Id,
                    one.Word,
                    one.Meanings,
                    one.Agreed,
                    debt.Contains(one.Id)
                )),
            ],
            TranslationDebt = debt.Count,
        };
    }

    private static QuestionLine Line(Question one, DateOnly today, bool isLate) =>
        new(
            one.Id,
            one.Words,
            one.FromGroup,
            one.OwedBy,
            one.AskedOn,
            one.Answer,
            one.AnsweredOn,
            (one.AnsweredOn ?? today).DayNumber - one.AskedOn.DayNumber,
            isLate
        );

    private static ProductLine Line(Product one, InnovationExchange book)
    {
        var latest = book.Latest(one.Id);
        return new(
            one.Id,
            one.Name,
            one.ForGroup,
            one.IsPublic,
            latest?.Label ?? "",
            book.Versions.Count(version => version.ProductId == one.Id),
            [.. latest?.Access ?? []],
            latest?.Ease,
            [
                .. book
                    .Uses.Where(use => use.ProductId == one.Id)
                    .Select(use => new UseLine(use.OnDay, use.Kind, use.ByGroup, use.Words)),
            ]
        );
    }
}
