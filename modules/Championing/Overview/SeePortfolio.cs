using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Championing.Overview;

/// <summary>How championing stands over all innovations that the caller may see, a page at a time.</summary>
public static class SeePortfolio
{
    private const int PageSize = 25;

    /// <summary>An innovation.</summary>
    public sealed record Row
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required double? Cover { get; init; }
        public required double? Momentum { get; init; }

        /// <summary>Audiences that weigh heavily and have no champion before them.</summary>
        public required string Uncovered { get; init; }
        public required int Unanswered { get; init; }

        /// <summary>The next day on which a role ends.</summary>
        public required DateOnly? NextEnd { get; init; }
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
            ("MayName", visit.Caller.May(Permissions.Names)),
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
        var settings = ChampionSettings.From(visit.Get<ISettings>());
        var today = visit.Clock.Today();
        var books = await ChampionBook.Read(visit.Database, [.. some.Select(one => one.Id)], visit.Gone);
        var rows = some.Zip(books, (one, book) => Of(one, book, settings, today)).ToList();
        return ListPage<Row>.Of(rows, PageSize, row => Keys.Write(row.Key, row.Id));
    }

    private static Row Of(
        (Guid Id, string Name, string Key) one,
        InnovationChampions book,
        ChampionSettings settings,
        DateOnly today
    ) =>
        new()
        {
            Id = one.Id,
            Name = one.Name,
            Key = one.Key,
            Cover = book.Cover(today),
            Momentum = book.Movement(today, settings.QuarterDays),
            Uncovered = book.NamesOf(
                book.Audiences.Where(audience =>
                        (audience.IsRequired || audience.Power >= settings.CriticalPower)
                        && !book.HasChampion(audience.Id, today)
                    )
                    .Select(audience => audience.Id)
            ),
            Unanswered = book.Objections.Count(objection => objection.AnsweredOn is null),
            NextEnd = book.Active(today).Min(role => role.UntilOn),
        };
}
