using System.Security.Cryptography;
using CoProd.Contracts.Data;
using CoProd.Host.Data;
using CoProd.Host.Privacy;
using CoProd.Host.Web.Accounts;
using Dapper;

namespace CoProd.Host.Security.Access;

/// <summary>
/// Accounts that were closed, and access that was taken back or lowered, stay so when an older backup comes back. What was opened since then
/// is not opened again by it: somebody looks first.
/// </summary>
internal sealed class ClosedAgain(Database host, AfterList after, TimeProvider clock)
{
    private const string Account = "host.account";
    private const string Access = "host.access";
    private const string Closed = "closed";
    private const string Open = "open";

    private const string IsOpen = "select count(*) from account where id = @account and disabled = false";

    private const string More = """
        select account_id, innovation_id, level from innovation_access where level > @level
        """;

    /// <summary>Within the write that closes an account or opens it again.</summary>
    public void Note(Guid account, bool isClosed) =>
        after.Add(Account, account, isClosed ? Closed : Open, clock.GetUtcNow());

    /// <summary>Within the write that gives access, changes or ends it.</summary>
    public void Note(Guid account, Guid innovation, AccessLevel level) =>
        after.Add(Access, IdOf(account, innovation), level.ToString(), clock.GetUtcNow());

    /// <summary>Has a line hold again; false when it is about something else.</summary>
    public async Task<bool> Again(AfterLine line, CancellationToken ct)
    {
        if (line.What == Account && line.How == Closed)
            await host.Write(w => Close(w, line.Id), ct);
        if (line.What == Access && Enum.TryParse<AccessLevel>(line.How, out var level))
            await host.Write(w => Lower(w, line.Id, level), ct);
        return line.What is Account or Access;
    }

    private static bool Close(IWriting w, Guid account)
    {
        if (w.Connection.ExecuteScalar<long>(IsOpen, new { account }) == 0)
            return false;
        EndAccount.Close(w, account);
        return true;
    }

    private static bool Lower(IWriting w, Guid id, AccessLevel level)
    {
        var lowered = false;
        foreach (var one in w.Connection.Query<GivenAccess>(More, new { level = (int)level }).AsList())
        {
            if (IdOf(one.AccountId, one.InnovationId) == id)
                lowered |= InnovationAccess.Set(w, one.AccountId, one.InnovationId, level, by: Guid.Empty);
        }
        return lowered;
    }

    // One id for the two: a line of the list holds one.
    private static Guid IdOf(Guid account, Guid innovation)
    {
        Span<byte> both = stackalloc byte[32];
        account.TryWriteBytes(both);
        innovation.TryWriteBytes(both[16..]);
        return MadeId.Of(SHA256.HashData(both));
    }
}
