using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Register.Tests.Site;

/// <summary>Lists go out as files, and come in again.</summary>
public sealed class ExchangeTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task A_list_taken_out_and_in_again_changes_nothing_and_an_edited_one_changes_what_was_edited(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var person = await coordinator.Make(
            "/api/people",
            new
            {
                name = "Ann, “the” Other",
                role = "=1+1",
                stakeholders = "carers, tenants",
                locality = "Harbour",
            }
        );
        var group = await coordinator.Make(
            "/api/groups",
            new
            {
                name = "Two\nlines",
                purpose = "First\nsecond",
                identifiers = "GB-CHC-1164884\nGB-COH-09668397",
                foundedOn = "1999-05-01",
            }
        );
        var innovation = await coordinator.Make(
            "/api/innovations",
            new { name = "-Steady-", startedOn = "2024-02-29" }
        );

        Assert.Contains(
            "Ann, the second",
            await Again(site, "people-csv", "Ann, “the” Other", "Ann, the second", coordinator, $"/people/{person}")
        );
        Assert.Contains(
            "On one line",
            await Again(site, "groups-csv", "Two\nlines", "On one line", coordinator, $"/groups/{group}")
        );
        Assert.Contains(
            "Steadier",
            await Again(site, "innovations-csv", "'-Steady-", "Steadier", coordinator, $"/innovations/{innovation}")
        );
        Assert.Contains("=1+1", (await coordinator.Open($"/people/{person}")).Text);
        Assert.Contains("GB-COH-09668397", (await coordinator.Open($"/groups/{group}")).Text);
    }

    // Out and in: nothing changes. One cell edited: one record changes. Gives what its page says then.
    private static async Task<string> Again(
        TestSite site,
        string list,
        string was,
        string becomes,
        Session reader,
        string page
    )
    {
        var file = Path.Combine(site.Folder, list);
        Assert.Equal(0, (await site.Run("export", list, file)).Code);
        var text = await File.ReadAllTextAsync(file);
        var same = await site.Run("import", list, file, "--json");
        Assert.Equal((0, 0, 0), (same.Code, (int)same.Json["created"]!, (int)same.Json["updated"]!));
        Assert.Equal((int)same.Json["read"]!, (int)same.Json["unchanged"]!);

        Assert.Contains(was, text);
        await File.WriteAllTextAsync(file, text.Replace(was, becomes, StringComparison.Ordinal));
        var edited = await site.Run("import", list, file, "--json");
        Assert.Equal((0, 0, 1), (edited.Code, (int)edited.Json["created"]!, (int)edited.Json["updated"]!));
        return (await reader.Open(page)).Text;
    }

    [Fact]
    public async Task A_row_that_is_not_right_is_named_and_stops_nothing_else()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var file = Path.Combine(site.Folder, "rows.csv");
        await File.WriteAllTextAsync(
            file,
            "name,kind,founded on\nGood one,Network,\n,Network,\nBad date,Network,soon\nBad kind,Club,\n"
        );

        var answer = await site.Run("import", "groups-csv", file, "--json");
        var again = await site.Run("import", "groups-csv", file, "--json");

        Assert.Equal((2, 1), (answer.Code, (int)answer.Json["created"]!));
        Assert.Equal(
            [(3, "name"), (4, "founded on"), (5, "kind")],
            answer.Json["rejected"]!.AsArray().Select(row => ((int)row!["line"]!, (string)row["field"]!))
        );
        // Without an id a row is known by its name.
        Assert.Equal((0, 1), ((int)again.Json["created"]!, (int)again.Json["unchanged"]!));
    }

    [Fact]
    public async Task A_file_without_names_is_refused_whole()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var file = Path.Combine(site.Folder, "letter.txt");
        await File.WriteAllTextAsync(file, "Dear Sam,\nhow are you?\n");

        var answer = await site.Run("import", "people-csv", file);

        Assert.Equal(1, answer.Code);
        Assert.Contains("has no column “name”", answer.Errors);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_directory_taken_in_twice_changes_nothing_the_second_time(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var file = await Directory(site, "Tea", "Weekly tea.");

        var first = await site.Run("import", "open-referral", file, "--json");
        var second = await site.Run("import", "open-referral", file, "--json");

        Assert.Equal((0, 2, 2), (first.Code, (int)first.Json["created"]!, (int)first.Json["groups"]!));
        Assert.Equal(
            (0, 0, 2),
            ((int)second.Json["created"]!, (int)second.Json["updated"]!, (int)second.Json["unchanged"]!)
        );
        var list = await coordinator.Open("/groups?filter=directory%20tea");
        var page = await coordinator.Open(list.Document.QuerySelector("tbody a")!.GetAttribute("href")!);
        Assert.Contains("GB-CHC-1234567", page.Text);
        Assert.Contains("Bangor", page.Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_edited_by_hand_is_kept_and_told_and_what_was_not_follows_the_file(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        await site.Run("import", "open-referral", await Directory(site, "Coffee", "Weekly coffee."));
        var page = (await coordinator.Open("/groups?filter=directory%20coffee"))
            .Document.QuerySelector("tbody a")!
            .GetAttribute("href")!;
        await coordinator.Send(page + "/edit", ("purpose", "Our own words."));

        var renamed = await site.Run(
            "import",
            "open-referral",
            await Directory(site, "Coffee", "Daily coffee.", "www.new.example")
        );
        var told = await site.Run(
            "import",
            "open-referral",
            await Directory(site, "Coffee", "Daily coffee.", "www.new.example")
        );

        Assert.Contains("1 changed", renamed.Output);
        Assert.Contains("what it is for was edited here and is kept. The file says “Daily coffee.”", renamed.Output);
        Assert.Contains("0 changed", told.Output);
        var now = (await coordinator.Open(page)).Text;
        Assert.Contains("Our own words.", now);
        Assert.Contains("www.new.example", now);
    }

    [Fact]
    public async Task A_preview_says_what_would_come_and_writes_nothing()
    {
        var site = await sites.On(TestEngine.Sqlite);
        var coordinator = await site.As(Role.Coordinator);
        var file = await Directory(site, "Preview", "Not yet.");
        using var form = new MultipartFormDataContent();
        var upload = await coordinator.Open("/imports/new/open-referral");
        foreach (var field in upload.Document.QuerySelectorAll("main form input[type=hidden]"))
            form.Add(new StringContent(field.GetAttribute("value")!), field.GetAttribute("name")!);
        form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(file)), "file", "directory.json");

        using var answer = await coordinator.Client.PostAsync("/imports/new/open-referral", form);
        var run = answer.Headers.Location!.ToString();
        var page = await coordinator.Open(run);
        for (
            var tries = 0;
            tries < 100 && !page.Text.Contains("Take in what is good", StringComparison.Ordinal);
            tries++
        )
        {
            await Task.Delay(100);
            page = await coordinator.Open(run);
        }

        Assert.Contains("Take in what is good", page.Text);
        Assert.DoesNotContain(
            "Preview",
            (await coordinator.Open("/groups?filter=directory%20preview")).Document.QuerySelector("tbody")?.TextContent
                ?? ""
        );
    }

    private static async Task<string> Directory(
        TestSite site,
        string name,
        string purpose,
        string website = "www.old.example"
    )
    {
        var number = name switch
        {
            "Tea" => 1234567,
            "Coffee" => 1234568,
            _ => 1234569,
        };
        var file = Path.Combine(site.Folder, name + ".json");
        await File.WriteAllTextAsync(
            file,
            $$$"""
            [{"id":"{{{name}}}-1","name":"Directory {{{name}}} Club","description":"{{{purpose}}}","website":"{{{website}}}",
              "organization_identifiers":[{"identifier_scheme":"GB-CHC","identifier":"{{{number}}}"}],
              "services":[{"id":"s1","name":"Tea","service_at_locations":[
                {"location":{"addresses":[{"city":"Bangor","postal_code":"LL57 1AA"}]}}]}]},
             {"id":"{{{name}}}-2","name":"Another of {{{name}}}","description":"",
              "services":[{"id":"s2","name":"Tea","service_at_locations":[{"location":{"addresses":[{"city":"BANGOR"}]}}]}]}]
            """
        );
        return file;
    }
}
