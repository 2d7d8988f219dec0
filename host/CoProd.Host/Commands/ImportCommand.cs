using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Host.Modules;

namespace CoProd.Host.Commands;

/// <summary><c>coprod import FORMAT FILE</c>: takes a file in. Exit code 0 when all went in, 2 when rows were rejected, 1 when nothing was done.</summary>
internal static class ImportCommand
{
    private static readonly Argument<string> Format = new("format")
    {
        Description = "The kind of file, for example 360giving.",
    };
    private static readonly Argument<string> FileName = new("file") { Description = "The file." };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static Command Make()
    {
        var command = new Command("import", "Take a file in.") { Format, FileName, CommonOptions.Json };
        command.Does(Run);
        return command;
    }

    private static async Task<int> Run(Site site, ParseResult parsed, CancellationToken ct)
    {
        var format = parsed.GetValue(Format)!;
        if (site.Modules.One<IImporter>(importer => importer.Id == format) is not { } found)
        {
            var known = await site.Modules.Ask<IImporter, string>(
                importer => Task.FromResult($"{importer.Id} ({importer.Title})"),
                ct
            );
            await Console.Error.WriteLineAsync(
                $"No module reads “{format}”. There is: {string.Join(", ", known.Select(k => k.Result))}."
            );
            return 1;
        }
        await using var scope = found.Scope;
        var path = parsed.GetValue(FileName)!;
        if (!File.Exists(path))
        {
            await Console.Error.WriteLineAsync($"There is no file {path}.");
            return 1;
        }
        await using var file = File.OpenRead(path);
        var report = await found.Contribution.Import(
            file,
            new ImportRun { FileName = Path.GetFileName(path), Apply = true },
            ct
        );
        if (parsed.GetValue(CommonOptions.Json))
            await Console.Out.WriteLineAsync(AsJson(report));
        else
            Tell(report);
        return report switch
        {
            { Refused: not null } => 1,
            { Rejected.Count: > 0 } when report.Rejected.Select(r => r.Line).Distinct().Count() >= report.Read => 1,
            { Rejected.Count: > 0 } => 2,
            _ => 0,
        };
    }

    private static string AsJson(ImportReport report) =>
        report.Refused is { } refused
            ? JsonSerializer.Serialize(new { refused }, Json)
            : JsonSerializer.Serialize(
                new
                {
                    report.Read,
                    report.Created,
                    report.Updated,
                    report.Unchanged,
                    report.Rejected,
                    report.Groups,
                    report.Totals,
                    Remarks = report.Remarks.Count > 0 ? report.Remarks : null,
                },
                Json
            );

    private static void Tell(ImportReport report)
    {
        if (report.Refused is { } refused)
        {
            Console.Error.WriteLine(refused);
            return;
        }
        var worth = report.Totals is { Count: > 0 } totals
            ? " worth "
                + string.Join(
                    ", ",
                    totals.Select(t =>
                        $"{t.Key} {decimal.Parse(t.Value, System.Globalization.CultureInfo.InvariantCulture):N2}"
                    )
                )
            : "";
        var groups = report.Groups is { } count ? $" for {count:N0} groups" : "";
        Console.WriteLine(
            $"{report.Read:N0} read{worth}{groups}: {report.Created:N0} new, {report.Updated:N0} changed, {report.Unchanged:N0} here already."
        );
        foreach (var row in report.Rejected)
            Console.WriteLine($"Not taken: line {row.Line}, {row.Field}: {row.Reason}");
        foreach (var remark in report.Remarks)
            Console.WriteLine(remark);
    }
}
