using System.Globalization;
using CoProd.Host.Audit;
using CoProd.Host.Data;
using CoProd.Host.Privacy;
using Dapper;

namespace CoProd.Host.Doctor;

/// <summary>What the data says of itself: the audit trail, and the times in it.</summary>
internal static class Records
{
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(5);

    private const string Entries = "select count(*) from audit";

    // The latest of what is written at each start, each change and each thing done.
    private const string Latest = """
        select max(at) from (
            select max(at) as at from audit union all select max(noted_at) as at from module_state
            union all select max(changed_at) as at from institution_setting
        ) seen
        """;

    private const string ComeTo = "select come_to from host_after where id = 1";

    public static async Task LookAtTrail(Findings found, HostOptions options, Database host, CancellationToken ct)
    {
        if (!File.Exists(Path.Combine(options.DataFolder, "keys", "audit.key")))
        {
            if (await host.Read(c => c.ExecuteScalarAsync<long>(Entries), ct) > 0)
                found.Wrong(
                    "keys/audit.key is missing, so nobody can tell whether the audit trail was changed.",
                    "Put back the folder keys/ from your backup, before CoProd starts again and makes another key."
                );
            return;
        }
        var keys = new AuditKeys(options.DataFolder);
        var report = await host.Read(c => new AuditCheck(keys).Run(c), ct);
        foreach (var finding in report.Findings)
            found.Wrong(finding, "Keep the data as it is, find out who had access, and compare with your backups.");
        if (report.Findings.Count == 0)
            found.Ok($"All {report.Entries} entries of the audit trail are as they were written.");
    }

    // Where the list is shorter than the host's own database has come with it, its end was cut off, or all of it is gone.
    public static async Task LookAtList(Findings found, HostOptions options, Database host, CancellationToken ct)
    {
        IReadOnlyList<AfterLine> lines;
        try
        {
            lines = new AfterList(options).Read();
        }
        catch (InvalidOperationException e)
        {
            found.Wrong(e.Message, "CoProd does not start like this. Put back a copy of the folder outside-backups/.");
            return;
        }
        var comeTo = await host.Read(c => c.QuerySingleOrDefaultAsync<string>(ComeTo), ct);
        if (comeTo is { Length: > 0 } && lines.All(line => line.Seal != comeTo))
            found.Wrong(
                lines.Count == 0
                    ? "outside-backups/list.jsonl is gone. It says who was erased, paused or took a consent back, whatever backup comes back."
                    : "The end of outside-backups/list.jsonl is missing. It says who was erased, paused or took a consent back, whatever backup comes back.",
                "Put back a copy of the folder outside-backups/ before you restore any backup: otherwise old data may bring back whoever was erased."
            );
        else
            found.Ok($"The list of what must hold after a restore has {lines.Count} lines, each as it was written.");
    }

    public static async Task LookAtClock(Findings found, HostOptions options, Database host, CancellationToken ct)
    {
        var now = options.Clock.GetUtcNow();
        var latest = await host.Read(c => c.QuerySingleAsync<DateTimeOffset?>(Latest), ct);
        if (latest > now + Behind)
            found.Wrong(
                $"The clock says {Words(now)}, and the data has seen {Words(latest.Value)}.",
                "Set the clock of this machine and keep it set (NTP). Nothing is sent twice meanwhile, but what is due may wait."
            );
        else
            found.Ok($"The clock says {Words(now)}, and the data is of before.");
    }

    private static string Words(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
