using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Resourcing.Tests.Site;

/// <summary>Grants from a file, brought again after somebody or the file has changed them.</summary>
public sealed class ImportTests(Sites sites) : IClassFixture<Sites>
{
    private const string Heading =
        "Identifier,Title,Currency,Amount Awarded,Award Date,Planned Dates:Start Date,Planned Dates:End Date,Recipient Org:Identifier,Recipient Org:Name,Funding Org:Identifier,Funding Org:Name\n";

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_change_in_the_file_is_taken_and_a_correction_made_here_is_kept(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        await Import(site, Row("re-1", "One", "100.00") + Row("re-2", "Two", "200.00"));
        var found = await coordinator.Ask("/api/resourcing/awards?filter=fund%20of%20re%20imports");
        var second = found["rows"]!.AsArray().Single(row => (string?)row!["title"] == "Two")!;
        var edit = $"/innovations/{second["innovationId"]}/money/awards/{second["id"]}";
        await coordinator.Send(edit, ("title", "Corrected here"));

        var again = await Import(site, Row("re-1", "One, renamed", "100.00") + Row("re-2", "Two", "250.00"));
        var titles = (await coordinator.Ask("/api/resourcing/awards?filter=fund%20of%20re%20imports"))["rows"]!;

        Assert.Equal(0, again.Code);
        Assert.Equal(
            (0, 1, 1),
            ((int)again.Json["created"]!, (int)again.Json["updated"]!, (int)again.Json["unchanged"]!)
        );
        Assert.Equal(
            ["Corrected here", "One, renamed"],
            titles.AsArray().Select(row => (string?)row!["title"]).Order()
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_exported_comes_back_unchanged_also_what_was_recorded_here(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Exported");
        await coordinator.Award(innovation, "=Fund, with a \"sign\"", "12.34", 0, 10);
        await Import(site, Row("ex-1", "@Exported", "1.50"));
        var csv = await coordinator.Client.GetByteArrayAsync("/exports/360giving-csv");
        var file = Path.Combine(site.Folder, "exported.csv");
        await File.WriteAllBytesAsync(file, csv);

        var back = await site.Run("import", "360giving", file, "--json");

        Assert.Equal(0, back.Code);
        Assert.Equal((0, 0), ((int)back.Json["created"]!, (int)back.Json["updated"]!));
        Assert.True((int)back.Json["unchanged"]! >= 2);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_preview_gives_the_same_counts_and_writes_nothing(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var upload = await coordinator.Open("/imports/new/360giving");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(upload.ValueOf("__RequestVerificationToken")!), "__RequestVerificationToken" },
            { new StringContent(upload.ValueOf("id")!), "id" },
            { new StringContent(Heading + Row("pre-1", "Only looked at", "5.00")), "file", "preview.csv" },
        };
        using var sent = await coordinator.Client.PostAsync("/imports/new/360giving", form);
        var seen = await coordinator.Open(sent.Headers.Location!.ToString());
        for (var wait = 0; wait < 100 && !seen.Text.Contains("Take in what is good", StringComparison.Ordinal); wait++)
        {
            await Task.Delay(100);
            seen = await coordinator.Open(seen.Path);
        }

        Assert.Contains("Take in what is good", seen.Text);
        Assert.DoesNotContain(
            "Only looked at",
            (await coordinator.Open("/resourcing/awards?filter=only%20looked"))
                .Document.QuerySelector("tbody")
                ?.TextContent
                ?? ""
        );
        Assert.DoesNotContain(
            "Recipient of re-imports pre-1",
            (await coordinator.Open("/innovations?filter=pre-1")).Text
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Awards_that_ended_long_ago_raise_no_warning(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        await Import(site, Row("old-1", "Long ago", "10.00"));
        var row = (await coordinator.Ask("/api/resourcing/awards?filter=long%20ago"))["rows"]![0]!;

        var page = await coordinator.Open($"/innovations/{row["innovationId"]}");
        var money = await coordinator.Open($"/innovations/{row["innovationId"]}/money");

        Assert.Contains("Nothing presses.", page.Text);
        Assert.Contains("All money recorded here has ended, the last on 31 March 2020.", money.Text);
    }

    private static string Row(string id, string title, string amount) =>
        $"{id},\"{title}\",GBP,{amount},2020-01-01,2020-01-01,2020-03-31,GB-CHC-77{id},Recipient of re-imports {id},GB-CHC-1,Fund of {id[..2]} imports\n";

    private static async Task<Testing.Console.Result> Import(TestSite site, string rows)
    {
        var file = Path.Combine(site.Folder, $"{Guid.CreateVersion7():N}.csv");
        await File.WriteAllTextAsync(file, Heading + rows);
        return await site.Run("import", "360giving", file, "--json");
    }
}
