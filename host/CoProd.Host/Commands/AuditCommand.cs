using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CoProd.Host.Audit;
using CoProd.Ui.Parts;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Commands;

/// <summary><c>coprod audit list, verify, export</c>: who did what, and whether anybody changed that.</summary>
internal static class AuditCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
    };

    private static readonly Option<string> Of = new("--of")
    {
        Description = "A user name, `console`, the id of a record, or the last day to show, like 2027-03-31.",
        DefaultValueFactory = _ => "",
    };

    private static readonly Option<int> Most = new("--most")
    {
        Description = "How many entries at the most, newest first.",
        DefaultValueFactory = _ => 50,
    };

    private static readonly Option<string?> Noted = new("--noted")
    {
        Description = "What an earlier `audit verify` told you to note, NUMBER:SEAL; it must still be there.",
    };

    private static readonly Argument<string> FileName = new("file") { Description = "Where to write it." };

    public static Command Make()
    {
        var list = new Command("list", "Show the last entries.") { Of, Most, CommonOptions.Json };
        list.DoesWithoutModules(List);
        var verify = new Command("verify", "Check that nothing was changed, taken out or cut off.")
        {
            Noted,
            CommonOptions.Json,
        };
        verify.DoesWithoutModules(Verify);
        var export = new Command("export", "Write all entries into a file, a line of JSON each.") { FileName };
        export.DoesWithoutModules(Export);
        return new Command("audit", "Who did what, when, from where.") { list, verify, export };
    }

    private static async Task<int> List(Site site, ParseResult parsed, CancellationToken ct)
    {
        var request = new ListRequest { Filter = parsed.GetValue(Of)! };
        var most = Math.Clamp(parsed.GetValue(Most), 1, 100_000);
        var page = await AuditList.Read(site.HostDatabase, request, most, ct);
        if (parsed.GetValue(CommonOptions.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(page.Rows, Json));
            return 0;
        }
        foreach (var row in page.Rows)
            Console.WriteLine(
                $"{row.Seq}\t{row.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)}\t{Who(row)}\t{row.Kind}\t{row.Action}\t{row.Outcome}\t{row.RecordId}\t{row.Detail}\t{row.From}"
            );
        return 0;
    }

    private static string Who(AuditList.Row row) => row.Who == Guid.Empty ? "console" : row.UserName ?? "-";

    private static async Task<int> Verify(Site site, ParseResult parsed, CancellationToken ct)
    {
        var noted = Head(parsed.GetValue(Noted));
        var keys = site.Services.GetRequiredService<AuditTrail>().Keys;
        var report = await site.HostDatabase.Read(c => new AuditCheck(keys).Run(c, noted), ct);
        if (parsed.GetValue(CommonOptions.Json))
            Console.WriteLine(JsonSerializer.Serialize(report, Json));
        else if (report.Findings.Count == 0)
            Console.WriteLine(
                $"All {report.Entries} entries are as they were written. Note this somewhere else, and give it to --noted next time: {report.Entries}:{report.Seal}"
            );
        else
            foreach (var finding in report.Findings)
                Console.WriteLine(finding);
        return report.Findings.Count == 0 ? 0 : 1;
    }

    private static AuditHead? Head(string? noted)
    {
        if (noted is null)
            return null;
        return
            noted.Split(':') is [var number, { Length: 64 } seal]
            && long.TryParse(number, CultureInfo.InvariantCulture, out var seq)
            ? new AuditHead(seq, seal)
            : throw new InvalidOperationException("Write what was noted as NUMBER:SEAL, as `audit verify` printed it.");
    }

    private static async Task<int> Export(Site site, ParseResult parsed, CancellationToken ct)
    {
        var path = parsed.GetValue(FileName)!;
        await using (var file = new StreamWriter(path + ".part"))
        {
            for (var request = new ListRequest(); ; )
            {
                var page = await AuditList.Read(site.HostDatabase, request, 5_000, ct);
                foreach (var row in page.Rows)
                    await file.WriteLineAsync(JsonSerializer.Serialize(row, Json));
                if (page.Next is null)
                    break;
                request = request with { After = page.Next };
            }
        }
        File.Move(path + ".part", path, overwrite: true);
        Console.WriteLine($"Written: {path}");
        return 0;
    }
}
