using System.CommandLine;
using System.Text.Json;
using CoProd.Host.Doctor;
using CoProd.Host.Modules;

namespace CoProd.Host.Commands;

/// <summary><c>coprod doctor</c>: what is wrong, and what to do. It changes nothing; the service may run.</summary>
internal static class DoctorCommand
{
    private const int CouldNotLook = 1;
    private const int SomethingIsWrong = 2;

    public static Command Make()
    {
        var command = new Command(
            "doctor",
            "Say what is wrong, and what to do. It changes nothing; the service may run."
        )
        {
            CommonOptions.Json,
            CommonOptions.Data,
            CommonOptions.Postgres,
            CommonOptions.Modules,
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken ct)
    {
        var options = parsed.HostOptions();
        var findings = await Examination.Of(options, ct);
        if (findings is null)
        {
            await Console.Error.WriteLineAsync(
                $"{options.DataFolder} is not there. Say with --data where CoProd keeps its data; where it never ran, run it."
            );
            return CouldNotLook;
        }
        var worst = findings.Max(finding => finding.How);
        if (parsed.GetValue(CommonOptions.Json))
            Console.WriteLine(
                JsonSerializer.Serialize(
                    new
                    {
                        at = options.Clock.GetUtcNow(),
                        version = typeof(Site).Assembly.GetName().Version!.ToString(3),
                        data = options.DataFolder,
                        worst,
                        findings,
                    },
                    ModuleManifest.Options
                )
            );
        else
            Print(findings);
        return worst == Badness.Wrong ? SomethingIsWrong : 0;
    }

    private static void Print(IReadOnlyList<Finding> findings)
    {
        foreach (var finding in findings)
        {
            var how =
                finding.How == Badness.Wrong ? "WRONG"
                : finding.How == Badness.Watch ? "watch"
                : "ok";
            var about = finding.About is null ? "" : $" {finding.About}:";
            Console.WriteLine($"{how, -6} {finding.What, -15}{about} {finding.Found}");
            if (finding.Next is not null)
                Console.WriteLine($"{"", -22} {finding.Next}");
        }
        var (wrong, watch) = (
            findings.Count(finding => finding.How == Badness.Wrong),
            findings.Count(finding => finding.How == Badness.Watch)
        );
        Console.WriteLine(
            wrong > 0 ? $"{wrong} wrong, {watch} to watch."
            : watch > 0 ? $"Nothing is wrong, {watch} to watch."
            : "Nothing is wrong."
        );
    }
}
