using CoProd.Host.Privacy;

namespace CoProd.Host.Tests.Privacy;

/// <summary>A name is found however it is typed, and an ordinary word is left where it stands.</summary>
public sealed class NameFinderTests
{
    private static readonly NameFinder TakesPart = new(
        [
            new("Maureen Pike", Alone: true),
            new("Dr Anil Mehta", Alone: true),
            new("Will Young", Alone: true),
            new("Siân Rees-Pugh", Alone: true),
            new("Jo Li", Alone: true),
        ],
        ["Rose Bell", "Ann Pugh"],
        ["maureen.pike@example.org", "07700 900731"]
    );

    private static readonly NameFinder Outside = new(
        [
            new("Mary O'Brien"),
            new("Siân Rees-Pugh"),
            new("Łukasz Żak"),
            new("Anne-Marie Smith"),
            new("Jean Ó Murchú"),
            new("Zebedee"),
        ],
        [],
        []
    );

    [Theory]
    [InlineData("Pike")]
    [InlineData("Mrs Pike")]
    [InlineData("mrs pike")]
    [InlineData("M. Pike")]
    [InlineData("M Pike")]
    [InlineData("maureen")]
    [InlineData("MAUREEN")]
    [InlineData("maureen pike")]
    [InlineData("PIKE, Maureen")]
    [InlineData("Dr Mehta")]
    [InlineData("Prof. Dr Mehta")]
    [InlineData("mehta")]
    [InlineData("A. Mehta")]
    [InlineData("Dr. Anil Mehta")]
    [InlineData("Will")]
    [InlineData("Young")]
    [InlineData("Ms Rees‑Pugh")]
    [InlineData("Rees Pugh")]
    [InlineData("Jo")]
    [InlineData("maureen.pike@example.org")]
    [InlineData("07700-900731")]
    [InlineData("07700900731")]
    [InlineData("44 (0)7700 900731")]
    [InlineData("447700900731")]
    public void Of_somebody_who_takes_part_every_way_to_name_them_goes(string typed)
    {
        Assert.Equal("We asked X; all agreed.", TakesPart.Replace($"We asked {typed}; all agreed.", "X"));
        Assert.Equal("X’s idea", TakesPart.Replace($"{typed}’s idea", "X"));
    }

    [Theory]
    [InlineData("The pike swam, and will you come when you are young? Young Carers came, and a jo.")]
    [InlineData("Rose Bell and Ann Pugh said so")]
    [InlineData("spike, Pikes, mehtax, 077009007311")]
    [InlineData("the life of others; do not say so")]
    [InlineData("Doctor, nurse and Mr Smith")]
    [InlineData("")]
    [InlineData("’")]
    public void What_is_nobodys_name_stays(string text) => Assert.Equal(text, TakesPart.Replace(text, "X"));

    [Theory]
    [InlineData("Mary O'Brien")]
    [InlineData("Mary O’Brien")]
    [InlineData("MARY O'BRIEN")]
    [InlineData("mary o’brien")]
    [InlineData("Mary OBrien")]
    [InlineData("O'Brien, Mary")]
    [InlineData("Mary Jane O'Brien")]
    [InlineData("Mary J. O'Brien")]
    [InlineData("Mary* *O'Brien")]
    [InlineData("M. O’Brien")]
    [InlineData("Mary_O'Brien")]
    [InlineData("Mary\u200bO'Brien")]
    [InlineData("Ma\u00adry O'Brien")]
    [InlineData("Mary\u00a0O'Brien")]
    [InlineData("Mary\n   O'Brien")]
    [InlineData("Mrs O'Brien")]
    [InlineData("Siân Rees-Pugh")]
    [InlineData("Sian Rees Pugh")]
    [InlineData("Sia\u0302n Rees-Pugh")]
    [InlineData("Siân Rees–Pugh")]
    [InlineData("Lukasz Zak")]
    [InlineData("Łukasz Żak")]
    [InlineData("Anne Marie Smith")]
    [InlineData("Anne\u2011Marie Smith")]
    [InlineData("Jean O Murchu")]
    [InlineData("Zebedee")]
    public void Of_somebody_else_in_the_register_the_full_name_goes_however_it_is_typed(string typed) =>
        Assert.Equal("Then X spoke.", Outside.Replace($"Then {typed} spoke.", "X"));

    [Theory]
    [InlineData("Mary sang, O'Brien hummed, and smith is a trade.")]
    [InlineData("Mary spoke. Then Jane, Anne, Marie Smithson and zebedees.")]
    public void A_first_name_alone_is_somebody_elses_too(string text) => Assert.Equal(text, Outside.Replace(text, "X"));

    [Fact]
    public void One_who_agreed_keeps_a_name_that_another_bears()
    {
        var finder = new NameFinder(
            [new("Tom Pike", Alone: true), new("Ann Pike", Alone: true)],
            ["Ann Pike", "Ben Pike"],
            []
        );
        Assert.Equal(
            "Ann Pike, Mr Pike, Pike and Ann; X and X",
            finder.Replace("Ann Pike, Mr Pike, Pike and Ann; Tom and T. Pike", "X")
        );
    }

    [Fact]
    public void A_few_names_are_looked_for_quickly_and_found_all_the_same()
    {
        var finder = new NameFinder([new("Mary O'Brien")], [], []);
        Assert.True(finder.IsIn("with mrs o’brien"));
        Assert.True(finder.IsIn("MARY O'BRIEN"));
        Assert.False(finder.IsIn("with Mary, and brienne"));
    }
}
