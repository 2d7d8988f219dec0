using CoProd.Architecture.Tests.Rules;
using CoProd.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoProd.Architecture.Tests;

/// <summary>The rules hold in the repository as it is.</summary>
public sealed class RuleTests
{
    /// <summary>Files that put SQL together on purpose, each with its reason.</summary>
    private static readonly Dictionary<string, string> SqlExceptions = new(StringComparer.Ordinal)
    {
        ["host/CoProd.Host/Data/PostgresEngine.cs"] =
            "names of roles and schemas cannot be parameters; they come from a module's id and are quoted",
        ["host/CoProd.Host/Data/Table.cs"] =
            "names of tables and columns come from the database's own catalogue, quoted",
        ["host/CoProd.Host/Data/SqliteTables.cs"] =
            "names of tables and columns come from the database's own catalogue, quoted",
        ["host/CoProd.Host/Data/PostgresTables.cs"] =
            "names of tables and columns come from the database's own catalogue, quoted",
        ["host/CoProd.Host/Data/PostgresCopy.cs"] =
            "names of schemas and tables cannot be parameters; they come from the server's own catalogue and are quoted",
        ["host/CoProd.Host/Data/PostgresBackup.cs"] =
            "names come from the server's own catalogue, quoted; a restore runs what a backup wrote of it",
        ["host/CoProd.Host/Data/SqliteBackup.cs"] = "names of tables come from the file's own catalogue, quoted",
        ["host/CoProd.Host/Moving/Move.cs"] =
            "names of schemas come from the server's own catalogue, quoted; the mark is an id made here",
        ["host/CoProd.Host/Moving/Rows.cs"] =
            "names of tables and columns come from the database's own catalogue, quoted",
        ["host/CoProd.Host/Privacy/PersonTraces.cs"] =
            "names of tables and columns come from the database's own catalogue, quoted",
        ["host/CoProd.Host/Data/PostgresConnection.cs"] =
            "hands on the command text that Dapper gave it, with empty lists written out",
    };

    [Fact]
    public void A_module_references_the_contracts_and_no_other_part_of_CoProd()
    {
        var projects = Repository.Files("*.csproj", "modules").Concat(Repository.Files("Directory.Build.*", "modules"));
        Repository.IsClean(projects.SelectMany(ModuleReferences.InProject));
        Assert.NotEmpty(Repository.ModuleAssemblies);
        foreach (var path in Repository.ModuleAssemblies)
        {
            using var assembly = File.OpenRead(path);
            Repository.IsClean(ModuleReferences.InAssembly(assembly, Path.GetFileNameWithoutExtension(path)));
        }
    }

    [Fact]
    public void Every_query_is_parameterised()
    {
        var sources = Repository.Files("*.cs", "host", "modules");
        Repository.IsClean(
            ParameterisedSql.Check(sources).Where(finding => !SqlExceptions.ContainsKey(finding.Split(':')[0]))
        );
        // A page's code is not read by this rule, so a page asks no database.
        Repository.IsClean(
            Repository
                .Files("*.razor", "host", "modules", "contracts")
                .Where(page => page.Text.Contains("Dapper", StringComparison.Ordinal))
                .Select(page => $"{page.Path} uses Dapper; queries stand in a slice.")
        );
    }

    [Fact]
    public void An_exception_that_is_no_longer_needed_is_taken_off_the_list()
    {
        var found = ParameterisedSql
            .Check(Repository.Files("*.cs", "host", "modules"))
            .Select(f => f.Split(':')[0])
            .ToHashSet();
        Repository.IsClean(SqlExceptions.Keys.Except(found).Select(file => $"{file} puts no SQL together any more."));
    }

    [Fact]
    public void Public_in_a_module_are_its_pages_and_what_they_show() =>
        Repository.IsClean(Repository.ModuleAssemblies.SelectMany(PublicTypesOf));

    private static IEnumerable<string> PublicTypesOf(string path)
    {
        var module = MetadataReference.CreateFromFile(path);
        var compilation = CSharpCompilation.Create("Look", references: [.. Repository.References, module]);
        return PublicTypes.Check((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(module)!);
    }

    [Fact]
    public void Each_table_belongs_to_one_module_and_no_other_names_it() =>
        Repository.IsClean(
            TableOwnership.Check(
                [.. Repository.Files("*.sql", "modules"), .. Repository.Files("*.sql", "host/CoProd.Host/Data/Schema")],
                Repository.Files("*.cs", "modules", "host")
            )
        );

    [Fact]
    public void What_may_be_empty_stands_at_the_same_end_on_both_engines() =>
        Repository.IsClean(
            NullsInOrder.Check(
                [.. Repository.Files("*.sql", "modules"), .. Repository.Files("*.sql", "host/CoProd.Host/Data/Schema")],
                Repository.Files("*.cs", "modules", "host")
            )
        );

    [Fact]
    public async Task Every_route_of_a_running_site_needs_a_permission()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite, demo: true);
        var (endpoints, permissions) = RunningSite.Routes(site);

        Assert.Contains("register.see", permissions);
        Assert.True(endpoints.Count > 20);
        Repository.IsClean(OpenRoutes.Check(endpoints, permissions));
    }

    [Fact]
    public void Contracts_can_grow() =>
        Repository.IsClean(Repository.Files("*.cs", "contracts/CoProd.Contracts").SelectMany(ContractShapes.Check));

    [Fact]
    public void Every_sentence_shown_goes_through_the_catalogue() =>
        Repository.IsClean(
            Repository.Files("*.razor", "host", "modules", "contracts/CoProd.Ui").SelectMany(ShownTexts.Check)
        );

    [Fact]
    public void No_module_changes_Dapper_for_the_others() =>
        Repository.IsClean(Repository.Files("*.cs", "modules").SelectMany(DapperSettings.Check));
}
