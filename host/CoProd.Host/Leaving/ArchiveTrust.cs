using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Leaving;

/// <summary>
/// Whose archives are known here. It decides only what is said beside a fingerprint: who may send an innovation is for people to judge, and
/// who may sign modules is another question.
/// </summary>
internal sealed class ArchiveTrust(Database host)
{
    private const string Insert = """
        insert into archive_trust (fingerprint, name, public_key, trusted_at) values (@Fingerprint, @Name, @PublicKey, @Now)
        on conflict (fingerprint) do update set name = excluded.name
        """;

    /// <summary>Under which name a key is known; null where it is not.</summary>
    public Task<string?> Knows(string fingerprint, CancellationToken ct) =>
        host.Read(
            c =>
                c.QuerySingleOrDefaultAsync<string?>(
                    "select name from archive_trust where fingerprint = @fingerprint",
                    new { fingerprint }
                ),
            ct
        );

    public async Task<IReadOnlyList<KnownSender>> All(CancellationToken ct) =>
        (
            await host.Read(
                c => c.QueryAsync<KnownSender>("select fingerprint, name, public_key from archive_trust order by name"),
                ct
            )
        ).AsList();

    public Task Add(KnownSender sender, CancellationToken ct) =>
        host.Write(
            w =>
                w.Connection.Execute(
                    Insert,
                    new
                    {
                        sender.Fingerprint,
                        sender.Name,
                        sender.PublicKey,
                        w.Now,
                    }
                ),
            ct
        );

    public Task<int> Remove(string fingerprint, CancellationToken ct) =>
        host.Write(
            w =>
                w.Connection.Execute("delete from archive_trust where fingerprint = @fingerprint", new { fingerprint }),
            ct
        );
}

/// <summary>A sender's key, and how the administrator calls them.</summary>
internal sealed record KnownSender
{
    public string Fingerprint { get; init; } = "";

    public string Name { get; init; } = "";

    public string PublicKey { get; init; } = "";
}
