using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.OwnershipTransfer.Tests.Site;

/// <summary>Rights and readiness leave as files and come back; a calendar has the days; a promise becomes an obligation.</summary>
public sealed class ExchangeTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Rights_go_out_and_come_back_and_no_right_comes_to_more_than_a_whole(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Rights");
        var carers = await coordinator.Party(innovation, "=Carers, of the Vale");
        var trust = await coordinator.Party(innovation, "Trust", "Institution");
        var held = await coordinator.Holds(innovation, carers, "Decide", 60, from: -10, veto: true);
        var gone = await coordinator.Holds(innovation, trust, "Name", from: -10);
        await coordinator.Send($"/innovations/{innovation}/ownership/holdings/{gone}/withdraw", ("sure", "yes"));
        var file = Path.Combine(Directory.CreateTempSubdirectory("coprod-rights-").FullName, "rights.csv");
        await File.WriteAllBytesAsync(
            file,
            await coordinator.Client.GetByteArrayAsync("/exports/rights-csv"),
            TestContext.Current.CancellationToken
        );

        var same = await Import(site, file);
        var line = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))
            .Split("\r\n")
            .Single(row => row.Contains(held.ToString(), StringComparison.Ordinal));
        var name = line.Split(',')[0];
        await File.WriteAllTextAsync(
            file,
            $"""
            innovation,right,held by,share,since,until,id
            {name},Decide,"=Carers, of the Vale",50 %,{Own.In(-10)},,{held}
            {name},to spend its money,Trust,100,{Own.In(-5)},,
            {name},Decide,Trust,51,{Own.In(-5)},,
            {name},Everything,Trust,10,{Own.In(-5)},,
            {name},Adapt,Nobody known,10,{Own.In(-5)},,
            {name},Adapt,Trust,10,{Own.In(-5)},{Own.In(-6)},
            Nobody knows this one,Adapt,Trust,10,{Own.In(-5)},,
            {name},Name,Trust,10,{Own.In(-5)},,{gone}
            {name},"Adapt,Trust
            """,
            new UnicodeEncoding(bigEndian: false, byteOrderMark: true),
            TestContext.Current.CancellationToken
        );
        var edited = await Import(site, file, 2);
        var again = await Import(site, file, 2);
        await File.WriteAllTextAsync(file, "innovation,who\nA,B\n", TestContext.Current.CancellationToken);
        var other = await site.Run("import", "rights-csv", file, "--json");
        var holdings = (await coordinator.Ask(Own.Api(innovation)))["holdings"]!.AsArray();

        Assert.Equal((0, 0), ((int)same["created"]!, (int)same["updated"]!));
        Assert.True((int)same["unchanged"]! >= 1);
        Assert.Equal((1, 1), ((int)edited["created"]!, (int)edited["updated"]!));
        Assert.Equal(
            ["4 share", "5 right", "6 held by", "7 until", "8 innovation", "9 id", "10 "],
            edited["rejected"]!.AsArray().Select(row => $"{row!["line"]} {row["field"]}")
        );
        Assert.Equal((0, 0, 2), ((int)again["created"]!, (int)again["updated"]!, (int)again["unchanged"]!));
        Assert.NotEqual(0, other.Code);
        Assert.Contains("has no column", other.Output + other.Errors);
        // The column that the file did not have stays: they can still overrule.
        var kept = holdings.Single(one => (Guid)one!["id"]! == held)!;
        Assert.Equal((50, true), ((int)kept["share"]!, (bool)kept["hasVeto"]!));
        Assert.Contains(holdings, one => (string?)one!["right"] == "To spend its money");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_wall_goes_out_and_comes_back(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Wall");
        await coordinator.Send($"/innovations/{innovation}/ownership/readiness/usual", ("sure", "yes"));
        var file = Path.Combine(Directory.CreateTempSubdirectory("coprod-readiness-").FullName, "readiness.csv");
        await File.WriteAllBytesAsync(
            file,
            await coordinator.Client.GetByteArrayAsync("/exports/readiness-csv"),
            TestContext.Current.CancellationToken
        );
        var same = await Import(site, file);
        var line = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))
            .Split("\r\n")
            .First(row => row.StartsWith("Wall", StringComparison.Ordinal));
        var name = line.Split(',')[0];
        await File.WriteAllTextAsync(
            file,
            $"""
            innovation;about;what;level;what shows it;looked on
            {name};Money;its FIRST year is paid for;3;The grant letter;{Own.In(-3)}
            {name};Whether it is wanted;A new thing;2;;
            {name};Money;Without evidence;3;;
            {name};Money;Out of range;5;;
            {name};Money;To come;1;;{Own.In(3)}
            """,
            TestContext.Current.CancellationToken
        );
        var edited = await Import(site, file, 2);
        var again = await Import(site, file, 2);
        var items = (await coordinator.Ask(Own.Api(innovation)))["items"]!.AsArray();

        Assert.Equal((0, 0), ((int)same["created"]!, (int)same["updated"]!));
        Assert.True((int)same["unchanged"]! >= 10);
        Assert.Equal((1, 1), ((int)edited["created"]!, (int)edited["updated"]!));
        Assert.Equal(
            ["4 what shows it", "5 level", "6 looked on"],
            edited["rejected"]!.AsArray().Select(row => $"{row!["line"]} {row["field"]}")
        );
        Assert.Equal((0, 2), ((int)again["updated"]!, (int)again["unchanged"]!));
        Assert.Equal(11, items.Count);
        Assert.Contains(items, one => (string?)one!["domain"] == "Demand" && (int?)one["level"] == 2);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_has_to_be_done_and_handovers_go_out_and_come_back(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Both lists");
        var person = await coordinator.Person("List Speaker", innovation);
        var trust = await coordinator.Party(innovation, "Trust", "Institution");
        var carers = await coordinator.Party(innovation, "Carers", "Community", person);
        await coordinator.Party(innovation, "Silent");
        var rota = await coordinator.Obligation(innovation, "=The rota", carers, person, 3, from: -5);
        var handover = await coordinator.Make(
            Own.Api(innovation) + "/handovers",
            new
            {
                name = "@Listed",
                giverId = trust,
                receiverId = carers,
                movesData = "yes",
                dataBasis = "Consent",
                tailUntil = Own.In(60),
                reversionTrigger = "It stops.",
                revertsOn = Own.In(400),
            }
        );
        var folder = Directory.CreateTempSubdirectory("coprod-lists-").FullName;
        var (obligations, handovers) = (Path.Combine(folder, "obligations.csv"), Path.Combine(folder, "handovers.csv"));
        foreach (var file in new[] { obligations, handovers })
            await File.WriteAllBytesAsync(
                file,
                await coordinator.Client.GetByteArrayAsync(
                    $"/exports/{Path.GetFileNameWithoutExtension(file)}-csv",
                    TestContext.Current.CancellationToken
                ),
                TestContext.Current.CancellationToken
            );
        var text = await File.ReadAllTextAsync(obligations, TestContext.Current.CancellationToken);
        var drafts = await File.ReadAllTextAsync(handovers, TestContext.Current.CancellationToken);
        var (sameDone, sameDrafts) = (await Import(site, obligations), await Import(site, handovers));
        var name = text.Split("\r\n").Single(row => row.Contains(rota.ToString(), StringComparison.Ordinal)).Split(',')[
            0
        ];
        await File.WriteAllTextAsync(
            obligations,
            $"""
            innovation,what,carried by,how heavy,since,id
            {name},=The rota,Carers,light,{Own.In(-5)},{rota}
            {name},The keys,,2,{Own.In(-1)},
            {name},The till,Nobody known,2,{Own.In(-1)},
            {name},The till,Trust,4,{Own.In(-1)},
            {name},,Trust,1,{Own.In(-1)},
            {name},The till,Trust,1,soon,
            """,
            TestContext.Current.CancellationToken
        );
        await File.WriteAllTextAsync(
            handovers,
            $"""
            innovation,what is handed over,gives,takes,help,id
            {name},@Listed,Trust,Carers,Sam on Tuesdays,{handover}
            {name},Another,Trust,Carers,,
            {name},To nobody,Trust,Silent,,
            {name},To itself,Carers,Carers,,
            {name},To whom,Trust,Nobody known,,
            """,
            TestContext.Current.CancellationToken
        );
        var (done, drafted) = (await Import(site, obligations, 2), await Import(site, handovers, 2));
        var (doneAgain, draftedAgain) = (await Import(site, obligations, 2), await Import(site, handovers, 2));
        var book = await coordinator.Ask(Own.Api(innovation));
        var kept = await coordinator.Ask($"{Own.Api(innovation)}/handovers/{handover}");

        // No spreadsheet runs them, and no person is named.
        Assert.Contains("'=The rota", text, StringComparison.Ordinal);
        Assert.Contains("'@Listed", drafts, StringComparison.Ordinal);
        Assert.DoesNotContain("List Speaker", text + drafts, StringComparison.Ordinal);
        foreach (var same in new[] { sameDone, sameDrafts })
        {
            Assert.Equal((0, 0), ((int)same["created"]!, (int)same["updated"]!));
            Assert.True((int)same["unchanged"]! >= 1);
            Assert.Empty(same["rejected"]!.AsArray());
        }
        foreach (var (first, again) in new[] { (done, doneAgain), (drafted, draftedAgain) })
        {
            Assert.Equal((1, 1), ((int)first["created"]!, (int)first["updated"]!));
            Assert.Equal((0, 0, 2), ((int)again["created"]!, (int)again["updated"]!, (int)again["unchanged"]!));
        }
        Assert.Equal(["4 carried by", "5 how heavy", "6 what", "7 since"], Rejected(done));
        Assert.Equal(["4 takes", "5 takes", "6 takes"], Rejected(drafted));
        var light = book["obligations"]!.AsArray().Single(one => (Guid)one!["id"]! == rota)!;
        Assert.Equal((1, "List Speaker"), ((int)light["weight"]!, (string)light["who"]!));
        Assert.Contains("Sam on Tuesdays", kept["lines"]!.ToJsonString(), StringComparison.Ordinal);
        // A draft that changed is to be confirmed anew, and a column that the file lacks leaves what is kept.
        Assert.Equal(2, (int)kept["terms"]!);
        Assert.Contains("It stops.", kept["lines"]!.ToJsonString(), StringComparison.Ordinal);

        static IEnumerable<string> Rejected(JsonNode report) =>
            report["rejected"]!.AsArray().Select(row => $"{row!["line"]} {row["field"]}");
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_diary_gets_the_days_that_are_to_come(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Diary");
        var person = await coordinator.Person("Diary Speaker", innovation);
        var trust = await coordinator.Party(innovation, "Trust", "Institution");
        var carers = await coordinator.Party(innovation, "Carers", "Community", person);
        var handover = await coordinator.Make(
            Own.Api(innovation) + "/handovers",
            new
            {
                name = "Diary handover",
                giverId = trust,
                receiverId = carers,
                tailUntil = Own.In(60),
            }
        );
        var path = $"{Own.Api(innovation)}/handovers/{handover}";
        await coordinator.Make(
            path + "/rights",
            new
            {
                right = "Spend",
                share = "100",
                plannedOn = Own.In(20),
            }
        );
        await coordinator.Make(path + "/stages", new { what = "Diary keys", dueOn = Own.In(10) });
        await coordinator.Make(
            path + "/stages",
            new
            {
                what = "Diary past",
                dueOn = Own.In(-10),
                doneOn = Own.In(-9),
            }
        );
        using var stranger = await site.AsPerson(await coordinator.Person("No Diary"), "No Diary");

        var calendar = (await coordinator.Client.GetStringAsync("/ownership/calendar.ics")).Replace(
            "\r\n ",
            "",
            StringComparison.Ordinal
        );
        var theirs = await stranger.Client.GetStringAsync("/ownership/calendar.ics");
        var portfolio = await coordinator.Open("/ownership");

        Assert.Contains($"DTSTART;VALUE=DATE:{Own.Day(20):yyyyMMdd}", calendar);
        Assert.Contains("A right is to pass: To spend its money (Diary", calendar);
        Assert.Contains("A stage of the handover is due: Diary keys", calendar);
        Assert.Contains("Support after the handover ends: Diary handover", calendar);
        Assert.DoesNotContain("Diary past", calendar);
        Assert.DoesNotContain("Diary", theirs);
        Assert.Contains("Diary handover (a draft)", portfolio.Text);
        Assert.Equal(HttpStatusCode.OK, (await stranger.Open("/ownership")).Status);
        Assert.DoesNotContain("Diary handover", (await stranger.Open("/ownership")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_promise_by_those_who_speak_for_one_party_becomes_an_obligation_and_goes_with_its_note(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Promise");
        var (giver, taker) = (
            await coordinator.Person("Gives Promises", innovation),
            await coordinator.Person("Takes Promises", innovation)
        );
        var trust = await coordinator.Party(innovation, "Trust", "Institution", giver);
        var carers = await coordinator.Party(innovation, "Carers", "Community", taker);
        string[] ticks = ["Promised"];
        await Note("Before any handover", taker);
        await coordinator.Make(
            Own.Api(innovation) + "/handovers",
            new
            {
                name = "Promised",
                giverId = trust,
                receiverId = carers,
            }
        );

        var note = await Note("We will keep the key", taker);
        await Note("Both were there", giver, taker);
        await Note("Nobody was there");
        var kept = (await coordinator.Ask(Own.Api(innovation)))["obligations"]!.AsArray();
        await coordinator.PostJson($"/api/notes/{note}/undo", new { sure = true });
        var undone = (await coordinator.Ask(Own.Api(innovation)))["obligations"]!.AsArray();
        // What was learned as well is somebody's to share: its words stay in the note.
        ticks = ["Promised", "Learned"];
        await Note("We will keep the key, since Ada fell", taker);
        var withheld = (await coordinator.Ask(Own.Api(innovation)))["obligations"]!.AsArray();

        var only = Assert.Single(kept)!;
        Assert.Equal(
            ("We will keep the key", "Carers", "Takes Promises"),
            ((string)only["what"]!, (string)only["party"]!, (string)only["who"]!)
        );
        Assert.Empty(undone);
        Assert.StartsWith("What was promised on ", (string)Assert.Single(withheld)!["what"]!);

        Task<Guid> Note(string words, params Guid[] people) =>
            coordinator.Make(
                "/api/notes",
                new
                {
                    words,
                    innovationId = innovation,
                    ticks,
                    people,
                }
            );
    }

    private static async Task<JsonNode> Import(TestSite site, string file, int exit = 0)
    {
        var format = Path.GetFileNameWithoutExtension(file) + "-csv";
        var result = await site.Run("import", format, file, "--json");
        Assert.True(result.Code == exit, $"{result.Code}: {result.Output}{result.Errors}");
        return result.Json;
    }
}
