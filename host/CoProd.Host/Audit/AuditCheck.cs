using System.Data.Common;
using Dapper;

namespace CoProd.Host.Audit;

/// <summary>Reads the whole trail and says what does not fit: an entry changed, taken out, put in or moved, and a tail cut off.</summary>
internal sealed class AuditCheck(AuditKeys keys)
{
    private const int PageSize = 5_000;
    private const int MostFindings = 20;

    private const string Page = """
        select seq, at, who, kind, action, module_id, record_id, innovation_id, person_id, outcome, detail, origin, seal
        from audit where seq > @after order by seq limit @PageSize
        """;

    private const string AllWords =
        "select id, account_id, salt, words from audit_words where id > @after order by id limit @PageSize";

    private readonly List<string> findings = [];
    private readonly Dictionary<Guid, long> forgotten = [];
    private readonly Dictionary<Guid, (long Seq, Guid? Who)> origins = [];
    private AuditRow last = new();
    private string? sealAtHead;

    /// <param name="connection">A connection to the host's database.</param>
    /// <param name="noted">A head that somebody wrote down elsewhere, which must still be part of the trail.</param>
    public async Task<AuditReport> Run(DbConnection connection, AuditHead? noted = null)
    {
        var head = keys.Head;
        string? sealAtNoted = null;
        while (
            (await connection.QueryAsync<AuditRow>(Page, new { after = last.Seq, PageSize })).AsList()
                is { Count: > 0 } rows
        )
        {
            foreach (var row in rows)
            {
                Look(row);
                if (row.Seq == head?.Seq)
                    sealAtHead = row.Seal;
                if (row.Seq == noted?.Seq)
                    sealAtNoted = row.Seal;
            }
        }
        LookAtHead(head);
        if (noted is not null && sealAtNoted != noted.Seal)
            Say($"The trail does not hold entry {noted.Seq} as it was noted: it was cut or replaced.");
        await LookAtWords(connection);
        return new AuditReport(last.Seq, last.Seal, findings);
    }

    private void Look(AuditRow row)
    {
        if (row.Seq != last.Seq + 1)
            Say(
                row.Seq == last.Seq + 2
                    ? $"Entry {last.Seq + 1} is missing."
                    : $"Entries {last.Seq + 1} to {row.Seq - 1} are missing."
            );
        if (row.Seal != row.SealAfter(last.Seal, keys.Key))
            Say($"Entry {row.Seq} is not as it was written, or what stood before it was changed.");
        if (row is { Action: AuditTrail.Forgotten, RecordId: { } account })
            forgotten[account] = row.Seq;
        if (row.Origin is { } origin)
            origins[origin] = (row.Seq, row.Who);
        last = row;
    }

    private void LookAtHead(AuditHead? head)
    {
        if (head is null)
        {
            if (last.Seq > 0)
                Say(
                    "keys/audit.head is missing or was changed, so nobody can tell whether the last entries were cut off."
                );
        }
        else if (head.Seq > last.Seq)
            Say(
                $"The last {head.Seq - last.Seq} entries were cut off: there were {head.Seq}, and {last.Seq} are left."
            );
        else if (sealAtHead != head.Seal)
            Say($"Entry {head.Seq} is not the one that was last when keys/audit.head was written.");
    }

    private async Task LookAtWords(DbConnection connection)
    {
        for (var after = Guid.Empty; ; )
        {
            var rows = (await connection.QueryAsync<AuditWords>(AllWords, new { after, PageSize })).AsList();
            foreach (var row in rows)
            {
                if (!row.IsAsWritten(keys.Key))
                    Say(
                        $"The address noted with entry {origins.GetValueOrDefault(row.Id).Seq} is not as it was written."
                    );
                origins.Remove(row.Id);
            }
            if (rows.Count == 0)
                break;
            after = rows[^1].Id;
        }
        foreach (var (seq, who) in origins.Values.OrderBy(origin => origin.Seq))
        {
            if (who is null || forgotten.GetValueOrDefault(who.Value) < seq)
                Say($"The address noted with entry {seq} is gone, although nobody erased it.");
        }
    }

    private void Say(string finding)
    {
        if (findings.Count < MostFindings)
            findings.Add(finding);
        else if (findings.Count == MostFindings)
            findings.Add("There is more that does not fit; these are the first.");
    }
}

/// <summary>What a look at the trail found.</summary>
internal sealed record AuditReport(long Entries, string Seal, IReadOnlyList<string> Findings);
