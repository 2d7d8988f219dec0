using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Packages;

/// <summary>Whose modules an institution takes. A key counts only for the names it is pinned to: who may sign Acme.Lending may not sign CoProd.Register.</summary>
internal sealed class Trust(Database host)
{
    private const string Insert = """
        insert into module_trust (prefix, fingerprint, public_key, trusted_at) values (@Prefix, @Fingerprint, @PublicKey, @Now)
        on conflict (prefix, fingerprint) do nothing
        """;

    public async Task<IReadOnlyList<TrustedKey>> All(CancellationToken ct) =>
        (
            await host.Read(
                c =>
                    c.QueryAsync<TrustedKey>(
                        "select prefix, fingerprint, public_key from module_trust order by prefix, fingerprint"
                    ),
                ct
            )
        ).AsList();

    public async Task<IReadOnlyList<TrustedKey>> For(string id, CancellationToken ct) =>
        [.. (await All(ct)).Where(key => key.Covers(id))];

    public Task Add(TrustedKey key, CancellationToken ct) =>
        host.Write(
            w =>
                w.Connection.Execute(
                    Insert,
                    new
                    {
                        key.Prefix,
                        key.Fingerprint,
                        key.PublicKey,
                        w.Now,
                    }
                ),
            ct
        );

    public Task<int> Remove(string fingerprint, CancellationToken ct) =>
        host.Write(
            w => w.Connection.Execute("delete from module_trust where fingerprint = @fingerprint", new { fingerprint }),
            ct
        );
}

/// <summary>A publisher's key and the names it counts for.</summary>
internal sealed record TrustedKey
{
    /// <summary>The beginning of a module's name, whole words: <c>Acme</c> covers Acme.Lending and not Acmeister.Lending.</summary>
    public string Prefix { get; init; } = "";

    public string Fingerprint { get; init; } = "";

    public string PublicKey { get; init; } = "";

    public bool Covers(string id) =>
        id.Equals(Prefix, StringComparison.OrdinalIgnoreCase)
        || id.StartsWith(Prefix.TrimEnd('.') + ".", StringComparison.OrdinalIgnoreCase);
}
