using CoProd.Testing;

namespace CoProd.Resourcing.Tests.Site;

/// <summary>Files of our own, worked by hand.</summary>
public sealed class SmallFileTests(Sites sites) : IClassFixture<Sites>
{
    // Worked by hand: 1 January to 31 March, then from 11 April: ten days without an award, the last of them 10 April.
    [Fact]
    public async Task A_bad_row_is_named_and_stops_nothing_else()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var file = Path.Combine(site.Folder, "small.csv");
        await File.WriteAllTextAsync(
            file,
            """
            Identifier,Title,Currency,Amount Awarded,Award Date,Planned Dates:Start Date,Planned Dates:End Date,Recipient Org:Identifier,Recipient Org:Name,Funding Org:Identifier,Funding Org:Name
            own-1,One,GBP,1000.50,2020-01-01,2020-01-01,2020-03-31,GB-CHC-9000001,Hand Worked,GB-CHC-1,A funder
            own-2,Two,GBP,-5,2020-01-01,,,GB-CHC-9000001,Hand Worked,GB-CHC-1,A funder
            own-3,Three,GBP,99.50,2020-01-01,2020-04-11,2020-12-31,GB-CHC-9000001,Hand Worked,GB-CHC-1,A funder
            """
        );

        var answer = await site.Run("import", "360giving", file, "--json");
        var gaps = await site.Run("gaps", "--json");

        Assert.Equal(2, answer.Code);
        Assert.Equal("1100.00", (string?)answer.Json["totals"]!["GBP"]);
        var rejected = Assert.Single(answer.Json["rejected"]!.AsArray())!;
        Assert.Equal(3, (int)rejected["line"]!);
        Assert.Contains("mount", (string?)rejected["field"]);
        var worked = gaps.Json["innovations"]!
            .AsArray()
            .Single(innovation => (string?)innovation!["name"] == "Hand Worked")!;
        var gap = Assert.Single(worked["gaps"]!.AsArray())!;
        Assert.Equal(("2020-04-01", "2020-04-10", 10), ((string?)gap["from"], (string?)gap["to"], (int)gap["days"]!));
    }

    [Fact]
    public async Task A_file_that_is_something_else_is_refused_and_nothing_is_written()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var file = Path.Combine(site.Folder, "letter.pdf");
        await File.WriteAllTextAsync(file, "%PDF-1.7 a letter");

        var answer = await site.Run("import", "360giving", file);

        Assert.Equal(1, answer.Code);
        Assert.Contains("360Giving", answer.Errors);
    }
}
