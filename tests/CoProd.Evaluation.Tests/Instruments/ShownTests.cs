using CoProd.Evaluation.Exchange.Fhir;
using CoProd.Evaluation.Instruments;
using Hl7.Fhir.Model;

namespace CoProd.Evaluation.Tests.Instruments;

/// <summary>Conditional items, on HL7's own questionnaire for testing them (its texts say what should show when).</summary>
public sealed class ShownTests
{
    private static Instrument EnableWhen()
    {
        using var stream = SharedData.Open("fhir/questionnaire-sdc-test-enablewhen.json");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return QuestionnaireIn.Read((Questionnaire)FhirFile.Read(bytes.ToArray()).File!.Resource);
    }

    private static IReadOnlySet<string> With(params (string Question, Value Answer)[] given)
    {
        var answers = given.ToLookup(g => g.Question, g => g.Answer);
        return Shown.In(EnableWhen(), id => [.. answers[id]]);
    }

    private const string Question1 = "83d5c1a6-5dc3-44d0-9d9e-d687c72e143e";
    private const string HiddenUntilQ1 = "e5da17a7-7546-45c5-9bcd-d0b09a74cc14";
    private const string EightAndFour = "76daed4f-f957-45cb-9584-aab95f6021d4";
    private const string Radio789 = "5e1209b7-c9e0-4bf4-b228-fr096s903m25";
    private const string Radio456 = "5e1209b7-c9e0-4bf4-b228-c6591b540qmo";

    [Fact]
    public void A_question_shows_when_its_answer_is_given_and_not_before()
    {
        Assert.DoesNotContain(HiddenUntilQ1, With());
        Assert.DoesNotContain(HiddenUntilQ1, With((Question1, Value.Yes(false))));
        Assert.Contains(HiddenUntilQ1, With((Question1, Value.Yes(true))));
    }

    [Fact]
    public void A_group_with_two_conditions_waits_for_both_and_takes_along_what_it_holds()
    {
        var one = With((Radio789, Value.Code("8")));
        var both = With((Radio789, Value.Code("8")), (Radio456, Value.Code("4")));

        Assert.DoesNotContain(EightAndFour, one);
        Assert.DoesNotContain("3cf51112-6896-4076-8994-b6ff3e52f359", one);
        Assert.Contains(EightAndFour, both);
        Assert.Contains("3cf51112-6896-4076-8994-b6ff3e52f359", both);
    }

    [Theory]
    [InlineData("1.1", true, false)]
    [InlineData("2.2", false, true)]
    public void Codes_are_compared_by_their_number(string code, bool below, bool above)
    {
        var shown = With(("s3-radio", Value.Code(code)));

        Assert.Equal(below, shown.Contains("945b97b5-6d74-4a55-9be1-19897512jj89"));
        Assert.Equal(above, shown.Contains("04fabc33-534a-4047-9a13-c13b0b63fa17"));
    }

    [Theory]
    [InlineData("2000-01-01", false, true)]
    [InlineData("2000-01-02", true, false)]
    [InlineData("1999", false, true)]
    public void Days_are_compared_as_days(string day, bool after, bool before)
    {
        var shown = With(("date_of_birth_question", Value.Of(ValueKind.Date, day)));

        Assert.Equal(after, shown.Contains("date_greater_2000-01-01"));
        Assert.Equal(before, shown.Contains("date_less_2000-01-01"));
    }

    [Fact]
    public void One_of_several_answers_is_enough()
    {
        var shown = With(("BC029", Value.Code("1")), ("BC029", Value.Code("9", system: "http://example.org")));

        Assert.Contains("BOWOPTOTH", shown);
        Assert.DoesNotContain("BOWOPTOTH", With(("BC029", Value.Code("9", system: "http://other.org"))));
    }

    // By hand: b waits for a, c for b. With a taken back, what was answered in b counts no more, so c goes too.
    [Fact]
    public void An_answer_to_a_question_that_is_no_longer_asked_counts_as_none()
    {
        var instrument = new Instrument
        {
            Key = "chain",
            Version = "1",
            Title = "Chain",
            Items = [Asked("a"), Asked("b", "a"), Asked("c", "b")],
        };

        Assert.Equal(["a"], Shown.In(instrument, id => id == "b" ? [Value.Yes(true)] : []).Order());
        Assert.Equal(["a", "b", "c"], Shown.In(instrument, _ => [Value.Yes(true)]).Order());
    }

    private static Item Asked(string id, string? waitsFor = null) =>
        new()
        {
            Id = id,
            Kind = ItemKind.Boolean,
            Conditions = waitsFor is null
                ? []
                :
                [
                    new()
                    {
                        Question = waitsFor,
                        Comparison = Comparison.Equal,
                        Answer = Value.Yes(true),
                    },
                ],
        };
}
