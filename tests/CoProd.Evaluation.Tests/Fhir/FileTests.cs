using CoProd.Evaluation.Exchange.Fhir;
using CoProd.Evaluation.Instruments;
using CsCheck;
using Hl7.Fhir.Serialization;

namespace CoProd.Evaluation.Tests.Fhir;

/// <summary>Files of our own: each kind of item, what is not supported, and rubbish.</summary>
public sealed class FileTests
{
    [Fact]
    public async Task Attachments_references_and_foreign_conditions_are_named_and_the_rest_is_kept()
    {
        var (result, written) = await Verb.OfText(
            """
            {"resourceType":"Questionnaire","status":"active","item":[
              {"linkId":"1","type":"group","repeats":true,"item":[
                {"linkId":"1.1","type":"attachment","text":"A photo"},
                {"linkId":"1.2","type":"reference"},
                {"linkId":"1.3","type":"quantity","initial":[{"valueQuantity":{"value":2.50,"unit":"kg"}}]},
                {"linkId":"1.4","type":"open-choice","answerOption":[{"valueString":"Tea"},{"valueReference":{"reference":"Patient/1"}},{"valueInteger":3}]},
                {"linkId":"1.5","type":"string","enableWhen":[{"question":"gone","operator":"exists","answerBoolean":true}]},
                {"linkId":"1.6","type":"date","extension":[{"url":"http://example.org/mine","valueString":"x"}]}]}]}
            """
        );

        Assert.Equal(0, result.Code);
        Assert.False((bool)result.Json["supported"]!);
        foreach (var id in new[] { "1.1", "1.2", "1.4", "1.5", "1.6" })
            Assert.Single(result.NotKept, loss => loss.LinkId == id);
        Assert.Equal(5, result.NotKept.Count);
        Assert.Contains("2.50", written);
        Assert.Contains("Tea", written);
        Assert.Contains("valueInteger", written);
    }

    [Fact]
    public async Task Answers_within_answers_of_every_kind_come_back_and_a_lost_one_is_named()
    {
        var (result, written) = await Verb.OfText(
            """
            {"resourceType":"QuestionnaireResponse","status":"completed","item":[
              {"linkId":"1","answer":[{"valueBoolean":true,"item":[{"linkId":"1.1","answer":[{"valueDecimal":1.20},{"valueInteger":-3}]}]}]},
              {"linkId":"2","answer":[{"valueDate":"2027-03"},{"valueDateTime":"2027-03-01T10:00:00Z"},{"valueTime":"09:30:00"}]},
              {"linkId":"3","answer":[{"valueString":"=1+1"},{"valueUri":"http://example.org"},{"valueCoding":{"display":"Only words"}}]},
              {"linkId":"4","answer":[{"valueQuantity":{"value":7,"comparator":"<","unit":"h","system":"http://unitsofmeasure.org","code":"h"}}]},
              {"linkId":"5","answer":[{"valueAttachment":{"url":"http://example.org/a.png"}}]},
              {"linkId":"3","answer":[{"valueString":"again"}]}]}
            """
        );

        Assert.Equal(0, result.Code);
        Assert.Equal((7, 6, 12), Counts(result));
        Assert.Equal([("5", "answer.valueAttachment")], result.NotKept.Select(loss => (loss.LinkId!, loss.What)));
        Assert.Contains("1.20", written);
        Assert.Contains("\"<\"", written);
    }

    private static (int, int, int) Counts(Verb.Result result) =>
        ((int)result.Json["items"]!, (int)result.Json["uniqueLinkIds"]!, (int)result.Json["answers"]!);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("%PDF-1.7", "neither JSON nor XML")]
    [InlineData("{", "not whole JSON")]
    [InlineData("[1]", "neither JSON nor XML")]
    [InlineData("""{"resourceType":"Patient"}""", "holds a Patient")]
    [InlineData("""{"item":[]}""", "names no resourceType")]
    [InlineData("<a/>", "not FHIR")]
    [InlineData(
        """<!DOCTYPE a [<!ENTITY x "y">]><Questionnaire xmlns="http://hl7.org/fhir"/>""",
        "names a document type"
    )]
    [InlineData(
        """{"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"a","type":"string"},{"linkId":"a","type":"string"}]}""",
        "linkId a is used more than once"
    )]
    [InlineData("""{"resourceType":"Questionnaire","status":"draft","item":[{"type":"string","text":"Who?"}]}""", "")]
    [InlineData(
        """{"resourceType":"Questionnaire","status":"draft","item":[{"linkId":"a","type":"group","enableWhen":[{"question":"b","operator":"=","answerBoolean":true}],"item":[{"linkId":"b","type":"boolean"}]}]}""",
        "wait for each other"
    )]
    public async Task What_cannot_be_used_is_refused_in_a_sentence(string text, string says)
    {
        var (result, written) = await Verb.OfText(text);

        Assert.Equal(1, result.Code);
        Assert.Contains(says, result.Errors);
        Assert.True(result.Errors.Trim().Length > 10);
        Assert.Equal(("", null), (result.Output, written));
    }

    // A billion laughs: ten entities, each ten times the one before.
    [Fact]
    public async Task An_entity_bomb_is_refused_before_it_goes_off()
    {
        var bomb = new System.Text.StringBuilder("<!DOCTYPE q [<!ENTITY e0 \"ha\">");
        for (var i = 1; i < 10; i++)
            bomb.Append($"<!ENTITY e{i} \"{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}\">");
        bomb.Append("""]><Questionnaire xmlns="http://hl7.org/fhir"><title value="&e9;"/></Questionnaire>""");

        var (result, written) = await Verb.OfText(bomb.ToString(), ".xml");

        Assert.Equal((1, "", null), (result.Code, result.Output, written));
        Assert.Contains("names a document type", result.Errors);
    }

    [Fact]
    public async Task A_file_cut_off_anywhere_is_refused_and_nothing_is_written()
    {
        const string Json =
            """{"resourceType":"Questionnaire","status":"draft","title":"Two","item":[{"linkId":"a","type":"boolean"}]}""";
        const string Xml =
            """<Questionnaire xmlns="http://hl7.org/fhir"><status value="draft"/><item><linkId value="a"/><type value="boolean"/></item></Questionnaire>""";

        foreach (var whole in new[] { Json, Xml })
        {
            Assert.Equal(0, (await Verb.OfText(whole)).Result.Code);
            for (var length = 0; length < whole.Length; length += 7)
            {
                var (result, written) = await Verb.OfText(whole[..length]);
                Assert.Equal((1, "", null), (result.Code, result.Output, written));
                Assert.NotEmpty(result.Errors);
            }
        }
    }

    [Fact]
    public async Task A_file_nested_without_end_is_refused_and_takes_nothing_down()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"linkId":"a","type":"group","item":[""", 50_000));
        var json = await Verb.OfText("""{"resourceType":"Questionnaire","item":[""" + deep);
        var xml = await Verb.OfText(
            """<Questionnaire xmlns="http://hl7.org/fhir">""" + string.Concat(Enumerable.Repeat("<item>", 50_000)),
            ".xml"
        );

        Assert.Equal((1, 1), (json.Result.Code, xml.Result.Code));
        Assert.Contains("nested deeper", xml.Result.Errors);
    }

    [Fact]
    public void Whatever_the_engine_holds_survives_FHIR()
    {
        Instruments.Sample(
            instrument =>
            {
                var once = QuestionnaireOut.Write(instrument).ToJson();
                var (file, refused) = FhirFile.Read(System.Text.Encoding.UTF8.GetBytes(once));
                Assert.True(file is not null, refused);
                var questionnaire = (Hl7.Fhir.Model.Questionnaire)file.Resource;
                var twice = QuestionnaireOut.Write(QuestionnaireIn.Read(questionnaire));
                Assert.Equal(once, twice.ToJson());
                Assert.Empty(Losses.Between(questionnaire, twice));
            },
            iter: 200
        );
    }

    private static readonly Gen<string> Word = Gen.String[Gen.Char.AlphaNumeric, 1, 8];

    private static readonly Gen<bool?> Maybe = Gen.Int[0, 2].Select(n => n == 0 ? (bool?)null : n == 1);

    private static readonly Gen<Value> Values = Gen.OneOf(
        Gen.Bool.Select(Value.Yes),
        Gen.Int[-999, 999].Select(n => Value.Number(n / 100m)),
        Word.Select(word => Value.Of(ValueKind.String, word)),
        Gen.Select(Word, Word, (code, display) => Value.Code(code, display, "http://example.org"))
    );

    private static Gen<Instrument> Instruments =>
        Items(2)
            .List[1, 4]
            .Select(items => new Instrument
            {
                Key = "made",
                Version = "1",
                Title = "Made",
                Items = [.. items.Select((item, i) => Named(item, $"{i}"))],
            });

    private static Gen<Item> Items(int depth) =>
        Gen.Select(
            Gen.Enum<ItemKind>().Where(kind => kind != ItemKind.Unknown),
            Word,
            Maybe,
            Maybe,
            Gen.Select(
                Word,
                Values,
                (question, answer) =>
                    new Condition
                    {
                        Question = question,
                        Comparison = Comparison.Equal,
                        Answer = answer,
                    }
            ).List[0, 2],
            Gen.Select(
                Word,
                Gen.Int[0, 9],
                (code, points) =>
                    new Option
                    {
                        Value = Value.Code(code),
                        Points = points,
                        PointsStandOnCode = points > 4,
                    }
            ).List[0, 3],
            depth == 0 ? Gen.Const(new List<Item>()) : Items(depth - 1).List[0, 3],
            (kind, text, required, any, conditions, options, inner) =>
                new Item
                {
                    Id = "",
                    Kind = inner.Count > 0 ? ItemKind.Group : kind,
                    Text = text,
                    Required = required,
                    AnyCondition = any,
                    Conditions = conditions,
                    Options = inner.Count > 0 ? [] : options,
                    Control = options.Count == 2 ? "drop-down" : null,
                    Items = inner,
                }
        );

    private static Item Named(Item item, string id) =>
        item with
        {
            Id = id,
            Items = [.. item.Items.Select((inner, i) => Named(inner, $"{id}.{i}"))],
        };
}
