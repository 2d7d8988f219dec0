using CoProd.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoProd.Host.Tests.Modules;

/// <summary>Before contracts change, an administrator reads which modules would be left behind, and over which members.</summary>
public sealed class ForecastTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("coprod-forecast-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_contracts_of_today_leave_nobody_behind()
    {
        foreach (var name in new[] { "CoProd.Contracts", "CoProd.Ui" })
        {
            var answer = await Forecast(Path.Combine(TestSite.HostFolder, name + ".dll"));
            Assert.True(answer.Code == 0, answer.Output);
            Assert.Contains("CoProd.Resourcing would run.", answer.Output);
        }
    }

    [Fact]
    public async Task Every_member_that_is_gone_or_changed_is_named_and_nothing_else()
    {
        // Something of the contracts as they might become: a method with another parameter, a type gone, the rest as far as it is used.
        const string Candidate = """
            namespace CoProd.Contracts.Modules
            {
                public interface IModule { void Configure(IModuleBuilder module); }
                public interface IModuleBuilder { void Schema(string name); }
            }
            """;
        using var modules = new ModuleFolder();
        modules.Compile("Lends");
        modules.Compile("Quiet");
        var candidate = Compile(Candidate);

        var answer = await Testing.Console.Run(
            "module",
            "forecast",
            "--contracts",
            candidate,
            "--data",
            folder,
            "--modules",
            modules.Path
        );
        var json = await Testing.Console.Run(
            "module",
            "forecast",
            "--json",
            "--contracts",
            candidate,
            "--data",
            folder,
            "--modules",
            modules.Path
        );

        Assert.Equal(2, answer.Code);
        Assert.Contains("Culprits.Quiet would run.", answer.Output);
        var missing = json.Json["Culprits.Lends"]!.AsArray().Select(member => (string?)member);
        Assert.Equal(["CoProd.Contracts.Modules.IModuleBuilder.Schema(): Void"], missing);
    }

    [Fact]
    public async Task What_is_no_assembly_is_said_to_be_none()
    {
        var text = Path.Combine(folder, "notes.txt");
        await File.WriteAllTextAsync(text, "Not an assembly.");

        Assert.Contains("is no .NET assembly.", (await Forecast(text)).Errors);
        Assert.Contains("There is no file", (await Forecast(text + "x")).Errors);
    }

    private Task<Testing.Console.Result> Forecast(string contracts) =>
        Testing.Console.Run("module", "forecast", "--contracts", contracts, "--data", folder);

    private string Compile(string source)
    {
        var path = Path.Combine(folder, "CoProd.Contracts.dll");
        var runtime = MetadataReference.CreateFromFile(typeof(object).Assembly.Location);
        var result = CSharpCompilation
            .Create(
                "CoProd.Contracts",
                [CSharpSyntaxTree.ParseText(source)],
                [runtime],
                new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
            )
            .Emit(path);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        return path;
    }
}
