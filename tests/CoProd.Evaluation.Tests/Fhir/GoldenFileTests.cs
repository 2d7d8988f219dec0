using System.Text.Json.Nodes;
using CoProd.Testing;
using Console = CoProd.Testing.Console;

namespace CoProd.Evaluation.Tests.Fhir;

/// <summary>The questionnaires of HL7's SDC guide (CC0). The figures are those of ../shared/data/MANIFEST.md.</summary>
public sealed class GoldenFileTests
{
    private const string Phq9 = "questionnaire-sdc-profile-example-PHQ9.json";
    private const string EnableWhen = "questionnaire-sdc-test-enablewhen.json";

    [Theory]
    [InlineData(Phq9, 11, 0, 0, 0)]
    [InlineData("questionnaire-sdc-profile-example-hunger-vital-signs.json", 4, 0, 0, 0)]
    [InlineData("questionnaire-sdc-profile-example-weight-height.json", 5, 0, 0, 0)]
    [InlineData(EnableWhen, 48, 0, 19, 1)]
    [InlineData("questionnaireresponse-sdc-profile-example-PHQ9.json", 11, 10, 0, 0)]
    public async Task A_file_says_what_it_holds_and_comes_back_with_everything_that_is_not_named_as_lost(
        string name,
        int items,
        int answers,
        int enableWhen,
        int repeats
    )
    {
        var path = Path.Combine(SharedData.FolderOf("fhir"), name);
        var text = await File.ReadAllTextAsync(path);

        var (first, written) = await Verb.OfText(text);
        var (second, again) = await Verb.OfText(written!);

        Assert.Equal((0, ""), (first.Code, first.Errors));
        Assert.Equal(
            (items, items, answers, enableWhen, 0, repeats),
            (
                (int)first.Json["items"]!,
                (int)first.Json["uniqueLinkIds"]!,
                (int)first.Json["answers"]!,
                (int)first.Json["enableWhen"]!,
                (int)first.Json["required"]!,
                (int)first.Json["repeats"]!
            )
        );
        // What was written loses nothing more, and every item stands where it stood.
        Assert.Equal(written, again);
        Assert.DoesNotContain(second.NotKept, loss => !loss.What.Contains("lie elsewhere"));
        Assert.Equal(Skeleton(JsonNode.Parse(text)!), Skeleton(JsonNode.Parse(written!)!));
    }

    [Fact]
    public async Task What_a_questionnaire_computes_by_itself_is_named_by_its_item()
    {
        var (result, written) = await Verb.OfText(
            await File.ReadAllTextAsync(Path.Combine(SharedData.FolderOf("fhir"), Phq9))
        );

        Assert.Contains(result.NotKept, loss => loss.LinkId == "H1/TS" && loss.What.Contains("calculatedExpression"));
        // The answer list came along, points and all.
        Assert.Contains("VSPHQ9", written);
        Assert.Contains("ordinalValue", written);
        Assert.True((bool)result.Json["supported"]!);
    }

    [Fact]
    public async Task Answers_that_lie_elsewhere_are_named()
    {
        var (result, _) = await Verb.OfText(
            await File.ReadAllTextAsync(Path.Combine(SharedData.FolderOf("fhir"), EnableWhen))
        );

        var loss = Assert.Single(result.NotKept, loss => loss.LinkId is not null);
        Assert.Equal("1acf93a7-0890-44cd-be48-542defb35248", loss.LinkId);
        Assert.Contains("lie elsewhere", loss.What);
    }

    [Fact]
    public async Task Who_answered_is_not_kept_and_that_is_said()
    {
        var path = Path.Combine(SharedData.FolderOf("fhir"), "questionnaireresponse-sdc-profile-example-PHQ9.json");

        var (result, written) = await Verb.OfText(await File.ReadAllTextAsync(path));

        Assert.Contains(result.NotKept, loss => loss is (null, "subject"));
        Assert.Contains(result.NotKept, loss => loss is (null, "author"));
        Assert.DoesNotContain("proband", written);
    }

    [Fact]
    public async Task The_command_line_takes_it_and_stores_nothing()
    {
        var folder = Directory.CreateTempSubdirectory("coprod-verb-").FullName;
        var (file, to) = (Path.Combine(folder, "in.json"), Path.Combine(folder, "out.xml"));
        await File.WriteAllTextAsync(
            file,
            """{"resourceType":"Questionnaire","status":"draft","title":"Two","item":[{"linkId":"a","type":"boolean"},{"linkId":"b","type":"string","required":true,"enableWhen":[{"question":"a","operator":"=","answerBoolean":true}]}]}"""
        );
        var data = Path.Combine(folder, "data");

        var good = await Console.Run("evaluation", "questionnaire", file, "--out", to, "--json", "--data", data);
        var xml = await Verb.Run("questionnaire", to);
        var refused = await Console.Run("evaluation", "questionnaire", Path.Combine(folder, "no.json"), "--data", data);

        Assert.True(good.Code == 0, good.Errors);
        Assert.Equal((2, 1, 1), ((int)good.Json["items"]!, (int)good.Json["enableWhen"]!, (int)good.Json["required"]!));
        // JSON became XML, and says the same.
        Assert.StartsWith("<", (await File.ReadAllTextAsync(to)).TrimStart('\uFEFF'));
        Assert.Equal(good.Json["items"]!.ToString(), xml.Json["items"]!.ToString());
        Assert.Equal(1, refused.Code);
        Assert.Contains("cannot be read", refused.Errors);
        Directory.Delete(folder, recursive: true);
    }

    // JSON does not mind in which order the parts of an object come.
    private static JsonNode? Ordered(JsonNode? node) =>
        node switch
        {
            JsonObject parts => new JsonObject(
                parts
                    .OrderBy(part => part.Key, StringComparer.Ordinal)
                    .Select(part => KeyValuePair.Create(part.Key, Ordered(part.Value)))
            ),
            JsonArray list => new JsonArray([.. list.Select(Ordered)]),
            null => null,
            _ => node.DeepClone(),
        };

    // Where each item stands, with all that the engine asks by; nothing of it may be lost.
    private static string Skeleton(JsonNode file)
    {
        var lines = new List<string>();
        Walk(file, "");
        return string.Join('\n', lines);

        void Walk(JsonNode at, string path)
        {
            foreach (var item in at["item"]?.AsArray() ?? [])
            {
                string[] kept =
                [
                    "linkId",
                    "text",
                    "type",
                    "required",
                    "repeats",
                    "maxLength",
                    "enableWhen",
                    "enableBehavior",
                    "answerOption",
                    "answerValueSet",
                    "code",
                ];
                lines.Add(path + string.Join(' ', kept.Select(name => Ordered(item![name])?.ToJsonString())));
                foreach (var answer in item!["answer"]?.AsArray() ?? [])
                    lines.Add(path + Ordered(answer)!.ToJsonString());
                Walk(item, path + "/");
            }
        }
    }
}
