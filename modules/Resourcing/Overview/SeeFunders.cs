using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Resourcing.Portfolio;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;

namespace CoProd.Resourcing.Overview;

/// <summary>Who gives the money that still comes, and how much hangs on the largest of them. Each currency stands for itself.</summary>
public static class SeeFunders
{
    private const int MostShown = 15;

    /// <summary>How one currency stands.</summary>
    public sealed record View
    {
        public required Money Total { get; init; }
        public required int Funders { get; init; }

        /// <summary>Herfindahl-Hirschman index, 0 to 1.</summary>
        public required double Concentration { get; init; }
        public required string Largest { get; init; }
        public required double LargestShare { get; init; }
        public required double RestrictedShare { get; init; }

        /// <summary>The share above which it is told.</summary>
        public required double Limit { get; init; }
        public required IReadOnlyList<Funder> Top { get; init; }
    }

    /// <summary>A funder, with all that it still gives.</summary>
    public sealed record Funder(string Name, Money Amount, double Share);

    private const string Running = """
        select a.currency, a.funder, case when a.restricted_to = '' then false else true end as is_restricted,
            cast(sum(a.amount_minor) as bigint) as amount_minor
        from award a join host_innovation i on i.id = a.innovation_id and i.withdrawn = false
        where a.withdrawn = false and (a.ends_on >= @Today or (a.ends_on is null and a.starts_on >= @Today)) and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = a.innovation_id and h.person_id in @SeesAs))
        group by a.currency, a.funder, case when a.restricted_to = '' then false else true end
        """;

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<SeeFundersPage>(("Currencies", await Answer(visit)));

    internal static async Task<IReadOnlyList<View>?> Answer(IVisit visit)
    {
        var limit = MoneySettings.From(visit.Get<ISettings>()).FunderShareLimit;
        var asked = new
        {
            Today = visit.Clock.Today(),
            visit.Caller.SeesAll,
            visit.Caller.SeesAs,
        };
        var rows = await visit.Database.Read(c => c.QueryAsync<Row>(Running, asked), visit.Gone);
        return
        [
            .. rows.GroupBy(row => row.Currency, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => Of([.. group], limit))
                .OfType<View>(),
        ];
    }

    private static View? Of(Row[] rows, double limit)
    {
        var income = IncomeConcentration.Of([.. rows.Select(row => row.Source)]);
        return income is null
            ? null
            : new()
            {
                Total = income.Total,
                Funders = income.Funders,
                Concentration = income.Hhi,
                Largest = income.LargestFunder,
                LargestShare = income.LargestShare,
                RestrictedShare = income.RestrictedShare,
                Limit = limit,
                Top =
                [
                    .. rows.GroupBy(row => row.Funder, StringComparer.Ordinal)
                        .Select(group => (group.Key, Sum: group.Sum(row => row.AmountMinor)))
                        .Select(f => new Funder(
                            f.Key,
                            income.Total with
                            {
                                Minor = f.Sum,
                            },
                            (double)f.Sum / income.Total.Minor
                        ))
                        .OrderByDescending(funder => funder.Share)
                        .ThenBy(funder => funder.Name, StringComparer.Ordinal)
                        .Take(MostShown),
                ],
            };
    }

    private sealed record Row
    {
        public string Currency { get; init; } = "";
        public string Funder { get; init; } = "";
        public bool IsRestricted { get; init; }
        public long AmountMinor { get; init; }

        public IncomeSource Source =>
            new()
            {
                Funder = Funder,
                Amount = new(AmountMinor, Currency),
                IsRestricted = IsRestricted,
            };
    }
}
