using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Championing.Tests.Site;

/// <summary>Audiences and champions leave as files, audiences come back; a calendar has the days; a champion stops without asking.</summary>
public sealed class ExchangeTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Audiences_go_out_and_come_back_and_an_edited_row_alone_changes_something(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Exchange");
        var board = await coordinator.Audience(innovation, "=The board", 5, required: true);
        await coordinator.Stands(innovation, board, -1, -30);
        var file = Path.Combine(Directory.CreateTempSubdirectory("coprod-audiences-").FullName, "audiences.csv");
        await File.WriteAllBytesAsync(
            file,
            await coordinator.Client.GetByteArrayAsync("/exports/audiences-csv"),
            TestContext.Current.CancellationToken
        );

        var same = await Import(site, file);
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        var line = text.Split("\r\n").Single(row => row.Contains(board.ToString(), StringComparison.Ordinal));
        var name = line.Split(',')[0];
        await File.WriteAllTextAsync(
            file,
            $"""
            innovation,audience,weight,position,as of,id
            {name},The board,4,1,{Champ.In(0)},{board}
            {name},The press,2,,,
            {name},The press,9,,,
            Nobody knows this one,The press,2,,,
            {name},The mayor,2,0,{Champ.In(5)},
            {name},"The unclosed,2
            """,
            new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
            TestContext.Current.CancellationToken
        );
        var edited = await Import(site, file, 2);
        var again = await Import(site, file, 2);
        var audiences = (await coordinator.Ask(Champ.Api(innovation)))["audiences"]!.AsArray();

        Assert.Equal((0, 0), ((int)same["created"]!, (int)same["updated"]!));
        Assert.True((int)same["unchanged"]! >= 1);
        Assert.Equal((1, 1), ((int)edited["created"]!, (int)edited["updated"]!));
        Assert.Equal(
            ["4 weight", "5 innovation", "6 as of", "7 "],
            edited["rejected"]!.AsArray().Select(row => $"{row!["line"]} {row["field"]}")
        );
        Assert.Equal((0, 0, 2), ((int)again["created"]!, (int)again["updated"]!, (int)again["unchanged"]!));
        var kept = audiences.Single(one => (Guid)one!["id"]! == board)!;
        // The column that the file did not have stays: its yes is still needed. The history has both positions.
        Assert.Equal(
            ("The board", 4, true, 1),
            (Text("name"), Whole("power"), (bool)kept["isRequired"]!, Whole("stance"))
        );
        Assert.Equal([-1, 1], kept["positions"]!.AsArray().Select(one => (int)one!["stance"]!));
        Assert.Contains(audiences, one => (string?)one!["name"] == "The press");

        string Text(string field) => (string)kept[field]!;
        int Whole(string field) => (int)kept[field]!;
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Champions_leave_with_their_names_for_those_alone_who_may_see_them(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Leaving");
        var ada = await coordinator.Person("Ada Leaves", innovation);
        var board = await coordinator.Audience(innovation, "Leaving board");
        var role = await coordinator.Role(innovation, ada, board);

        var csv = await coordinator.Client.GetStringAsync("/exports/champions-csv");
        using var refused = await (await site.As(Role.Viewer)).Client.GetAsync("/exports/champions-csv");

        Assert.Contains(
            "Ada Leaves",
            csv.Split("\r\n").Single(row => row.Contains($"{role}", StringComparison.Ordinal))
        );
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        var page = await (await site.As(Role.Viewer)).Open("/championing");
        Assert.DoesNotContain("champions-csv", page.Html);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Champions_come_back_as_they_left_and_only_what_was_edited_changes(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Coming back");
        var ada = await coordinator.Person("Ada Returns", innovation);
        var bea = await coordinator.Person("Bea Returns", innovation);
        var paused = await coordinator.Person("Cleo Returns", innovation);
        // Somebody of the same name, who has no part in it.
        await coordinator.Person("Bea Returns");
        await coordinator.Make($"/api/people/{paused}/contact", new { state = "Paused" });
        var board = await coordinator.Audience(innovation, "The board; and its chair");
        var press = await coordinator.Audience(innovation, "=Press");
        var role = await coordinator.Make(
            Champ.Api(innovation) + "/roles",
            new
            {
                personId = ada,
                kind = "Appointed",
                audienceIds = new[] { board, press },
                hours = "2.5",
                backing = "Her ward, in writing",
                deputyId = bea,
                from = Champ.In(-40),
                until = Champ.In(200),
            }
        );
        var file = Path.Combine(Directory.CreateTempSubdirectory("coprod-champions-").FullName, "champions.csv");
        await File.WriteAllBytesAsync(
            file,
            await coordinator.Client.GetByteArrayAsync("/exports/champions-csv"),
            TestContext.Current.CancellationToken
        );

        var same = await Import(site, file);
        var line = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))
            .Split("\r\n")
            .Single(row => row.Contains(role.ToString(), StringComparison.Ordinal));
        var name = line.Split(',')[0];
        await File.WriteAllTextAsync(
            file,
            $"""
            innovation;champion;how it came about;before;hours a month;deputy;until;id
            {name};Ada Returns;was asked to;"the BOARD; and its chair";4;;{Champ.In(300)};{role}
            {name};Bea Returns;;=Press;;Ada Returns;;
            {name};Nobody Known;;;;;;
            {name};Ada Returns;sideways;"=Press; the moon";lots;Ada Returns;soon;{role}
            {name};Cleo Returns;was asked to;;;;;
            Nowhere;Ada Returns;;;;;;
            {name};;;;;;;{Guid.CreateVersion7()}
            {name};Bea Returns;;"=Press
            """,
            TestContext.Current.CancellationToken
        );
        var seen = (await Preview(site, file)) with { Rejected = [] };
        var untouched = (await coordinator.Ask(Champ.Api(innovation)))["roles"]!.AsArray();
        var edited = await Import(site, file, 2);
        var again = await Import(site, file, 2);
        var roles = (await coordinator.Ask(Champ.Api(innovation)))["roles"]!.AsArray();

        Assert.Equal((0, 0, 0), ((int)same["created"]!, (int)same["updated"]!, same["rejected"]!.AsArray().Count));
        Assert.True((int)same["unchanged"]! >= 1);
        Assert.Equal((1, 1, 0), (seen.Created, seen.Updated, seen.Unchanged));
        Assert.Single(untouched);
        Assert.Equal((1, 1), ((int)edited["created"]!, (int)edited["updated"]!));
        Assert.Equal(
            [
                "4 champion",
                "5 before",
                "5 how it came about",
                "5 hours a month",
                "5 until",
                "5 deputy",
                "6 champion",
                "7 innovation",
                "8 champion",
                "9 ",
            ],
            edited["rejected"]!.AsArray().Select(row => $"{row!["line"]} {row["field"]}")
        );
        Assert.Equal((0, 0, 2), ((int)again["created"]!, (int)again["updated"]!, (int)again["unchanged"]!));
        var hers = roles.Single(one => (Guid)one!["id"]! == role)!;
        Assert.Equal(
            ("Ada Returns", 4, Champ.In(300)),
            ((string)hers["name"]!, (int)hers["hoursAMonth"]!, (string)hers["until"]!)
        );
        // A column that the file lacks stays; an empty cell empties.
        Assert.Equal((Champ.In(-40), "Her ward, in writing"), ((string)hers["from"]!, (string)hers["backing"]!));
        Assert.False((bool)hers["hasDeputy"]!);
        var theirs = roles.Single(one => (string?)one!["name"] == "Bea Returns")!;
        Assert.Equal("Ada Returns", (string)theirs["deputy"]!);
    }

    private static async Task<ImportReport> Preview(TestSite site, string file)
    {
        await using var read = File.OpenRead(file);
        var answers = await site.AskAll<IImporter, ImportReport?>(async importer =>
            importer.Id == "champions-csv"
                ? await importer.Import(
                    read,
                    new ImportRun { FileName = "champions.csv", Apply = false },
                    TestContext.Current.CancellationToken
                )
                : null
        );
        return answers.OfType<ImportReport>().Single();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_champion_stops_without_asking_and_nobody_else_can_stop_them_there(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Stopping");
        var (ada, bea) = (
            await coordinator.Person("Ada Stops", innovation),
            await coordinator.Person("Bea Stays", innovation)
        );
        var board = await coordinator.Audience(innovation, "Stopping board");
        var role = await coordinator.Role(innovation, ada, board);
        var her = await coordinator.Role(innovation, bea, board);
        var adaHere = await site.AsPerson(ada, "Ada Stops");
        var path = $"/innovations/{innovation}/champions";

        var before = await adaHere.Open(path);
        var unsure = await adaHere.Send($"{path}/roles/{role}/stop");
        var page = await adaHere.Send($"{path}/roles/{role}/stop", ("sure", "yes"));
        var (others, _) = await adaHere.PostJson($"/api{path}/roles/{her}/stop", new { sure = "true" });
        var (twice, _) = await adaHere.PostJson($"/api{path}/roles/{role}/stop", new { sure = "true" });
        var roles = (await coordinator.Ask(Champ.Api(innovation)))["roles"]!.AsArray();

        Assert.Contains($"{path}/roles/{role}/stop", before.Html);
        Assert.DoesNotContain($"{path}/roles/{her}/stop", before.Html);
        Assert.Contains("Tick the box if that is what you want.", unsure.Text);
        Assert.Contains("Your role has ended.", page.Text);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (others, twice));
        Assert.Equal(Champ.In(0), Until(role));
        Assert.Null(Until(her));

        string? Until(Guid id) => (string?)roles.Single(one => (Guid)one!["id"]! == id)!["until"];
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_calendar_has_the_days_and_names_nobody(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Days");
        var ada = await coordinator.Person("Ada Nameless", innovation);
        var role = await coordinator.Make(
            Champ.Api(innovation) + "/roles",
            new { personId = ada, until = Champ.In(40) }
        );
        var objection = await coordinator.Make(
            Champ.Api(innovation) + "/objections",
            new { words = "Too dear", raisedOn = Champ.In(-3) }
        );

        var ics = await coordinator.Client.GetStringAsync("/championing/calendar.ics");

        Assert.Contains($"UID:role-{role}@coprod", ics);
        Assert.Contains($"DTSTART;VALUE=DATE:{Champ.In(40).Replace("-", "", StringComparison.Ordinal)}", ics);
        // Thirty days to answer, of which three are over.
        Assert.Contains($"UID:objection-{objection}@coprod", ics);
        Assert.Contains($"DTSTART;VALUE=DATE:{Champ.In(27).Replace("-", "", StringComparison.Ordinal)}", ics);
        Assert.DoesNotContain("Nameless", ics);
        Assert.DoesNotContain("Too dear", ics);
    }

    private static async Task<JsonNode> Import(TestSite site, string file, int exit = 0)
    {
        var format = Path.GetFileNameWithoutExtension(file) + "-csv";
        var result = await site.Run("import", format, file, "--json");
        Assert.True(result.Code == exit, $"{result.Code}: {result.Output}{result.Errors}");
        return result.Json;
    }
}
