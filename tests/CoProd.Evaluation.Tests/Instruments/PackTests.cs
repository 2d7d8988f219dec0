using CoProd.Evaluation.Instruments;

namespace CoProd.Evaluation.Tests.Instruments;

/// <summary>The packs that come along, and packs that are refused with the place named.</summary>
public sealed class PackTests
{
    // Structure as published; the sources stand in each pack's citation.
    [Theory]
    [InlineData("psat", 8, 40, nameof(Wording.Absent))]
    [InlineData("csat", 7, 35, nameof(Wording.Absent))]
    [InlineData("nhs-sustainability", 3, 10, nameof(Wording.Absent))]
    [InlineData("ltst", 12, 12, nameof(Wording.Absent))]
    [InlineData("nomad", 4, 23, nameof(Wording.Absent))]
    [InlineData("nasss", 0, 0, nameof(Wording.Ours))]
    [InlineData("partner", 2, 6, nameof(Wording.Ours))]
    [InlineData("uk-standards", 0, 0, nameof(Wording.Ours))]
    [InlineData("re-aim", 0, 0, nameof(Wording.Ours))]
    [InlineData("fifteen", 2, 15, nameof(Wording.Ours))]
    public void A_pack_has_the_structure_of_its_instrument(string key, int domains, int scored, string words)
    {
        var pack = Assert.Single(Packs.All, pack => pack.Key == key);

        Assert.Equal(domains, pack.Domains.Count());
        Assert.Equal(scored, pack.All.Count(item => item.IsScored));
        var wording = Enum.Parse<Wording>(words);
        Assert.Equal(wording, pack.Licence.Wording);
        Assert.Equal(wording == Wording.Ours, pack.HasWords);
        Assert.NotEmpty(pack.Citation);
    }

    [Fact]
    public void The_NHS_model_sums_to_100_and_nothing_is_said_of_a_map()
    {
        var model = Packs.All.Single(pack => pack.Key == "nhs-sustainability");
        var best = CoProd.Evaluation.Scores.ItemScore.Overall(
            model,
            [
                .. model.Domains.Select(domain =>
                    CoProd.Evaluation.Scores.ItemScore.Of(model, domain, _ => [Value.Code("A")], 0.6)
                ),
            ]
        );

        Assert.Equal(100.0, best!.Value, 9);
        Assert.Equal(Summing.None, Packs.All.Single(pack => pack.Key == "nasss").Scoring.Overall);
    }

    [Theory]
    [InlineData("{", "", "whole JSON")]
    [InlineData("[]", "", "one JSON object")]
    [InlineData("""{"key":"a","key":"b"}""", "", "whole JSON")]
    [InlineData("""{"version":"1","title":"t","items":[{"id":"a","kind":"Text"}]}""", "key", "must not be missing")]
    [InlineData("""{HEAD,"items":[]}""", "items", "at least one")]
    [InlineData("""{HEAD,"itmes":[],"items":[{"id":"a","kind":"Text"}]}""", "itmes", "nothing of this name")]
    [InlineData("""{HEAD,"items":[{"id":"a","kind":"Song"}]}""", "items[0].kind", "none of")]
    [InlineData(
        """{HEAD,"items":[{"id":"a","kind":"Text"},{"id":"a","kind":"Text"}]}""",
        "items[1].id",
        "taken already"
    )]
    [InlineData("""{HEAD,"items":[{"id":"a","scale":"none"}]}""", "items[0].scale", "no scale")]
    [InlineData(
        """{HEAD,"scales":{"s":{"from":7,"to":1}},"items":[{"id":"a","scale":"s"}]}""",
        "scales.s",
        "from 7 to 1"
    )]
    [InlineData(
        """{HEAD,"items":[{"id":"a","kind":"Text","when":[{"question":"z","answer":true}]}]}""",
        "items[0].when",
        "no question"
    )]
    [InlineData(
        """{HEAD,"items":[{"id":"a","kind":"Boolean","when":[{"question":"b","answer":true}]},{"id":"b","kind":"Boolean","when":[{"question":"a","answer":true}]}]}""",
        "items[0]",
        "none could be asked: a, b"
    )]
    [InlineData(
        """{HEAD,"items":[{"id":"a","options":[{"code":"x","points":-1}]}]}""",
        "items[0].options",
        "less than nothing"
    )]
    [InlineData(
        """{HEAD,"items":[{"id":"a","maximum":9,"options":[{"code":"x","points":8}]}]}""",
        "items[0].maximum",
        "is 8, and not 9"
    )]
    [InlineData("""{HEAD,"items":[{"id":"a","kind":"Text","reverse":true}]}""", "items[0].reverse", "turned round")]
    [InlineData(
        """{HEAD,"items":[{"id":"d","domain":true,"items":[{"id":"a","options":[{"code":"x","points":1},{"code":"y","points":2}]},{"id":"b","options":[{"code":"x","points":1},{"code":"y","points":9}]}]}],"scoring":{"domain":"Mean"}}""",
        "items[0]",
        "different scales"
    )]
    [InlineData(
        """{HEAD,"items":[{"id":"d","domain":true,"items":[{"id":"a","options":[{"code":"x","points":1}]}]}],"scoring":{"domain":"Sum","overall":"Sum","maximum":100}}""",
        "scoring.maximum",
        "is 1, and not 100"
    )]
    [InlineData(
        """{HEAD,"items":[{"id":"d","domain":true,"items":[{"id":"a","options":[{"code":"x","points":1}]}]}],"scoring":{"domain":"Sum","overall":"Sum","bands":[{"from":5,"says":"good"}]}}""",
        "scoring.bands[0].from",
        "above the largest"
    )]
    [InlineData(
        """{HEAD,"items":[{"id":"a","kind":"Text"}],"scoring":{"ratios":[{"id":"r","title":"R","part":"a","of":"b"}]}}""",
        "scoring.ratios[0]",
        "whole numbers"
    )]
    public void A_pack_that_cannot_be_is_refused_with_the_place_named(string json, string place, string says)
    {
        var (instrument, faults) = PackReading.Read(
            json.Replace("HEAD", "\"key\":\"k\",\"version\":\"1\",\"title\":\"t\"", StringComparison.Ordinal)
        );

        Assert.Null(instrument);
        Assert.Contains(
            faults,
            fault => fault.Place == place && fault.Sentence.Contains(says, StringComparison.Ordinal)
        );
    }
}
