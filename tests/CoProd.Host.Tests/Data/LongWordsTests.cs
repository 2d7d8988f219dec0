using System.Net;
using System.Text;
using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Data;

/// <summary>Letters of most of the world's scripts take three bytes, and some unfold into many: what people write in them is kept on both engines.</summary>
public sealed class LongWordsTests(Sites sites) : IClassFixture<Sites>
{
    // One letter that unfolds into eighteen.
    private const char Unfolds = '\uFDFA';

    public static TheoryData<TestEngine> Both => Engines.Both;

    // In no order, so that nothing of it can be packed.
    private static string Chinese(int letters, int seed)
    {
        var draw = new Random(seed);
        return string.Concat(Enumerable.Range(0, letters).Select(_ => (char)draw.Next(0x4E00, 0x9FA5)));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_long_note_in_Chinese_becomes_what_any_note_becomes(TestEngine engine)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var innovation = (await sam.Send("/innovations/new", ("name", $"Long words {engine}"))).Id();

        var (status, _) = await sam.PostJson(
            "/api/notes",
            new
            {
                innovationId = innovation,
                words = Chinese(1900, 1),
                ticks = new[] { "Changed" },
            }
        );

        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Contains(
            Chinese(1900, 1)[..900],
            (await sam.Open($"/innovations/{innovation}/evaluation")).Text,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(TestEngine.Sqlite, "/innovations/new", 120)]
    [InlineData(TestEngine.Postgres, "/innovations/new", 120)]
    [InlineData(TestEngine.Sqlite, "/people/new", 120)]
    [InlineData(TestEngine.Postgres, "/people/new", 120)]
    [InlineData(TestEngine.Sqlite, "/groups/new", 120)]
    [InlineData(TestEngine.Postgres, "/groups/new", 120)]
    public async Task A_name_whose_letters_unfold_is_kept_and_found(TestEngine engine, string path, int letters)
    {
        var site = await sites.On(engine);
        var sam = await site.As(Role.Coordinator);
        var name = new string(Unfolds, letters);

        var made = await sam.Send(path, ("name", name), ("kind", "Network"));

        Assert.True(made.Status == HttpStatusCode.OK, made.Text);
        Assert.Contains(name, made.Text, StringComparison.Ordinal);
        Assert.Contains(
            name,
            (await sam.Open($"{path[..path.LastIndexOf('/')]}?filter={Uri.EscapeDataString($"{Unfolds}")}")).Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_key_is_the_beginning_of_what_is_folded_and_never_too_long_for_an_index()
    {
        var draw = new Random(7);
        for (var times = 0; times < 2000; times++)
        {
            var runes = Enumerable
                .Range(0, draw.Next(2500))
                .Select(_ =>
                    draw.Next(4) switch
                    {
                        0 => draw.Next(0x20, 0x250),
                        1 => draw.Next(0x900, 0xD7FF),
                        2 => draw.Next(0xFB00, 0xFFFD),
                        _ => draw.Next(0x10000, 0x1FFFF),
                    }
                )
                .Select(code => new Rune(code));
            var text = string.Concat(runes);

            var key = Words.Key(text);

            Assert.InRange(Encoding.UTF8.GetByteCount(key), 0, 2000);
            Assert.StartsWith(key, Words.Fold(text), StringComparison.Ordinal);
            if (Encoding.UTF8.GetByteCount(Words.Fold(text)) <= 2000)
                Assert.Equal(Words.Fold(text), key);
        }
    }
}
