using CoProd.Architecture.Tests.Rules;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace CoProd.Architecture.Tests;

/// <summary>A rule that rejects nothing proves nothing: each must find the violation kept for it, and leave what is allowed beside it.</summary>
public sealed class SeededViolationTests
{
    [Fact]
    public void A_reference_past_the_contracts_is_found_in_the_project()
    {
        var found = ModuleReferences
            .InProject(Repository.Violation("References.csproj.txt", "modules/Seeded/Seeded.csproj"))
            .ToList();

        Assert.Collection(
            found,
            f => Assert.EndsWith("CoProd.Register.", f),
            f => Assert.EndsWith("CoProd.Host.", f),
            f => Assert.EndsWith("Npgsql.", f),
            f => Assert.EndsWith("Autofac.", f)
        );
    }

    [Fact]
    public void A_reference_past_the_contracts_is_found_in_what_was_built()
    {
        var built = new MemoryStream();
        Assert.True(Repository.Compile("References.cs.txt").Emit(built).Success);
        built.Position = 0;

        var found = ModuleReferences.InAssembly(built, "Seeded").Order().ToList();

        Assert.Equal(
            ["Seeded is built against CoProd.Testing.", "Seeded is built against Microsoft.Data.Sqlite."],
            found
        );
    }

    [Fact]
    public void SQL_put_together_at_run_time_is_found_and_constants_are_not()
    {
        var found = ParameterisedSql.Check([Repository.Violation("Sql.cs.txt")]).Select(LineOf).Order().ToList();

        Assert.Equal(
            Lines(
                "Sql.cs.txt",
                "c.Query($",
                "'\" + typed",
                "(sql);",
                "string.Format",
                "CommandDefinition",
                "CommandText",
                "SqlMapper.Execute",
                "Keeping.Make",
                "Keeping.Mark",
                "Withdrawal.Asking",
                "void Run",
                "void Open"
            ),
            found
        );
    }

    [Fact]
    public void A_public_type_that_no_page_shows_is_found()
    {
        var found = PublicTypes.Check(Repository.Compile("PublicTypes.cs.txt").Assembly).Order().ToList();

        Assert.Collection(
            found,
            f => Assert.Contains("Seeded.Helpers is public, and holds no form or row", f),
            f => Assert.Contains("Seeded.ThingList.Handle() is public", f),
            f => Assert.Contains("Seeded.ThingRepository is public, and no page shows it", f)
        );
    }

    [Fact]
    public void A_foreign_table_is_found_in_a_script_and_in_a_query()
    {
        var found = TableOwnership
            .Check(
                [
                    .. Repository.Files("*.sql", "modules/Register"),
                    Repository.Violation("Tables.sql.txt", "modules/Seeded/Schema/0001_borrowed.sql"),
                    new Source("modules/Second/Schema/0001_borrowed.sql", "create table borrowed (id uuid);"),
                ],
                [Repository.Violation("Tables.cs.txt")]
            )
            .ToList();

        Assert.Collection(
            found,
            f => Assert.Equal("The table borrowed is created by modules/Seeded and modules/Second.", f),
            f => Assert.Contains("0001_borrowed.sql names innovation", f),
            f => Assert.Contains("Seeded.cs names person", f)
        );
    }

    [Fact]
    public void An_order_that_differs_between_the_engines_is_found()
    {
        var found = NullsInOrder
            .Check([Repository.Violation("Nulls.sql.txt")], [Repository.Violation("Nulls.cs.txt")])
            .ToList();

        Assert.Collection(found, f => Assert.Contains("due_on", f), f => Assert.Contains("moved_on", f));
    }

    [Fact]
    public void A_route_without_a_rule_or_with_an_unknown_permission_is_found()
    {
        var found = OpenRoutes
            .Check(
                [
                    Route("/bare"),
                    Route("/open", new RouteRule(null)),
                    Route("/typo", new RouteRule("register.sea")),
                    Route("/all", new RouteRule("anyone")),
                    Route("/open/card", new RouteRule("anyone")),
                    Route("/good", new RouteRule("register.see")),
                    Route("/health", new RouteRule(null)),
                ],
                ["register.see"]
            )
            .ToList();

        Assert.Equal(
            [
                "/bare has no rule.",
                "/open stands open to everybody.",
                "/typo needs register.sea, which nobody declares.",
                "/all opens to anyone and does not begin with /open/.",
            ],
            found
        );
    }

    [Fact]
    public void A_contract_that_cannot_grow_is_found()
    {
        var found = ContractShapes.Check(Repository.Violation("Contracts.cs.txt")).ToList();

        Assert.Collection(
            found,
            f => Assert.EndsWith("Positional is positional.", f),
            f => Assert.EndsWith("Open is not sealed.", f),
            f => Assert.EndsWith("Changing.Name can be changed after it was made.", f),
            f => Assert.EndsWith("IAsksTooMuch asks 2 methods of its authors.", f)
        );
    }

    [Fact]
    public void Bare_words_in_a_page_are_found_and_code_is_not()
    {
        var found = ShownTexts
            .Check(Repository.Violation("Texts.razor.txt", "modules/Seeded/Seeded.razor"))
            .Select(f => f.Split('“', '”')[1])
            .ToList();

        Assert.Equal(["Bare heading", "bare inside", "bare alternative", "Bare label", "Bare placeholder"], found);
    }

    [Fact]
    public void Settings_of_Dapper_are_found() =>
        Assert.Equal(2, DapperSettings.Check(Repository.Violation("DapperSettings.cs.txt")).Count());

    private static Endpoint Route(string pattern, params object[] metadata)
    {
        var builder = new RouteEndpointBuilder(_ => Task.CompletedTask, RoutePatternFactory.Parse(pattern), 0);
        foreach (var item in metadata)
            builder.Metadata.Add(item);
        return builder.Build();
    }

    private static int LineOf(string finding) => int.Parse(finding.Split(':')[1]);

    /// <summary>The lines of a violation that hold these words.</summary>
    private static List<int> Lines(string file, params string[] words)
    {
        var lines = Repository.Violation(file).Text.Split('\n');
        return [.. words.Select(word => Array.FindIndex(lines, line => line.Contains(word)) + 1).Order()];
    }

    /// <summary>As the host's own, which only the host sees.</summary>
    private sealed record RouteRule(string? Permission);
}
