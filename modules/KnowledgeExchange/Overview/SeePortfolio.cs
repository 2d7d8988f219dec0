using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.KnowledgeExchange.Overview;

/// <summary>How knowledge is valued over all innovations that the caller may see, a page at a time.</summary>
public static class SeePortfolio
{
    private const int PageSize = 25;

    /// <summary>An innovation.</summary>
    public sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required int Items { get; init; }

        /// <summary>How often what people with lived and local knowledge said was used, as a sentence.</summary>
        public required string Used { get; init; }

        /// <summary>The share of what was considered that was answered; null where nothing was, or too little to say it out loud.</summary>
        public required double? Closure { get; init; }

        /// <summary>The same for people.</summary>
        public required string Answered { get; init; }
        public required int Debt { get; init; }
        public required int BeforeAsked { get; init; }
        internal string Key { get; init; } = "";
    }

    private const string Innovations = """
        select i.id, i.name, i.name_key from host_innovation i
        where i.withdrawn = false and (i.name_key, i.id) > (@Name, @Id) and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = i.id and h.person_id in @SeesAs))
        order by i.name_key, i.id limit @Limit
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<SeePortfolioPage>(("Rows", await Answer(visit)), ("Request", ListRequest.From(visit)));

    internal static async Task<ListPage<Row>?> Answer(IVisit visit)
    {
        var (name, id) = Keys.Read(visit.Asked("after"));
        var asked = new
        {
            Name = name,
            Id = id,
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
            Limit = PageSize + 1,
        };
        var some = (
            await visit.Database.Read(
                c => c.QueryAsync<(Guid Id, string Name, string Key)>(Innovations, asked),
                visit.Gone
            )
        ).AsList();
        var settings = KnowledgeSettings.From(visit.Get<ISettings>());
        var today = visit.Clock.Today();
        var books = await KnowledgeBook.Read(visit.Database, [.. some.Select(one => one.Id)], visit.Gone);
        var rows = some.Zip(books, (one, book) => Of(one, book, settings, today)).ToList();
        return ListPage<Row>.Of(rows, PageSize, row => Keys.Write(row.Key, row.Id));
    }

    private static Row Of(
        (Guid Id, string Name, string Key) one,
        InnovationKnowledge book,
        KnowledgeSettings settings,
        DateOnly today
    )
    {
        var figures = KnowledgeFigures.Of([book], settings, today);
        return new()
        {
            Id = one.Id,
            Name = one.Name,
            Key = one.Key,
            Items = book.Items.Count,
            Used = Sentences.Rate(figures.Peoples, settings.Fewest),
            Closure = figures.SaidClosure,
            Answered =
                figures.SaidClosure is { } closure ? Say.Share(closure)
                : figures.ToAnswer > 0 ? SmallNumbers.Said(figures.ToAnswer)
                : "",
            Debt = figures.Debt,
            BeforeAsked = figures.BeforeAsked,
        };
    }
}
