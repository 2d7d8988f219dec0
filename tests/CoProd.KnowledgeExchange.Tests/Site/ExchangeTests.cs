using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.KnowledgeExchange.Tests.Site;

/// <summary>What goes from group to group, what carries it, who owes an answer, which words need a meaning; and the files of it all.</summary>
public sealed class ExchangeTests(Sites sites) : IClassFixture<Sites>
{
    private const string Easy =
        "The cat sat on it. The dog ran to us. We had tea at home. They went out at ten. All was well then.";

    private const string Hard =
        "Institutional sustainability considerations necessitate interdisciplinary collaboration throughout implementation, notwithstanding organisational heterogeneity, contextual contingencies, administrative responsibilities, and evaluative requirements across jurisdictions.";

    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Flows_products_words_and_answers_are_recorded_and_seen(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Exchange");
        var ada = await coordinator.Person("Ada Asks", innovation);
        var path = $"/innovations/{innovation}/knowledge";
        var hers = await site.AsPerson(ada, "Ada Asks");

        foreach (
            var (from, to) in new[]
            {
                ("Staff", "Parents"),
                ("staff", "Parents"),
                ("Parents", "Staff"),
                ("Staff", "School"),
                ("Parents", "parents"),
            }
        )
            await coordinator.Make(
                Know.Api(innovation) + "/exchange/new",
                new
                {
                    fromGroup = from,
                    toGroup = to,
                    what = "Dust",
                }
            );
        var product = await coordinator.Make(
            Know.Api(innovation) + "/products",
            new
            {
                name = "Leaflet",
                isPublic = "yes",
                body = Hard,
                on = Know.In(-3),
            }
        );
        await coordinator.Send($"{path}/products/{product}", ("label", "2"), ("body", Easy), ("formats", "Audio"));
        await coordinator.Make(
            $"{Know.Api(innovation)}/products/{product}/use",
            new { kind = "Conceptual", byGroup = "Nurses" }
        );
        await coordinator.Make(
            Know.Api(innovation) + "/words",
            new { word = "Attack", meanings = "Parents: a bad night\nStaff: an ambulance" }
        );
        var asked = await hers.Send(path + "/questions/new", ("words", "Why <i>bags</i>?"), ("answer", "Sneaked in"));
        var question = (Guid)(await coordinator.Ask(Know.Api(innovation) + "/exchange"))["questions"]![0]!["id"]!;
        await coordinator.Send($"{path}/questions/{question}", ("answer", "They were cheap."));
        var view = await coordinator.Ask(Know.Api(innovation) + "/exchange");
        var page = await coordinator.Open(path + "/exchange");

        // One pair both ways once of four exchanges in all: 2·1 / 4. What went round among parents is seen, and is none of these.
        Assert.Contains(
            view["flows"]!.AsArray(),
            flow => (string)flow!["from"]! == "Parents" && (string)flow["to"]! == "Parents" && (int)flow["count"]! == 1
        );
        Assert.Contains("Within Parents: 1.", page.Html);
        Assert.Equal(0.5, (double)view["reciprocity"]!, 12);
        Assert.Equal(["Parents", "School", "Staff"], view["groups"]!.AsArray().Select(one => (string)one!));
        Assert.Equal(1, (double)view["conversion"]!);
        Assert.Equal(("2", 2), ((string)view["products"]![0]!["version"]!, (int)view["products"]![0]!["versions"]!));
        Assert.True((double)view["products"]![0]!["ease"]! > 100);
        Assert.Equal(1, (int)view["translationDebt"]!);
        Assert.Equal(0, (double)view["medianWait"]!);
        Assert.Contains("Why <i>bags</i>? ", asked.Text);
        Assert.DoesNotContain("Sneaked in", asked.Text);
        Assert.DoesNotContain("<i>bags", asked.Html);
        Assert.DoesNotContain("Ada Asks", page.Text);
        Assert.NotNull(page.Document.QuerySelector("#flow-title"));
        Assert.Contains("One word crosses between groups without a meaning", page.Text);
        Assert.Contains("to see something differently", page.Text);
        var mine = await hers.Open("/me/knowledge");
        Assert.Contains("They were cheap.", mine.Text);
        Assert.NotEqual(HttpStatusCode.OK, (await hers.Open($"{path}/questions/{question}")).Status);
        Assert.Contains(
            "50% of what went between groups went both ways.",
            (await coordinator.Open($"/innovations/{innovation}")).Text
        );
        // Handed to her, gone with her.
        var known = await site.AskAll<IPersonData, JsonNode?>(d => d.Export(ada, CancellationToken.None));
        Assert.Contains(known, node => node?["asked"] is JsonArray { Count: 1 });
        await site.AskAll<IPersonData, IReadOnlyList<string>>(d => d.Erase(ada, CancellationToken.None));
        Assert.DoesNotContain("They were cheap.", (await hers.Open("/me/knowledge")).Text);
        // And all of it travels.
        var records = (
            await site.AskAll<IPortability, JsonNode>(p => p.Export(innovation, CancellationToken.None))
        ).Single(n => n["exchange"] is not null);
        Assert.Equal(5, records["exchange"]!["exchanges"]!.AsArray().Count);
        Assert.Equal(2, records["exchange"]!["versions"]!.AsArray().Count);
        Assert.Null(records["exchange"]!["waits"]);
        await site.AskAll<IPortability, bool>(async p =>
        {
            if (p.GetType().Name == "KnowledgePortability")
                await p.Import(JsonNode.Parse(records.ToJsonString())!, CancellationToken.None);
            return true;
        });
        Assert.Equal(5, (await coordinator.Ask(Know.Api(innovation) + "/exchange"))["exchanges"]!.AsArray().Count);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_owed_one_way_hard_to_read_or_unused_is_told_in_time(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Told");
        for (var i = 0; i < 3; i++)
            await coordinator.Make(
                Know.Api(innovation) + "/exchange/new",
                new { fromGroup = "Wards", toGroup = "Homes" }
            );
        for (var i = 0; i < 2; i++)
            await coordinator.Make(
                Know.Api(innovation) + "/exchange/new",
                new { fromGroup = "Homes", toGroup = "Shops" }
            );
        await coordinator.Make(
            Know.Api(innovation) + "/products",
            new
            {
                name = "Hard",
                isPublic = "yes",
                body = Hard,
            }
        );
        await coordinator.Make(Know.Api(innovation) + "/products", new { name = "Dusty", on = Know.In(-366) });
        await coordinator.Make(
            Know.Api(innovation) + "/products",
            new
            {
                name = "Welsh",
                isPublic = "yes",
                body = Hard,
                language = "Cymraeg",
                formats = new[] { "Audio" },
            }
        );
        await coordinator.Make(
            Know.Api(innovation) + "/questions",
            new
            {
                words = "Late?",
                owedBy = "The board",
                askedOn = Know.In(-15),
            }
        );
        await coordinator.Make(Know.Api(innovation) + "/questions", new { words = "Not yet?", askedOn = Know.In(-14) });
        // A word of one group alone, which reaches another; and one that nobody passes on.
        await coordinator.Make(
            Know.Api(innovation) + "/words",
            new { word = "Ward round", meanings = "wards: the morning walk" }
        );
        await coordinator.Make(
            Know.Api(innovation) + "/words",
            new { word = "Till", meanings = "Shops: where one pays" }
        );

        var warnings = (
            await site.AskAll<IWarningSource, IReadOnlyList<Warning>>(w =>
                w.Raise([innovation], CancellationToken.None)
            )
        )
            .SelectMany(all => all)
            .Where(warning => warning.Rule.StartsWith("knowledge.", StringComparison.Ordinal))
            .Select(warning => $"{warning.Rule[10..]}: {warning.Fact}")
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "hard-to-read: “Hard” is for everybody, and reads hard.",
                "no-access: “Hard” is for everybody, and there is no other form of it yet.",
                "one-way: Wards gave to Homes 3 times, and nothing is recorded that came back.",
                $"owed: The board owes an answer since {DateTime.UtcNow.AddDays(-15):d MMMM yyyy}.",
                $"unused: No use of “Dusty” is recorded since {DateTime.UtcNow.AddDays(-366):d MMMM yyyy}.",
                "word: “Ward round” goes between groups, and what it means is not agreed.",
            ],
            warnings
        );

        // Fourteen days to answer; the diary says neither what was asked nor by whom.
        var diary = (await coordinator.Client.GetStringAsync("/knowledge/owed.ics")).Replace("\r\n ", "");
        Assert.Contains("The board should have answered a question by now", diary);
        Assert.Contains($"DTSTART;VALUE=DATE:{Know.In(-1).Replace("-", "")}", diary);
        Assert.Contains($"DTSTART;VALUE=DATE:{Know.In(0).Replace("-", "")}", diary);
        Assert.DoesNotContain("Late?", diary);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_is_wrong_is_told_and_records_of_others_are_not_found(TestEngine engine)
    {
        var coordinator = await (await sites.On(engine)).As(Role.Coordinator);
        var (own, other) = (await coordinator.Innovation("Own"), await coordinator.Innovation("Other"));
        var path = $"/innovations/{own}/knowledge";
        var exchange = await coordinator.Make(Know.Api(own) + "/exchange/new", new { fromGroup = "a", toGroup = "b" });
        var product = await coordinator.Make(Know.Api(own) + "/products", new { name = "P" });
        var question = await coordinator.Make(Know.Api(own) + "/questions", new { words = "Q" });
        var word = await coordinator.Make(Know.Api(own) + "/words", new { word = "W" });

        var blank = await coordinator.Send(
            path + "/exchange/new",
            ("toGroup", "kept"),
            ("on-day", "1"),
            ("on-month", "1"),
            ("on-year", "x")
        );
        var term = await coordinator.Send(path + "/words/new", ("word", "Attack"), ("meanings", "a bad night"));
        var early = await coordinator.Send(
            path + "/questions/new",
            ("words", "?"),
            ("askedOn-day", "2"),
            ("askedOn-month", "2"),
            ("askedOn-year", "2026"),
            ("answeredOn-day", "1"),
            ("answeredOn-month", "2"),
            ("answeredOn-year", "2026")
        );

        var same = await coordinator.Send(path + "/words/new", ("word", " w "), ("meanings", "Staff: something"));
        await coordinator.Make(Know.Api(own) + "/words", new { word = "Ŵord" });
        var renamed = await coordinator.Send($"{path}/words/{word}", ("word", "WORD"));

        Assert.Equal("“W” is recorded already. Open it there, and add what it means to others.", same.ErrorOf("word"));
        Assert.Contains("Staff: something", same.ValueOf("meanings"));
        Assert.Contains("“Ŵord” is recorded already.", renamed.ErrorOf("word"));
        Assert.Equal("Enter the group it came from.", blank.ErrorOf("fromGroup"));
        Assert.Equal("kept", blank.ValueOf("toGroup"));
        Assert.Contains("real date", blank.ErrorOf("on"));
        Assert.Contains("the group, a colon", term.ErrorOf("meanings"));
        Assert.Contains("must not be before the question", early.ErrorOf("answeredOn"));
        foreach (
            var below in new[]
            {
                $"exchange/{exchange}",
                $"exchange/{exchange}/withdraw",
                $"products/{product}",
                $"products/{product}/use",
                $"products/{product}/withdraw",
                $"questions/{question}",
                $"questions/{question}/withdraw",
                $"words/{word}",
                $"words/{word}/withdraw",
            }
        )
        {
            Assert.Equal(HttpStatusCode.OK, (await coordinator.Open($"{path}/{below}")).Status);
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await coordinator.Open($"/innovations/{other}/knowledge/{below}")).Status
            );
        }
        foreach (
            var below in new[]
            {
                $"exchange/{exchange}:what",
                $"products/{product}:name",
                $"questions/{question}:words",
                $"words/{word}:word",
            }
        )
        {
            var (page, field) = ($"{path}/{below.Split(':')[0]}", below.Split(':')[1]);
            var mine = await coordinator.Open(page);
            await coordinator.Send(page, (field, "Theirs"));
            var both = await mine.Send((field, "Mine"));
            Assert.Contains("Mine", both.Html);
            Assert.Contains("Theirs", both.Html);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Files_and_the_board_of_places_hold_what_their_reader_may_read(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Files");
        var open = await coordinator.Item(innovation, "=Yellowhammer sings", consent: "Institution", place: "Fairhill");
        var closed = await coordinator.Item(innovation, "Yellowhammer hides", consent: "Team", place: "Fairhill");
        var counted = await coordinator.Item(
            innovation,
            "Yellowhammers: 12",
            source: "Data",
            consent: "Public",
            place: "Fairhill"
        );
        var decision = await coordinator.Decision(innovation, "Cut the hedge?", 0);
        foreach (var item in new[] { open, closed, counted })
            await coordinator.Tie(innovation, item, decision, "Adapted", "Not in spring.");
        var viewer = await site.As(Role.Viewer);

        var all = await coordinator.Client.GetStringAsync("/exports/knowledge-csv");
        var some = await viewer.Client.GetStringAsync("/exports/knowledge-csv");
        // Whoever takes the sheet out, it holds what everybody here may read.
        var pirit = await coordinator.Client.GetStringAsync("/exports/knowledge-pirit-csv");
        Assert.Equal(pirit, await viewer.Client.GetStringAsync("/exports/knowledge-pirit-csv"));
        var codes = await coordinator.Client.GetStringAsync("/exports/knowledge-codes-csv");
        Assert.Contains($"{open},", codes);
        Assert.Contains(",place,Fairhill,'=Yellowhammer sings,Institution", codes);
        Assert.Contains($"{closed},", codes);
        Assert.DoesNotContain("Yellowhammer hides", codes);
        var board = await viewer.Open("/knowledge/places?filter=fairhill");

        Assert.Contains("Yellowhammer hides", all);
        Assert.DoesNotContain("Yellowhammer hides", some + pirit + board.Text);
        // Written so that no spreadsheet runs it.
        Assert.DoesNotContain(",=Yellow", some);
        var line = pirit.Split("\r\n").Single(row => row.Contains("Yellowhammer sings", StringComparison.Ordinal));
        Assert.Contains("Cut the hedge?,it was done in a changed form: Yes.,Not in spring.,Impact,,Institution,", line);
        // The sheet is of people's contributions: a count is none.
        Assert.DoesNotContain("Yellowhammers: 12", pirit);
        Assert.Contains("=Yellowhammer sings", board.Text);
        Assert.DoesNotContain("Yellowhammers: 12", board.Text);
        Assert.DoesNotContain("sings", (await viewer.Open("/knowledge/places?filter=elsewhere")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_people_know_leaves_as_CSV_and_comes_back_and_what_is_wrong_is_named(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Rows");
        var name = (string)
            (await coordinator.Ask($"/api/innovations?filter=Rows"))["rows"]!
                .AsArray()
                .Single(row => (Guid)row!["id"]! == innovation)!["name"]!;
        var ada = await coordinator.Person($"Ada Rows {engine}", innovation);
        var full = await coordinator.Make(
            Know.Api(innovation) + "/items",
            new
            {
                statement = "=Two lines,\nand a \"quote\"",
                source = "Local",
                personId = ada,
                fromGroup = "Tenants",
                place = "Fairhill",
                topic = "stairs",
                heardOn = Know.In(-9),
                consent = "Institution",
                consentUntil = Know.In(90),
                isSensitive = "yes",
                attribution = "AsTheySay",
                attributedAs = "a neighbour",
                agreement = "Several",
            }
        );
        var back = await coordinator.Item(innovation, "Taken back", consent: "Public", person: ada);
        var own = (await coordinator.Client.GetStringAsync("/exports/knowledge-csv")).TrimStart('\uFEFF');
        await coordinator.Send($"/innovations/{innovation}/knowledge/items/{back}/take-back", ("sure", "yes"));
        var file = (await coordinator.Client.GetByteArrayAsync("/exports/knowledge-csv"));

        var same = await Take(file);
        Assert.Equal((0, 0, 0), (same.Created, same.Updated, same.Rejected.Count));
        Assert.True(same.Unchanged >= 1);
        Assert.Contains("a neighbour", own);
        Assert.Contains("'=Two lines,", own);

        // All of it, in an innovation that has none of it: every field comes as it left.
        var other = await coordinator.Innovation("Other rows");
        var otherName = (string)
            (await coordinator.Ask("/api/innovations?filter=Other%20rows"))["rows"]!
                .AsArray()
                .Single(row => (Guid)row!["id"]! == other)!["name"]!;
        var moved = own.Replace(full.ToString(), Guid.CreateVersion7().ToString()).Replace(name, otherName);
        var header = moved[..moved.IndexOf('\n')];
        var row = moved[moved.IndexOf($"{otherName},\"'=Two", StringComparison.Ordinal)..];
        row = row[..(row.IndexOf("\r\n", StringComparison.Ordinal) + 2)];
        var came = await Take(System.Text.Encoding.UTF8.GetBytes(header + "\n" + row));
        Assert.True(came.Created == 1, string.Join("; ", came.Rejected.Select(one => $"{one.Field} {one.Reason}")));
        var (left, arrived) = (await One(innovation, full), await One(other));
        foreach (var field in new[] { "innovationId", "id" })
        {
            left.AsObject().Remove(field);
            arrived.AsObject().Remove(field);
        }
        Assert.Equal(left.ToJsonString(), arrived.ToJsonString());

        // Another's list, and mistakes: each named by its line and column, nothing of them taken in.
        var theirs = System.Text.Encoding.UTF8.GetBytes(
            $"""
            innovation,what they know,kind,said by,heard on,may be read by,private,named by,id
            {name},Short of breath,Lived,,,,,,
            {name},Kind?,Guessed,,,,,,
            {name},Whose?,Lived,Nobody At All,,,,,
            {name},When?,Lived,,2199-01-01,,,,
            {name},Open?,Lived,,,Public,yes,,
            {name},Named?,Lived,,,,,Name,
            {name},Private?,Lived,,,,perhaps,,
            {name},Widened,Lived,,,Public,,,{back}
            {name},,Lived,,,,,,
            Nowhere at all,Lost,Lived,,,,,,
            """
        );
        var seen = await Take(theirs, apply: false);
        var taken = await Take(theirs);
        var again = await Take(theirs);

        Assert.Equal((1, 9), (seen.Created, seen.Rejected.Count));
        Assert.Equal((1, 0), (taken.Created, taken.Updated));
        Assert.Equal((0, 1), (again.Created, again.Unchanged));
        Assert.Equal(
            [
                "3 kind",
                "4 said by",
                "5 heard on",
                "6 may be read by",
                "7 named by",
                "8 private",
                "9 may be read by",
                "10 what they know",
                "11 innovation",
            ],
            taken.Rejected.Select(one => $"{one.Line} {one.Field}")
        );
        // Where nothing is written of who may read it, nobody was asked.
        Assert.DoesNotContain("Short of breath", await (await site.As(Role.Viewer)).Found(innovation, ""));
        Assert.Equal(["Short of breath"], await coordinator.Found(innovation, "breath"));

        async Task<JsonNode> One(Guid of, Guid? id = null)
        {
            id ??= (Guid)(await coordinator.Ask($"{Know.Api(of)}/items"))["rows"]!.AsArray().Single()!["id"]!;
            return await coordinator.Ask($"{Know.Api(of)}/items/{id}");
        }

        async Task<ImportReport> Take(byte[] bytes, bool apply = true)
        {
            using var stream = new MemoryStream(bytes);
            var answers = await site.AskAll<IImporter, ImportReport?>(async importer =>
                importer.Id == "knowledge-csv"
                    ? await importer.Import(
                        stream,
                        new ImportRun { FileName = "knowledge.csv", Apply = apply },
                        CancellationToken.None
                    )
                    : null
            );
            return answers.Single(one => one is not null)!;
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task The_feed_is_closed_until_it_is_opened_and_then_holds_what_is_public_alone(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        var innovation = await coordinator.Innovation("Feed");
        var ada = await coordinator.Person("Ada Public", innovation);
        var told = await coordinator.Make(
            Know.Api(innovation) + "/items",
            new
            {
                statement = "Wagtails & <children> 😀",
                consent = "Public",
                personId = ada,
                attribution = "Name",
            }
        );
        var back = await coordinator.Item(innovation, "Wagtail taken back", consent: "Public");
        await coordinator.Item(innovation, "Wagtail inside", consent: "Institution");
        using var anybody = site.Anonymous();
        const string Path = "/open/knowledge/feed.atom";

        using var closed = await anybody.Client.GetAsync(Path);
        await (await (await site.As(Role.Administrator)).Open("/settings")).SendForm(
            "main form:has([value='knowledge.public-feed'])",
            ("value", "1")
        );
        await coordinator.Send($"/innovations/{innovation}/knowledge/items/{back}/take-back", ("sure", "yes"));
        var text = await anybody.Client.GetStringAsync(Path);
        var feed = XDocument.Parse(text);
        XNamespace atom = "http://www.w3.org/2005/Atom";
        var entry = feed.Root!.Elements(atom + "entry")
            .Single(one => one.Element(atom + "id")!.Value == $"urn:uuid:{told}");

        Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
        Assert.Equal("Wagtails & <children> 😀", entry.Element(atom + "content")!.Value);
        Assert.Equal("Ada Public", entry.Element(atom + "author")!.Element(atom + "name")!.Value);
        Assert.NotNull(feed.Root.Element(atom + "updated"));
        Assert.DoesNotContain("taken back", text);
        Assert.DoesNotContain("inside", text);
    }
}
