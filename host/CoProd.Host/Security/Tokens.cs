using System.Security.Cryptography;
using System.Text;
using CoProd.Contracts.Data;
using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Security;

/// <summary>Bearer tokens for the API. Only their hash is kept: a token is seen once, when it is made.</summary>
internal sealed class Tokens(Database host, TimeProvider clock)
{
    private const string Prefix = "coprod_";

    private const string Insert = """
        insert into api_token (id, account_id, hash, name, created_at, expires_at)
        values (@Id, @AccountId, @Hash, @Name, @Now, @ExpiresAt)
        """;

    private const string Find = """
        select account_id from api_token where hash = @hash and revoked = false and (expires_at is null or expires_at > @now)
        """;

    private const string Holding = """
        select id, name, created_at, expires_at from api_token
        where account_id = @accountId and revoked = false and (expires_at is null or expires_at > @now) order by id
        """;

    private const string RevokeMany = """
        update api_token set revoked = true
        where account_id = @accountId and revoked = false and (expires_at is null or expires_at > @Now)
        """;

    public async Task<string> Create(Guid accountId, string name, TimeSpan? life, CancellationToken ct)
    {
        var token = Prefix + Secret.New();
        await host.Write(
            w =>
                w.Connection.Execute(
                    Insert,
                    new
                    {
                        Id = Guid.CreateVersion7(),
                        AccountId = accountId,
                        Hash = Secret.Hash(token),
                        Name = name,
                        w.Now,
                        ExpiresAt = w.Now + life,
                    }
                ),
            ct
        );
        return token;
    }

    public async Task<Guid?> AccountOf(string token, CancellationToken ct) =>
        token.StartsWith(Prefix, StringComparison.Ordinal)
            ? await host.Read(
                c =>
                    c.QuerySingleOrDefaultAsync<Guid?>(
                        Find,
                        new { hash = Secret.Hash(token), now = clock.GetUtcNow() }
                    ),
                ct
            )
            : null;

    /// <summary>The tokens of an account that still hold, without their secrets.</summary>
    public async Task<IReadOnlyList<TokenRow>> List(Guid accountId, CancellationToken ct) =>
        (
            await host.Read(c => c.QueryAsync<TokenRow>(Holding, new { accountId, now = clock.GetUtcNow() }), ct)
        ).AsList();

    /// <summary>Takes back every token of an account; tells how many held.</summary>
    public static int RevokeAll(IWriting w, Guid accountId) =>
        w.Connection.Execute(RevokeMany, new { accountId, w.Now });

    public Task<bool> Revoke(Guid id, CancellationToken ct) =>
        host.Write(
            w =>
                w.Connection.Execute(
                    "update api_token set revoked = true where id = @id and revoked = false",
                    new { id }
                ) == 1,
            ct
        );
}

/// <summary>A token as it is listed.</summary>
internal sealed record TokenRow
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>Secrets that are shown once and kept as a hash. They are long and random, so a plain fast hash is enough.</summary>
internal static class Secret
{
    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    public static string Hash(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
