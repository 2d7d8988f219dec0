using CoProd.Testing;

namespace CoProd.Resourcing.Tests.Site;

/// <summary>The main job, as an administrator does it: a file of grants goes in, and the gaps come out.</summary>
public sealed class LloydsFileTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    // Figures: golden.json beside the file, computed independently of us.
    [Theory, MemberData(nameof(Both))]
    public async Task The_Lloyds_file_goes_in_once_and_its_gaps_are_those_that_were_counted_by_others(TestEngine engine)
    {
        var file = Path.Combine(SharedData.FolderOf("grants"), "lbfew_2010_2015_partA.json");
        var site = await sites.On(engine);

        var first = await site.Run("import", "360giving", file, "--json");
        var second = await site.Run("import", "360giving", file, "--json");
        var gaps = await site.Run("gaps", "--json");

        Assert.Equal(0, first.Code);
        Assert.Equal(2059, (int)first.Json["created"]!);
        Assert.Equal(1816, (int)first.Json["groups"]!);
        Assert.Equal("58860446.33", (string?)first.Json["totals"]!["GBP"]);
        Assert.Equal(0, second.Code);
        Assert.Equal(
            (0, 0, 2059),
            ((int)second.Json["created"]!, (int)second.Json["updated"]!, (int)second.Json["unchanged"]!)
        );
        var summary = gaps.Json["summary"]!;
        Assert.Equal(
            (235, 233, 10),
            ((int)summary["withTwoOrMore"]!, (int)summary["gaps"]!, (int)summary["overlaps"]!)
        );
        Assert.Equal(553, (double)summary["medianDays"]!);
    }
}
