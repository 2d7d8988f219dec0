using CoProd.Contracts;
using CoProd.Resourcing.Import.ThreeSixtyGiving;
using CoProd.Tests;

namespace CoProd.Resourcing.Tests.Import;

/// <summary>Files of real funders. The figures are those of ../shared/data/golden.json, computed there by other programs.</summary>
public sealed class GrantFileGoldenTests
{
    [Theory]
    [InlineData("grants/lbfew_2010_2015_partA.json", 2059, "58860446.33", 1816)]
    [InlineData("grants/wolfson_2014.json", 379, "31178456.00", 305)]
    [InlineData("grants/lbfew_flat_sample.csv", 250, "11732020.00", null)]
    [InlineData("grants/lbfew_rows_partA.xlsx", 300, "13333136.00", 296)]
    public void A_funders_file_is_read_to_the_last_grant_and_penny(
        string file,
        int grants,
        string total,
        int? recipients
    )
    {
        using var stream = SharedData.Open(file);

        var result = Assert.IsType<GrantFileResult.Grants>(GrantFile.Read(stream, file, CancellationToken.None));

        Assert.Empty(result.Rejected);
        Assert.Equal(grants, result.Read);
        Assert.Equal(grants, result.Rows.Count);
        Assert.Equal(total, Assert.Single(MoneyTotals.Of(result.Rows.Select(row => row.Amount))).ToPlainString());
        if (recipients is not null)
            Assert.Equal(
                recipients,
                result.Rows.Select(row => row.RecipientId).Distinct(StringComparer.Ordinal).Count()
            );
    }

    [Fact]
    public void The_three_formats_tell_the_same_grants()
    {
        var json = Rows("grants/lbfew_2010_2015_partA.json").ToDictionary(row => row.Id, StringComparer.Ordinal);

        // The flattened CSV has no column for the town; all else must agree.
        foreach (var row in Rows("grants/lbfew_flat_sample.csv"))
        {
            var same = json[row.Id];
            Assert.Equal(same with { Line = row.Line, Locality = null }, row);
        }
        foreach (var row in Rows("grants/lbfew_rows_partA.xlsx"))
            Assert.Equal(json[row.Id] with { Line = row.Line }, row);
    }

    [Fact]
    public void Every_planned_interval_of_the_large_file_is_usable_and_its_award_dates_span_2010_to_2015()
    {
        var rows = Rows("grants/lbfew_2010_2015_partA.json");

        Assert.All(rows, row => Assert.True(row.PlannedStart <= row.PlannedEnd));
        Assert.Equal(new DateOnly(2010, 1, 1), rows.Min(row => row.AwardDate));
        Assert.Equal(new DateOnly(2015, 12, 17), rows.Max(row => row.AwardDate));
    }

    [Fact]
    public void British_dates_are_read_day_first_and_missing_planned_dates_do_no_harm()
    {
        var row = Rows("grants/wolfson_2014.json").Single(grant => grant.Id == "360G-wolfson-19747");

        Assert.Equal(new DateOnly(2014, 6, 5), row.AwardDate);
        Assert.Null(row.PlannedStart);
        Assert.Equal(("Education", "E"), (row.ProgrammeTitle, row.ProgrammeCode));
    }

    [Fact]
    public void The_titles_of_the_official_template_are_understood()
    {
        using var stream = SharedData.Open("grants/360-giving-titles-template.xlsx");

        var result = Assert.IsType<GrantFileResult.Grants>(
            GrantFile.Read(stream, "template.xlsx", CancellationToken.None)
        );

        Assert.Equal(0, result.Read);
    }

    [Fact]
    public void Our_table_of_titles_agrees_with_the_schema()
    {
        using var stream = SharedData.Open("grants/360-giving-schema.json");
        using var schema = System.Text.Json.JsonDocument.Parse(stream);
        var definitions = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["plannedDates"] = "Event",
            ["recipientOrganization"] = "Organization",
            ["recipientIndividual"] = "Person",
            ["fundingOrganization"] = "Organization",
            ["grantProgramme"] = "GrantProgramme",
        };
        var top = schema.RootElement.GetProperty("properties");

        // The currency alone is a reference to a definition, which carries its title.
        foreach (var field in GrantField.All.Where(field => field != GrantField.Currency))
        {
            var path = field.Path.Split('/');
            var title = top.GetProperty(path[0]).GetProperty("title").GetString();
            if (path.Length == 2)
            {
                var definition = schema.RootElement.GetProperty("$defs").GetProperty(definitions[path[0]]);
                title +=
                    ":" + definition.GetProperty("properties").GetProperty(path[1]).GetProperty("title").GetString();
            }
            Assert.Equal(title, field.Title);
        }
    }

    private static IReadOnlyList<GrantRow> Rows(string file)
    {
        using var stream = SharedData.Open(file);
        return Assert.IsType<GrantFileResult.Grants>(GrantFile.Read(stream, file, CancellationToken.None)).Rows;
    }
}
