using System.Security.Cryptography;
using System.Text;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Web.Routing;

/// <summary>
/// Remembers which forms made something, by the id that each carries. Sent again as it was, a form makes nothing more. Sent again with
/// something else in it, after going back, it must be told: whoever typed it would think that it was kept.
/// </summary>
internal sealed class SentForms(Database host)
{
    // Longer than anybody leaves a page open; what was in it is known only by a hash, and for no longer than needed.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    private const string Find = "select fingerprint from sent_form where id = @id";

    private const string Insert = """
        insert into sent_form (id, fingerprint, sent_at) values (@id, @fingerprint, @Now) on conflict (id) do nothing
        """;

    private const string Forget = "delete from sent_form where sent_at < @before";

    /// <summary>Whether a form of this id has made something, and held something else then.</summary>
    public async Task<bool> SaidSomethingElse(Guid id, string fingerprint, CancellationToken ct) =>
        await host.Read(c => c.QuerySingleOrDefaultAsync<string>(Find, new { id }), ct) is { } before
        && before != fingerprint;

    public Task Remember(Guid id, string fingerprint) =>
        host.Write(
            w =>
            {
                w.Connection.Execute(Forget, new { before = w.Now - Remembered });
                return w.Connection.Execute(
                    Insert,
                    new
                    {
                        id,
                        fingerprint,
                        w.Now,
                    }
                );
            },
            // It has been done; that the sender has gone meanwhile changes nothing.
            CancellationToken.None
        );

    /// <summary>What stands in a form, and who sent it, as a hash. Where one came from and secrets are no part of it.</summary>
    public static string Fingerprint(Input input, IVisit visit)
    {
        var all = new StringBuilder(visit.Http.Features.Get<ICaller>()?.AccountId.ToString());
        foreach (var (field, values) in input.Raw.OrderBy(field => field.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (field is "back" or "password" || field.StartsWith('_'))
                continue;
            // Lengths keep two fields from running into one another.
            foreach (var value in values.Where(value => value.Length > 0))
                all.Append(field.ToUpperInvariant()).Append(value.Length).Append(':').Append(value);
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all.ToString())));
    }
}
