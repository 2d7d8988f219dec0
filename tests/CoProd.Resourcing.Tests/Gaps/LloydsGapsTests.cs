using System.Text.Json;
using CoProd.Resourcing.Gaps;

namespace CoProd.Resourcing.Tests.Gaps;

/// <summary>2,059 published awards, against figures computed from them by other means.</summary>
public sealed class LloydsGapsTests
{
    [Fact]
    public void Gaps_between_published_awards_are_those_of_the_golden_file()
    {
        var data = SharedData();
        Assert.SkipUnless(data is not null, "The folder shared/data is not on this machine.");
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(data!, "golden.json")));
        var figures = golden.RootElement.GetProperty("grants/lbfew_2010_2015_partA.json").GetProperty("funding_gaps");
        var (awards, recipients) = Awards(Path.Combine(data!, "grants", "lbfew_2010_2015_partA.json"));
        var summary = AwardGaps.Of(awards);
        Assert.Equal(Figure("grants_with_usable_interval"), summary.Usable);
        Assert.Equal(Figure("grants_with_missing_or_reversed_interval"), summary.LeftOut);
        Assert.Equal(Figure("recipients_with_interval"), summary.Innovations);
        Assert.Equal(Figure("recipients_with_2plus"), summary.WithTwoOrMore);
        Assert.Equal(Figure("gaps"), summary.Gaps.Count);
        Assert.Equal(Figure("overlaps"), summary.Overlaps);
        Assert.Equal(Figure("total_gap_days"), summary.TotalDays);
        Assert.Equal(Figure("median_gap_days"), summary.MedianDays);
        Assert.Equal(Figure("gaps_over_90"), summary.LongerThan(90));
        Assert.Equal(Figure("gaps_over_365"), summary.LongerThan(365));
        var longest = figures.GetProperty("max_gap");
        Assert.Equal(longest[0].GetInt32(), summary.Longest!.Days);
        Assert.Equal(longest[1].GetString(), recipients[summary.Longest.InnovationId]);
        Assert.Equal(Date(longest[2].GetString()!).AddDays(1), summary.Longest.From);
        Assert.Equal(Date(longest[3].GetString()!).AddDays(-1), summary.Longest.To);

        int Figure(string name) => figures.GetProperty(name).GetInt32();
    }

    private static (AwardSpan[] Awards, Dictionary<Guid, string> Recipients) Awards(string path)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(path));
        var ids = new Dictionary<string, Guid>();
        var awards = file.RootElement.GetProperty("grants").EnumerateArray().Select(Award).ToArray();
        return (awards, ids.ToDictionary(pair => pair.Value, pair => pair.Key));

        AwardSpan Award(JsonElement grant)
        {
            var recipient = grant.GetProperty("recipientOrganization")[0].GetProperty("id").GetString()!;
            ids.TryAdd(recipient, Guid.CreateVersion7());
            var dates = grant.GetProperty("plannedDates")[0];
            return new()
            {
                InnovationId = ids[recipient],
                Start = Date(dates.GetProperty("startDate").GetString()!),
                End = Date(dates.GetProperty("endDate").GetString()!),
            };
        }
    }

    // "2015-04-01T00:00:00+00:00": the day is what is written, in whatever zone this machine is.
    private static DateOnly Date(string text) =>
        DateOnly.ParseExact(text[..10], "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string? SharedData()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var isRoot = new[] { "CoProd.Modular.sln", "global.json" }.Any(name =>
                File.Exists(Path.Combine(folder.FullName, name))
            );
            if (isRoot && folder.Parent is { } parent)
                return Path.Combine(parent.FullName, "shared", "data") is var data && Directory.Exists(data)
                    ? data
                    : null;
        }
        return null;
    }
}
