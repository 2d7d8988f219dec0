using System.Net;
using System.Text;
using CoProd.Contracts.Modules;
using CoProd.Host.Leaving;
using CoProd.Host.Tests.Privacy;
using CoProd.Testing;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Leaving;

/// <summary>Nothing leaves beyond what people agreed to, whichever module keeps it and whoever wrote it.</summary>
public sealed class ConsentTests(Sites sites) : IClassFixture<Sites>
{
    private const string Silent = "Quentin Canarybird7731";
    private const string Agreeing = "Yolanda Agreedbird9917";
    private const string TakenBack = "Bertram Backbird5518";
    private const string Outside = "Olga Outerbird3302";

    private static readonly string[] Canaries =
    [
        "Canarybird7731",
        "Backbird5518",
        "Outerbird3302",
        "bird@example.org",
        "07700 900731",
        // The first name of somebody who takes part says among neighbours who it was.
        "Bertram",
        "Quentin",
    ];

    public static TheoryData<TestEngine> Both => Engines.Both;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Both))]
    public async Task Nobody_who_did_not_agree_is_named_in_any_file_of_the_archive(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var innovation = (
            await sam.Send("/innovations/new", ("name", "Walks"), ("purpose", $"What {Silent} and {Agreeing} began"))
        ).Id();
        await sam.Send(
            "/groups/new",
            ("name", "Walkers"),
            ("kind", "CommunityGroup"),
            ("contactRoute", "Ask " + Silent)
        );
        var silent = await Person(sam, innovation, Silent);
        var agreeing = await Person(sam, innovation, Agreeing);
        var back = await Person(sam, innovation, TakenBack);
        await sam.Send("/people/new", ("name", Outside), ("email", "outer.bird@example.org"));
        foreach (var person in new[] { agreeing, back })
            await sam.Send(
                $"/people/{person}/consents/new",
                ("scope", "HandOver"),
                ("purpose", $"With the walks, said to {Outside}"),
                ("how", $"At the table with {Silent}")
            );
        // Between two parties a handover can be drafted; for institutions whoever coordinates speaks, on both sides.
        foreach (var party in new[] { "Trust", "Council" })
            await sam.Send(
                $"/innovations/{innovation}/ownership/parties/new",
                ("name", $"{party} of {Silent}"),
                ("side", "Institution"),
                ("personIds", $"{silent}")
            );
        var forms = await EveryForm.Fill(site, sam, silent, Silent);
        Assert.True(forms.Kept >= 65, forms.ToString());
        // The forms of a handover are among them.
        foreach (
            var form in new[]
            {
                "/handovers/new",
                "/rights/new",
                "/stages/new",
                "/rehearse",
                "/obligations/{obligationId:guid}/answer",
            }
        )
            Assert.False(
                forms.Refused.Any(refused =>
                    refused.Contains("/ownership", StringComparison.Ordinal)
                    && refused.Split(' ')[0].EndsWith(form, StringComparison.Ordinal)
                ),
                forms.ToString()
            );
        await sam.Send(
            "/capture",
            ("innovationId", $"{innovation}"),
            (
                "words",
                $"{Outside}, {TakenBack}\nand QUENTIN  CANARYBIRD7731 met {Agreeing}; ring 07700 900731 or quentin.bird@example.org. Bertram waved, and Olga sang. Mrs Canarybird7731, Q. Canarybird7731 and quentin waited for OUTERBIRD3302, Olga."
            ),
            ("people", $"{silent}")
        );
        // What was agreed and taken back; the forms above have asked everybody everything.
        await site.Host()
            .Modules.Find("CoProd.Register")!
            .Database!.Write(
                w =>
                    w.Connection.Execute(
                        "update consent set withdrawn_on = @today where person_id in @people and scope = 'HandOver'",
                        new { today = DateOnly.FromDateTime(DateTime.UtcNow), people = new[] { silent, back } }
                    ),
                Ct
            );

        var file = Archives.NewFile();
        var told = await site.Run("innovation", "export", $"{innovation}", file, "--json");
        Assert.True(told.Code == 0, told.Errors);
        var files = Archives.Files(file);

        foreach (var (name, content) in files)
        {
            var text = Encoding.UTF8.GetString(content);
            foreach (var canary in Canaries)
                Assert.False(
                    text.Contains(canary, StringComparison.OrdinalIgnoreCase),
                    $"{name} holds {canary}: …{Around(text, canary)}…"
                );
        }
        var register = Encoding.UTF8.GetString(files["modules/CoProd.Register/records.json"]);
        Assert.Contains(Agreeing, register, StringComparison.Ordinal);
        Assert.Contains(
            Agreeing,
            Encoding.UTF8.GetString(files["modules/CoProd.Register/people.csv"]),
            StringComparison.Ordinal
        );
        Assert.Contains(
            Agreeing,
            Encoding.UTF8.GetString(files["modules/CoProd.Register/index.html"]),
            StringComparison.Ordinal
        );
        Assert.Equal(1, (int)told.Json["people"]!["byName"]!);
        Assert.Equal(2, told.Json["people"]!["byRole"]!.AsArray().Count);
        // The forms really reached every module: otherwise nothing was proved.
        foreach (var module in site.Host().Modules.Active)
            Assert.True(
                Encoding
                    .UTF8.GetString(files[$"modules/{module.Id}/records.json"])
                    .Contains("(name left out)", StringComparison.Ordinal),
                $"No form put the name into {module.Id}."
            );
        TestContext.Current.SendDiagnosticMessage(
            $"{engine}: {forms}; {files.Count} files, {files.Values.Sum(f => f.Length)} bytes without a canary"
        );

        // The sender keeps what it had, and says that it left.
        Assert.Contains(Silent, (await sam.Open($"/innovations/{innovation}/people")).Text);
        Assert.Contains("An archive of it was made", (await sam.Open($"/innovations/{innovation}")).Text);
        var priya = await site.As(Role.Administrator);
        Assert.Contains("innovation left", (await priya.Open($"/audit?filter={innovation}")).Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Somebody_erased_since_an_archive_left_does_not_come_back_with_it(TestEngine engine)
    {
        const string Erased = "Wilma Wrenbird4408";
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        // Behind the other test's innovation in every list: its forms fill the first.
        var innovation = (await sam.Send("/innovations/new", ("name", $"Zigzag walks {engine}"))).Id();
        var person = await Person(sam, innovation, Erased);
        await sam.Send(
            $"/people/{person}/consents/new",
            ("scope", "HandOver"),
            ("purpose", "With it"),
            ("how", "Here")
        );
        await sam.Send(
            "/capture",
            ("innovationId", $"{innovation}"),
            ("words", $"{Erased} opened the hall, and WILMA WRENBIRD4408’s wife and Mrs Wrenbird4408 closed it")
        );
        var file = Archives.NewFile();
        var services = site.Host().Services;
        await services.GetRequiredService<ArchiveWriter>().Write(innovation, file, null, Ct);
        Assert.Contains(Erased, Archives.Records(file)["CoProd.Register"], StringComparison.Ordinal);
        await sam.Send($"/people/{person}/erase", ("sure", "true"));
        Assert.DoesNotContain(
            "Wrenbird4408",
            (await site.Whole(innovation))["CoProd.Register"],
            StringComparison.OrdinalIgnoreCase
        );

        await services.GetRequiredService<Arrivals>().TakeIn(await ArchiveReader.Read(file, Ct), Guid.Empty, Ct);

        Assert.DoesNotContain(
            "Wrenbird4408",
            (await site.Whole(innovation))["CoProd.Register"],
            StringComparison.OrdinalIgnoreCase
        );
        Assert.Equal(HttpStatusCode.NotFound, (await sam.Open($"/people/{person}")).Status);
        Assert.DoesNotContain("Wrenbird4408", (await sam.Open($"/innovations/{innovation}/arrival")).Html);
        Assert.DoesNotContain("Wrenbird4408", (await sam.Open("/people")).Html);
        Assert.Equal(
            0,
            await site.Count("innovation_arrival where story like '%Wrenbird4408%' or manifest like '%Wrenbird4408%'")
        );
    }

    private static async Task<Guid> Person(Session sam, Guid innovation, string name)
    {
        var person = (
            await sam.Send(
                "/people/new",
                ("name", name),
                ("email", $"{name.Split(' ')[0]}.bird@example.org"),
                ("phone", "07700 900731")
            )
        ).Id();
        await sam.Send($"/innovations/{innovation}/people/new", ("personId", $"{person}"), ("role", "carer"));
        return person;
    }

    private static string Around(string text, string canary)
    {
        var at = text.IndexOf(canary, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? "" : text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 60)];
    }
}
