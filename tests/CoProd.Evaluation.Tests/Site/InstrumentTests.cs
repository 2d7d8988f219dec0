using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Evaluation.Tests.Site;

/// <summary>Instruments as people see and load them.</summary>
public sealed class InstrumentTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task The_words_of_others_are_put_in_and_the_pack_can_then_be_asked(TestEngine engine)
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);
        const string Nhs = "/evaluation/instruments/one";
        const string Which = "?pack=nhs-sustainability&edition=1";

        var seen = await coordinator.Open(Nhs + Which);
        var form = await coordinator.Open(Nhs + "/words" + Which);
        var half = await form.Send(("terms", "Our licence"));
        var done = await form.Send([
            ("terms", "Our licence"),
            .. form
                .Document.QuerySelectorAll("main textarea[name^=w]")
                .Select(area => (area.GetAttribute("name")!, "Our words")),
        ]);
        var innovation = await coordinator.Innovation("Licensed");
        var round = await coordinator.Round(innovation, "nhs-sustainability 1-words");

        Assert.Contains("Not confirmed", seen.Text);
        Assert.Contains("doi:10.1186/s43058-021-00205-x", seen.Text);
        Assert.Contains("It cannot be asked yet", seen.Text);
        Assert.Equal(HttpStatusCode.BadRequest, half.Status);
        Assert.Equal("Our licence", half.ValueOf("terms"));
        Assert.Contains("Our licence", done.Text);
        Assert.DoesNotContain("It cannot be asked yet", done.Text);
        var link = (await coordinator.Links(innovation, round))["Patients"];
        using var nobody = site.Anonymous();
        Assert.Contains("Our words", (await nobody.Send(link)).Text);

        // By hand: level A on all ten factors is the whole 100 points, in three parts, so that there is a shape to draw.
        var group = (await coordinator.Ask("/api" + Eval.Page(innovation, round)))["groups"]![1]!["id"];
        for (var i = 0; i < 5; i++)
        {
            var blank = await coordinator.Open($"{Eval.Page(innovation, round)}/type/{group}");
            await blank.Send(Eval.Fields(blank, "A"));
        }
        await coordinator.Close(innovation, round);
        var results = await coordinator.Open($"{Eval.Page(innovation, round)}/results");
        Assert.Contains("On the whole: 100.0 of 100.0. Reason for optimism.", results.Text);
        Assert.NotNull(results.Document.QuerySelector("#radar-title"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_pack_that_cannot_be_is_refused_with_its_place_and_a_FHIR_form_is_asked_with_its_conditions(
        TestEngine engine
    )
    {
        var site = await sites.On(engine);
        var coordinator = await site.As(Role.Coordinator);

        var circular = await coordinator.Send(
            "/evaluation/instruments/new",
            (
                "source",
                """{"key":"k","version":"1","title":"t","items":[{"id":"a","kind":"Boolean","text":"A","when":[{"question":"b","answer":true}]},{"id":"b","kind":"Boolean","text":"B","when":[{"question":"a","answer":true}]}]}"""
            )
        );
        var impossible = await coordinator.PostJson(
            "/api/evaluation/instruments",
            new
            {
                source = """{"key":"k","version":"1","title":"t","items":[{"id":"d","domain":true,"items":[{"id":"a","options":[{"code":"x","points":1}]}]}],"scoring":{"domain":"Sum","overall":"Sum","maximum":100}}""",
            }
        );
        var bomb = await coordinator.PostJson(
            "/api/evaluation/instruments",
            new
            {
                source = """<!DOCTYPE a [<!ENTITY x "y">]><Questionnaire xmlns="http://hl7.org/fhir"><title value="&x;"/></Questionnaire>""",
            }
        );
        await coordinator.Make(
            "/api/evaluation/instruments",
            new
            {
                source = """{"resourceType":"Questionnaire","name":"visits","version":"2","title":"Visits","status":"active","item":[{"linkId":"H/1","type":"group","text":"Visits","item":[{"linkId":"H/1.1","type":"boolean","text":"Did somebody visit?","required":true},{"linkId":"H/1.2","type":"integer","text":"How often?","enableWhen":[{"question":"H/1.1","operator":"=","answerBoolean":true}]}]}]}""",
            }
        );
        var innovation = await coordinator.Innovation("Fhir");
        var round = await coordinator.Round(innovation, "visits 2", others: "", together: true);
        var link = (await coordinator.Links(innovation, round))["Patients"];
        using var nobody = site.Anonymous();
        var page = await nobody.Send(link);
        var blank = await page.Send();
        var more = await page.Send(("q1", "true"));
        var bad = await more.Send(("q2", "often"));
        var send = await more.Send(("q2", "3"));

        Assert.Contains("items[0]: These wait for each other", circular.Text);
        Assert.Contains("scoring.maximum", impossible.Body!.ToJsonString());
        Assert.Equal(HttpStatusCode.BadRequest, bomb.Status);
        Assert.DoesNotContain("How often?", page.Text);
        Assert.Contains("This one is needed: Did somebody visit?", blank.Text);
        Assert.Contains("How often?", more.Text);
        Assert.Contains("a little more to ask", more.Html);
        Assert.Equal(HttpStatusCode.BadRequest, bad.Status);
        Assert.Equal("often", bad.ValueOf("q2"));
        Assert.Contains("2 of 2 answered", send.Text);
    }
}
