using System.Security.Cryptography;
using System.Text;
using CoProd.Contracts.Data;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using Dapper;

namespace CoProd.Host.Mail;

/// <summary>What a way in is for.</summary>
public enum WayInKind
{
    /// <summary>A new account: its owner chooses a first password.</summary>
    Invitation,

    /// <summary>Another password.</summary>
    Reset,

    /// <summary>The address belongs to whoever opened the mail.</summary>
    Address,
}

/// <summary>
/// Links and printed codes that let somebody choose a password, once and until a time. Of the code a hash is kept. It sets a password and
/// signs nobody in: a second step holds as before.
/// </summary>
internal sealed class WaysIn(Database host, InstitutionSettings settings, TimeProvider clock)
{
    private const string Insert = """
        insert into way_in (id, account_id, kind, email, made_by, made_at, expires_at)
        values (@Id, @account, @Kind, @email, @by, @Now, @Until) on conflict (id) do nothing
        """;

    // One at a time of a kind: an old letter opens nothing once there is a new one.
    private const string EndOlder = """
        update way_in set expires_at = @Now where account_id = @account and kind = @Kind and used_at is null and expires_at > @Now
        """;

    private const string SetHash = "update way_in set hash = @hash where id = @id and used_at is null";

    private const string Columns =
        "i.id, i.account_id, i.kind, i.email, i.made_at, i.expires_at, i.used_at, a.user_name, a.display_name, a.email as present_email";

    private const string ByHash = $"""
        select {Columns} from way_in i join account a on a.id = i.account_id
        where i.hash = @hash and i.used_at is null and i.expires_at > @now and a.disabled = false
        """;

    private const string ById =
        $"select {Columns} from way_in i join account a on a.id = i.account_id where i.id = @id";

    private const string UseUp =
        "update way_in set used_at = @Now where id = @id and used_at is null and expires_at > @Now";

    private const string GiveBackOne = "update way_in set used_at = null where id = @id";

    private const string UseUpAll =
        "update way_in set expires_at = @Now where account_id = @account and kind <> 'Address' and used_at is null and expires_at > @Now";

    private const string AskedLately = """
        select count(*) from way_in where account_id = @account and kind = 'Reset' and used_at is null and made_at > @since
            and made_at <= @now and expires_at > @now
        """;

    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(10);

    /// <summary>A way in without its code yet.</summary>
    public Guid Put(IWriting w, Guid account, WayInKind kind, bool printed, Guid? by = null, string? email = null)
    {
        var id = Guid.CreateVersion7();
        var row = new
        {
            Id = id,
            account,
            Kind = kind.ToString(),
            email,
            by,
            w.Now,
            Until = w.Now + Life(kind, printed),
        };
        w.Connection.Execute(EndOlder, row);
        w.Connection.Execute(Insert, row);
        return id;
    }

    /// <summary>Gives it a code that opens it; one given before opens it no longer.</summary>
    public static string GiveCode(IWriting w, Guid id)
    {
        var code = ReadableCode.New();
        w.Connection.Execute(SetHash, new { id, hash = Hash(ReadableCode.Plain(code)!) });
        return code;
    }

    /// <summary>What a code opens; null for what it does not, or not any more.</summary>
    public Task<WayInRow?> Opens(string? typed, CancellationToken ct) =>
        ReadableCode.Plain(typed) is { } plain
            ? host.Read(
                c => c.QuerySingleOrDefaultAsync<WayInRow>(ByHash, new { hash = Hash(plain), now = clock.GetUtcNow() }),
                ct
            )
            : Task.FromResult<WayInRow?>(null);

    public Task<WayInRow?> Find(Guid id, CancellationToken ct) =>
        host.Read(c => c.QuerySingleOrDefaultAsync<WayInRow>(ById, new { id }), ct);

    /// <summary>Uses it up; false when somebody was first.</summary>
    public static bool Use(IWriting w, Guid id) => w.Connection.Execute(UseUp, new { id, w.Now }) == 1;

    public static int GiveBack(IWriting w, Guid id) => w.Connection.Execute(GiveBackOne, new { id });

    /// <summary>A password was chosen: what else would let somebody choose one ends.</summary>
    public static int EndAll(IWriting w, Guid account) => w.Connection.Execute(UseUpAll, new { account, w.Now });

    /// <summary>Whether a link was asked for so lately that another would only fill a mailbox.</summary>
    public async Task<bool> WasAskedLately(Guid account, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return await host.Read(
                c =>
                    c.ExecuteScalarAsync<long>(
                        AskedLately,
                        new
                        {
                            account,
                            now,
                            since = now - AtMostEvery,
                        }
                    ),
                ct
            ) > 0;
    }

    private TimeSpan Life(WayInKind kind, bool printed) =>
        kind == WayInKind.Invitation ? TimeSpan.FromDays(settings.Whole(HostSettings.InvitationDays))
        : printed ? TimeSpan.FromDays(settings.Whole(HostSettings.PrintedDays))
        : TimeSpan.FromHours(settings.Whole(HostSettings.ResetHours));

    private static string Hash(string plain) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(plain)));
}

/// <summary>A way in, and whose.</summary>
internal sealed record WayInRow
{
    public Guid Id { get; init; }

    public Guid AccountId { get; init; }

    public WayInKind Kind { get; init; }

    public string? Email { get; init; }

    public DateTimeOffset MadeAt { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    public string UserName { get; init; } = "";

    public string DisplayName { get; init; } = "";

    public string? PresentEmail { get; init; }
}
