using System.Data.Common;
using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Ui;
using CoProd.Ui.Parts;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Audit;

/// <summary>The trail, newest first, a page at a time. One box takes a user name, the id of a record, or a day.</summary>
public static class AuditList
{
    private const int PageSize = 50;
    private const int MostRows = 100_000;

    /// <summary>A row of the list.</summary>
    public sealed record Row
    {
        public long Seq { get; init; }
        public DateTimeOffset At { get; init; }
        public Guid? Who { get; init; }
        public string? UserName { get; init; }
        public AuditKind Kind { get; init; }
        public string Action { get; init; } = "";
        public string ModuleId { get; init; } = "";
        public Guid? RecordId { get; init; }
        public Guid? InnovationId { get; init; }
        public Guid? PersonId { get; init; }
        public AuditOutcome Outcome { get; init; }
        public string Detail { get; init; } = "";
        public string? From { get; init; }
    }

    private const string Columns = """
        select a.seq, a.at, a.who, u.user_name, a.kind, a.action, a.module_id, a.record_id, a.innovation_id, a.person_id, a.outcome,
            a.detail, w.words as "from"
        from audit a left join account u on u.id = a.who left join audit_words w on w.id = a.origin
        """;

    private const string All = $"{Columns} where a.seq < @Before order by a.seq desc limit @Limit";

    private const string By = $"{Columns} where a.who = @Id and a.seq < @Before order by a.seq desc limit @Limit";

    private const string About = $"""
        {Columns} where (a.record_id = @Id or a.innovation_id = @Id or a.person_id = @Id or a.who = @Id) and a.seq < @Before
        order by a.seq desc limit @Limit
        """;

    private const string AccountNamed = "select id from account where user_name_key = @key";

    private const string EndOf = "select coalesce(max(seq), 0) from audit where at < @until";

    internal static async Task<IResult?> Show(IVisit visit)
    {
        var request = ListRequest.From(visit);
        var host = visit.Get<Database>();
        if (visit.Asked("as") == "csv")
            return Csv((await Read(host, request with { After = null }, MostRows, visit.Gone)).Rows);
        return visit.Page<AuditListPage>(
            ("Rows", await Read(host, request, PageSize, visit.Gone)),
            ("Request", request)
        );
    }

    internal static Task<ListPage<Row>> Read(Database host, ListRequest request, int size, CancellationToken ct) =>
        host.Read(c => Read(c, request, size), ct);

    private static async Task<ListPage<Row>> Read(DbConnection c, ListRequest request, int size)
    {
        var asked = new DynamicParameters();
        asked.Add("Limit", size + 1);
        var before = long.TryParse(request.After, CultureInfo.InvariantCulture, out var after) ? after : long.MaxValue;
        var sql = All;
        var typed = request.Filter.Trim();
        if (DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            var until = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
            before = Math.Min(before, await c.ExecuteScalarAsync<long>(EndOf, new { until }) + 1);
        }
        else if (Guid.TryParse(typed, out var id))
        {
            sql = About;
            asked.Add("Id", id);
        }
        else if (typed.Length > 0)
        {
            sql = By;
            var key = Words.Fold(typed);
            asked.Add(
                "Id",
                key == "console"
                    ? Guid.Empty
                    : await c.QuerySingleOrDefaultAsync<Guid?>(AccountNamed, new { key }) ?? Guid.AllBitsSet
            );
        }
        asked.Add("Before", before);
        var rows = (await c.QueryAsync<Row>(sql, asked)).AsList();
        return ListPage<Row>.Of(rows, size, row => row.Seq.ToString(CultureInfo.InvariantCulture));
    }

    private static IResult Csv(IEnumerable<Row> rows) =>
        CsvFile.Of(
            "audit.csv",
            [
                "number",
                "at",
                "who",
                "from",
                "what",
                "action",
                "module",
                "record",
                "innovation",
                "person",
                "outcome",
                "detail",
            ],
            rows.Select(row =>
                new[]
                {
                    row.Seq.ToString(CultureInfo.InvariantCulture),
                    row.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                    row.Who == Guid.Empty ? "console" : row.UserName ?? "",
                    row.From ?? "",
                    row.Kind.ToString(),
                    row.Action,
                    row.ModuleId,
                    row.RecordId?.ToString() ?? "",
                    row.InnovationId?.ToString() ?? "",
                    row.PersonId?.ToString() ?? "",
                    row.Outcome.ToString(),
                    row.Detail,
                }
            )
        );

    internal static string Said(AuditKind kind) =>
        kind switch
        {
            AuditKind.Sent => T["Sent a form"],
            AuditKind.Read => T["Opened a record"],
            AuditKind.Downloaded => T["Took a file away"],
            AuditKind.SignIn => T["Came in or left"],
            AuditKind.Console => T["Ran a verb"],
            _ => T["CoProd itself"],
        };

    internal static string Said(AuditOutcome outcome) =>
        outcome switch
        {
            AuditOutcome.Done => T["Done"],
            AuditOutcome.Refused => T["Refused"],
            AuditOutcome.Denied => T["Not allowed"],
            AuditOutcome.Missing => T["No such record"],
            AuditOutcome.Conflict => T["Somebody else was first"],
            _ => T["Failed"],
        };
}
