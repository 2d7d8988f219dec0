using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Security.Access;

/// <summary>Who was given access to which innovation: beside those who take part in it, and those whose role sees all.</summary>
internal sealed class InnovationAccess(Database host, ClosedAgain closed)
{
    private const string HereSql = """
        select x.level, exists (
            select 1 from host_access h where h.innovation_id = x.innovation_id and h.person_id = @PersonId) as takes_part
        from innovation_access x where x.account_id = @Id and x.innovation_id = @innovation
        """;

    // Held by an account that opens something.
    private const string KeysSql = """
        select x.innovation_id, x.account_id, x.level from innovation_access x join account a on a.id = x.account_id
        where x.innovation_id in @innovations and a.disabled = false
        """;

    private const string OfInnovationSql = """
        select x.account_id, a.display_name, a.user_name, a.role, a.own_role_id, x.level, x.given_at, g.display_name as given_by
        from innovation_access x join account a on a.id = x.account_id left join account g on g.id = x.given_by
        where x.innovation_id = @innovation and a.disabled = false order by x.level desc, a.user_name_key limit 500
        """;

    private const string OfAccountSql = """
        select x.innovation_id, i.name as innovation, x.level, x.given_at, g.display_name as given_by
        from innovation_access x join host_innovation i on i.id = x.innovation_id left join account g on g.id = x.given_by
        where x.account_id = @account and i.withdrawn = false order by i.name_key limit 500
        """;

    private const string Put = """
        insert into innovation_access (account_id, innovation_id, level, given_by, given_at)
        values (@account, @innovation, @level, @by, @Now)
        on conflict (account_id, innovation_id) do update set level = excluded.level, given_by = excluded.given_by,
            given_at = excluded.given_at where innovation_access.level <> excluded.level
        """;

    private const string Drop = """
        delete from innovation_access where account_id = @account and innovation_id = @innovation
        """;

    /// <summary>What an account was given at an innovation, asked live.</summary>
    public async Task<AccessHere> Here(Account account, Guid innovation, CancellationToken ct)
    {
        var asked = new
        {
            account.Id,
            account.PersonId,
            innovation,
        };
        return await host.Read(c => c.QuerySingleOrDefaultAsync<AccessHere>(HereSql, asked), ct) ?? new();
    }

    /// <summary>By what the copies of access know the accounts that were given something at these innovations.</summary>
    public async Task<ILookup<Guid, Guid>> Keys(IReadOnlyCollection<Guid> innovations, CancellationToken ct)
    {
        var given = await host.Read(c => c.QueryAsync<GivenAccess>(KeysSql, new { innovations }), ct);
        return given
            .SelectMany(row =>
                Enumerable
                    .Range((int)AccessLevel.Viewer, (int)row.Level)
                    .Select(level => (row.InnovationId, Key: Caller.KeyOf(row.AccountId, (AccessLevel)level)))
            )
            .ToLookup(one => one.InnovationId, one => one.Key);
    }

    public async Task<IReadOnlyList<GivenAccess>> OfInnovation(Guid innovation, CancellationToken ct) =>
        (await host.Read(c => c.QueryAsync<GivenAccess>(OfInnovationSql, new { innovation }), ct)).AsList();

    public async Task<IReadOnlyList<GivenAccess>> OfAccount(Guid account, CancellationToken ct) =>
        (await host.Read(c => c.QueryAsync<GivenAccess>(OfAccountSql, new { account }), ct)).AsList();

    /// <summary>Gives a level, another one, or with None takes it back; false when they have just that.</summary>
    public Task<bool> Change(Guid account, Guid innovation, AccessLevel level, Guid by, CancellationToken ct) =>
        host.Write(
            w =>
            {
                if (!Set(w, account, innovation, level, by))
                    return false;
                closed.Note(account, innovation, level);
                return true;
            },
            ct
        );

    /// <summary>The same within a write, of a level that stands in the list of what must hold already.</summary>
    public static bool Set(IWriting w, Guid account, Guid innovation, AccessLevel level, Guid by) =>
        level == AccessLevel.None ? End(w, account, innovation, by) : Give(w, account, innovation, level, by);

    private static bool Give(IWriting w, Guid account, Guid innovation, AccessLevel level, Guid by)
    {
        var given = new
        {
            account,
            innovation,
            level = (int)level,
            by,
            w.Now,
        };
        return w.Connection.Execute(Put, given) == 1 && Tell(w, account, innovation, AccountEventKind.AccessGiven, by);
    }

    private static bool End(IWriting w, Guid account, Guid innovation, Guid by) =>
        w.Connection.Execute(Drop, new { account, innovation }) == 1
        && Tell(w, account, innovation, AccountEventKind.AccessEnded, by);

    private static bool Tell(IWriting w, Guid account, Guid innovation, AccountEventKind kind, Guid by)
    {
        AccountEvents.Put(w, account, kind, by);
        w.Publish(new AccessChanged { InnovationId = innovation });
        return true;
    }
}

/// <summary>Somebody was given access to an innovation, or another level, or has it no longer: the copies of access are written anew.</summary>
internal sealed record AccessChanged : IEvent
{
    public required Guid InnovationId { get; init; }
}

/// <summary>How an account stands to an innovation.</summary>
internal sealed record AccessHere
{
    public AccessLevel Level { get; init; }

    public bool TakesPart { get; init; }
}

/// <summary>What somebody was given.</summary>
public sealed record GivenAccess
{
    public Guid AccountId { get; init; }

    public string DisplayName { get; init; } = "";

    public string UserName { get; init; } = "";

    public Role Role { get; init; }

    public Guid? OwnRoleId { get; init; }

    public Guid InnovationId { get; init; }

    public string Innovation { get; init; } = "";

    public AccessLevel Level { get; init; }

    public DateTimeOffset GivenAt { get; init; }

    public string? GivenBy { get; init; }
}
