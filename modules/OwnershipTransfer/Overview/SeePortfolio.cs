using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.OwnershipTransfer.Overview;

/// <summary>Whose the innovations are that the caller may see, a page at a time.</summary>
public static class SeePortfolio
{
    private const int PageSize = 25;

    /// <summary>An innovation.</summary>
    public sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }

        /// <summary>The transfer index, 0 to 1; null while nobody is recorded.</summary>
        public required double? Index { get; init; }

        /// <summary>Handovers that have not ended, with how they stand.</summary>
        public required string Handovers { get; init; }

        /// <summary>The lowest level of what must be ready.</summary>
        public required int? Lowest { get; init; }

        /// <summary>The next day on which a right passes or support ends.</summary>
        public required DateOnly? Next { get; init; }
        internal string Key { get; init; } = "";
    }

    private const string Innovations = """
        select i.id, i.name, i.name_key from host_innovation i
        where i.withdrawn = false and (i.name_key, i.id) > (@Name, @Id) and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = i.id and h.person_id in @SeesAs))
        order by i.name_key, i.id limit @Limit
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<SeePortfolioPage>(
            ("Rows", await Answer(visit)),
            ("Request", ListRequest.From(visit)),
            ("MayTakeIn", visit.Caller.MayOpen(Permissions.Record) && visit.Caller.MayOpen(OfTheHost.Import))
        );

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
        var settings = OwnershipSettings.From(visit.Get<ISettings>());
        var today = visit.Clock.Today();
        var books = await OwnershipBook.Read(visit.Database, [.. some.Select(one => one.Id)], visit.Gone);
        var rows = some.Zip(books, (one, book) => Of(one, book, settings, today)).ToList();
        return ListPage<Row>.Of(rows, PageSize, row => Keys.Write(row.Key, row.Id));
    }

    private static Row Of(
        (Guid Id, string Name, string Key) one,
        InnovationOwnership book,
        OwnershipSettings settings,
        DateOnly today
    )
    {
        var open = book.Handovers.Where(each => each.EndedOn is null).ToArray();
        return new()
        {
            Id = one.Id,
            Name = one.Name,
            Key = one.Key,
            Index = book.Index(today, settings),
            Handovers = string.Join("; ", open.Select(each => $"{each.Name} ({Say.State(each)})")),
            Lowest = book.Readiness.Lowest,
            Next = open.SelectMany(each =>
                    each.Rights.Where(right => right.HeldOn is null)
                        .Select(right => (DateOnly?)right.PlannedOn)
                        .Append(each.TailUntil)
                )
                .Where(day => day >= today)
                .Min(),
        };
    }
}
