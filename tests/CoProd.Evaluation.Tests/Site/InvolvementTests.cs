using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Evaluation.Claims;
using CoProd.Evaluation.Exchange;
using CoProd.Testing;

namespace CoProd.Evaluation.Tests.Site;

/// <summary>How people took part and what came of it: on the page, in PIRIT's columns, and back from them.</summary>
public sealed class InvolvementTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task What_people_did_leaves_in_the_columns_of_PIRIT_and_comes_back_unchanged(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Tracked");
        var claims = $"/api/innovations/{innovation}/evaluation/claims";
        var first = await coordinator.Make(
            claims,
            new
            {
                outcome = "The letter is one page",
                involved = "=Two carers\nrewrote it",
                hoped = "That it is read",
                matters = "Nobody read the old one",
                standards = new[] { "Impact", "Communications" },
                contribution = "We asked them",
                counterEvidence = "A new printer",
                seenOn = Eval.In(-9),
            }
        );
        await coordinator.Make(claims, new { involved = "A patient came to the board" });
        var (status, _) = await coordinator.PostJson(claims, new { hoped = "Neither of the two" });
        var page = await coordinator.Open($"/innovations/{innovation}/evaluation");
        var own = await coordinator.Client.GetStringAsync($"/innovations/{innovation}/evaluation/pirit.csv");
        var file = await Saved(await coordinator.Client.GetByteArrayAsync("/exports/pirit-csv"));

        var same = await Import(site, file, apply: true);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, status);
        Assert.Contains("Nothing is seen to have changed yet.", page.Text);
        Assert.Contains("Communications; Impact", page.Text);
        Assert.Contains("'=Two carers", own);
        Assert.Equal(3, own.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal((0, 0, 0), (same.Created, same.Updated, same.Rejected.Count));
        Assert.True(same.Unchanged >= 2);
        Assert.Empty(same.Remarks);

        // Another's sheet: its own headings, one column that nothing is known of, and mistakes.
        var name = own.Split("\r\n")[1].Split(',')[0];
        var theirs = await Saved(
            System.Text.Encoding.UTF8.GetBytes(
                $"""
                Innovation;When did it take place?;How did public contributors contribute?;What did they hope to influence?;What changed (if anything)?;Why does it matter?;UK Standards;Cost;id
                {name};{Eval.In(-9)};Two carers rewrote it;;The letter is half a page;;Impact;;{first}
                {name};12/3/2024;A focus group;;;;Working together, support & learning;£20;
                {name};last spring;A survey;;;;;;
                {name};{Eval.In(3)};A survey;;;;;;
                {name};;A survey;;;;Kindness;;
                {name};;;Hope alone;;;;;
                Nowhere at all;;A survey;;;;;;
                """
            )
        );
        var seen = await Import(site, theirs, apply: false);
        var taken = await Import(site, theirs, apply: true);
        var again = await Import(site, theirs, apply: true);
        var kept = (await coordinator.Ask($"/api/innovations/{innovation}/evaluation"))["claims"]!.AsArray();

        Assert.Equal((1, 1, 5), (seen.Created, seen.Updated, seen.Rejected.Count));
        Assert.Equal((1, 1, 0), (taken.Created, taken.Updated, taken.Unchanged));
        Assert.Equal((0, 0, 2), (again.Created, again.Updated, again.Unchanged));
        Assert.Equal(
            ["4 when", "5 when", "6 related standards", "7 what changed", "8 innovation"],
            taken.Rejected.Select(row => $"{row.Line} {row.Field}")
        );
        Assert.Contains(taken.Remarks, remark => remark.Contains("“cost”", StringComparison.Ordinal));
        Assert.Equal(3, kept.Count);
        var changed = kept.Single(one => (Guid)one!["id"]! == first)!;
        Assert.Equal(
            ("The letter is half a page", "", "We asked them"),
            ((string)changed["outcome"]!, (string)changed["hoped"]!, (string)changed["contribution"]!)
        );
        Assert.Contains(kept, one => (string)one!["seenOn"]! == "2024-03-12" && one["standards"]!.AsArray().Count == 2);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_sheet_of_what_people_know_makes_nothing_public_that_was_not(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Sheet");
        var items = $"/api/innovations/{innovation}/knowledge";
        var decision = await coordinator.Make(items + "/decisions", new { question = "Which way?" });
        foreach (var consent in new[] { "NotAsked", "Team", "Innovation", "Institution", "Public" })
        {
            var item = await coordinator.Make(
                items + "/items",
                new
                {
                    statement = $"Sheetword for {consent}",
                    source = "Lived",
                    consent,
                }
            );
            await coordinator.Make(
                items + "/links",
                new
                {
                    itemId = item,
                    decisionId = decision,
                    effect = "Parked",
                    reason = $"Reason for {consent}",
                }
            );
        }
        var sheet = await Saved(await coordinator.Client.GetByteArrayAsync("/exports/knowledge-pirit-csv"));

        var taken = await Import(site, sheet, apply: true);
        var again = await Import(site, sheet, apply: true);
        var claims = (await coordinator.Ask($"/api/innovations/{innovation}/evaluation"))["claims"]!.ToJsonString();
        var report = await (await site.As(Role.Viewer)).Open($"/innovations/{innovation}/report");

        Assert.Contains("Sheetword for Public", claims);
        Assert.Equal(1, claims.Split("Sheetword").Length - 1);
        foreach (var consent in new[] { "NotAsked", "Team", "Innovation", "Institution" })
        {
            Assert.DoesNotContain($"Sheetword for {consent}", claims + report.Text);
            Assert.DoesNotContain($"Reason for {consent}", claims + report.Text);
        }
        Assert.Contains(taken.Rejected, row => row.Field == "who may read it");
        Assert.Equal((0, 0), (again.Created, again.Updated));
    }

    [Theory]
    [InlineData("when", "when")]
    [InlineData("what speaks against it", "what speaks against it")]
    [InlineData("when did the public contribute?", "when")]
    [InlineData("how the public contributed", "how people contributed")]
    [InlineData("what they hoped to influence", "what they hoped to influence")]
    [InlineData("what changed (if anything)", "what changed")]
    [InlineData("why it matters", "why it matters")]
    [InlineData("related uk standards for public involvement", "related standards")]
    [InlineData("cost", "cost")]
    public void A_heading_is_known_by_a_word_in_it(string heading, string ours) =>
        Assert.Equal(ours, PiritCsvImport.HeadingOf(heading));

    [Fact]
    public void Standards_are_read_as_people_write_them_and_one_that_is_none_is_named()
    {
        var (found, unknown) = Standards.Read("impact;  Support & Learning\nIMPACT");

        Assert.Equal([Standard.SupportAndLearning, Standard.Impact], found);
        Assert.Null(unknown);
        Assert.Equal("Kindness", Standards.Read("Impact, Kindness").Unknown);
        Assert.Empty(Standards.Read(" ").Found);
    }

    private static async Task<string> Saved(byte[] bytes)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("coprod-pirit-").FullName, "pirit.csv");
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        return file;
    }

    private static async Task<ImportReport> Import(TestSite site, string file, bool apply)
    {
        await using var read = File.OpenRead(file);
        var answers = await site.AskAll<IImporter, ImportReport?>(async importer =>
            importer.Id == "pirit-csv"
                ? await importer.Import(
                    read,
                    new ImportRun { FileName = "pirit.csv", Apply = apply },
                    TestContext.Current.CancellationToken
                )
                : null
        );
        return answers.OfType<ImportReport>().Single();
    }
}
