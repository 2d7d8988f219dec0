using System.Security.Cryptography;
using System.Text;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Host.Data;
using CoProd.Host.Privacy;
using CoProd.Host.Security;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Board;

/// <summary>
/// Links to the page for a board, for people without an account. Of the code a hash is kept. Each ends by itself on a day, and at once when
/// somebody ends it; one that was ended stays ended when an old backup comes back.
/// </summary>
internal sealed class BoardLinks(Database host, AfterList after, TimeProvider clock)
{
    /// <summary>In the list of what must hold: a link that was ended.</summary>
    public const string Ended = "host.board-link-ended";

    public const int UsualDays = 30;

    private const int MostDays = 366;

    private const string Insert = """
        insert into board_link (id, hash, for_whom, for_key, innovation_id, made_by, made_at, until_on)
        values (@Id, @Hash, @ForWhom, @ForKey, @InnovationId, @By, @Now, @Until) on conflict (id) do nothing
        """;

    private const string Known = "select count(*) from board_link where id = @Id and for_whom = @ForWhom";

    private const string Columns = """
        l.id, l.for_whom, l.innovation_id, i.name as innovation, l.made_at, l.until_on, l.ended_at, l.opened, l.last_opened_at,
            coalesce(a.display_name, '') as made_by
        """;

    private const string From = """
        from board_link l left join host_innovation i on i.id = l.innovation_id and i.withdrawn = false
            left join account a on a.id = l.made_by
        """;

    private const string ByHash = $"""
        select {Columns} {From}
        where l.hash = @hash and l.ended_at is null and l.until_on >= @today and (l.innovation_id is null or i.id is not null)
        """;

    private const string ById = $"select {Columns} {From} where l.id = @id";

    private const string Latest = $"""
        select {Columns} {From} where (l.made_at, l.id) < (@At, @Id) order by l.made_at desc, l.id desc limit @limit
        """;

    private const string CountOne = "update board_link set opened = opened + 1, last_opened_at = @Now where id = @id";

    private const string EndOne = """
        update board_link set ended_at = @Now, ended_by = @by where id = @id and ended_at is null
        """;

    private const string Holds = "select count(*) from board_link where id = @id and ended_at is null";

    private const string IsThere = "select count(*) from host_innovation where id = @id and withdrawn = false";

    /// <summary>Why a link of this kind cannot be made; null when it can.</summary>
    public async Task<FieldError?> Refusal(NewBoardLink link, CancellationToken ct)
    {
        var today = clock.Today();
        if (link.Until < today)
            return new("until", T["The link would have ended already. Give a later day, or none."]);
        if (link.Until > today.AddDays(MostDays))
            return new(
                "until",
                T["A link works for a year at the most. Give an earlier day; it can be followed by another link."]
            );
        if (
            link.InnovationId is { } id
            && await host.Read(c => c.ExecuteScalarAsync<long>(IsThere, new { id }), ct) == 0
        )
            return new("innovationId", T["That innovation is not there any more. Choose another, or all of them."]);
        return null;
    }

    /// <summary>The last day of a link for which none was given.</summary>
    public DateOnly UsualEnd => clock.Today().AddDays(UsualDays);

    /// <summary>Makes it.</summary>
    /// <returns>Its code, which is seen once; null where the same link was made before. Not known: the id is another link's.</returns>
    public async Task<(string? Code, bool IsKnown)> Make(NewBoardLink link, Guid by, CancellationToken ct)
    {
        var code = ReadableCode.New();
        var row = new
        {
            link.Id,
            Hash = Hash(ReadableCode.Plain(code)!),
            link.ForWhom,
            ForKey = Words.Fold(link.ForWhom),
            link.InnovationId,
            By = by,
            Until = link.Until ?? UsualEnd,
        };
        return await host.Write(
            w =>
            {
                var asked = new DynamicParameters(row);
                asked.Add("Now", w.Now);
                var made = w.Connection.Execute(Insert, asked) == 1;
                return (made ? code : null, w.Connection.ExecuteScalar<long>(Known, row) == 1);
            },
            ct
        );
    }

    /// <summary>The link that a code opens; null for what it does not, or not any more.</summary>
    public Task<BoardLink?> Opens(string? typed, CancellationToken ct) =>
        ReadableCode.Plain(typed) is { } plain
            ? host.Read(
                c => c.QuerySingleOrDefaultAsync<BoardLink>(ByHash, new { hash = Hash(plain), today = clock.Today() }),
                ct
            )
            : Task.FromResult<BoardLink?>(null);

    public Task<BoardLink?> Find(Guid id, CancellationToken ct) =>
        host.Read(c => c.QuerySingleOrDefaultAsync<BoardLink>(ById, new { id }), ct);

    /// <summary>The links that were made before a moment, the latest first.</summary>
    public async Task<IReadOnlyList<BoardLink>> List(
        (DateTimeOffset At, Guid Id) before,
        int limit,
        CancellationToken ct
    ) =>
        (
            await host.Read(
                c =>
                    c.QueryAsync<BoardLink>(
                        Latest,
                        new
                        {
                            before.At,
                            before.Id,
                            limit,
                        }
                    ),
                ct
            )
        ).AsList();

    /// <summary>Notes that somebody opened it.</summary>
    public Task Count(Guid id, CancellationToken ct) =>
        host.Write(w => w.Connection.Execute(CountOne, new { id, w.Now }), ct);

    /// <summary>Ends it at once; false where there is none that works.</summary>
    public async Task<bool> End(Guid id, Guid? by, CancellationToken ct)
    {
        if (await host.Read(c => c.ExecuteScalarAsync<long>(Holds, new { id }), ct) == 0)
            return false;
        // Outside the database first: cut short here, the next opening ends it.
        after.Add(Ended, id, "", clock.GetUtcNow());
        return await EndAgain(id, by, ct);
    }

    /// <summary>The same, of a link that came back with old data.</summary>
    public Task<bool> EndAgain(Guid id, Guid? by, CancellationToken ct) =>
        host.Write(
            w =>
                w.Connection.Execute(
                    EndOne,
                    new
                    {
                        id,
                        by,
                        w.Now,
                    }
                ) == 1,
            ct
        );

    private static string Hash(string plain) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(plain)));
}

/// <summary>A link to be made.</summary>
internal sealed record NewBoardLink
{
    public required Guid Id { get; init; }

    /// <summary>A name or a role.</summary>
    public required string ForWhom { get; init; }

    /// <summary>The one innovation it shows; null for all of them.</summary>
    public Guid? InnovationId { get; init; }

    /// <summary>Its last day; thirty days from now where none is given.</summary>
    public DateOnly? Until { get; init; }
}

/// <summary>A link as it stands.</summary>
public sealed record BoardLink
{
    public Guid Id { get; init; }

    public string ForWhom { get; init; } = "";

    public Guid? InnovationId { get; init; }

    /// <summary>The innovation's name; null where it shows all of them, or the innovation was withdrawn.</summary>
    public string? Innovation { get; init; }

    public string MadeBy { get; init; } = "";

    public DateTimeOffset MadeAt { get; init; }

    public DateOnly UntilOn { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public int Opened { get; init; }

    public DateTimeOffset? LastOpenedAt { get; init; }

    public bool Works(DateOnly today) => EndedAt is null && UntilOn >= today;
}
