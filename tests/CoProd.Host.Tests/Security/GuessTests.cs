using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Host.Security;
using CoProd.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Security;

/// <summary>Guessing: at most ten in five minutes, by name and by address, and never enough to keep others waiting.</summary>
public sealed class GuessTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task Many_names_from_one_address_are_closed_too_and_only_there(TestEngine engine)
    {
        var site = await sites.On(engine);
        var name = "g-" + Guid.CreateVersion7();
        await site.Make(name, Role.Viewer);
        using var guesser = site.Anonymous();
        using var elsewhere = site.Anonymous();

        for (var n = 0; n < 10; n++)
            Assert.StartsWith("That user name", (await guesser.SignIn($"{name}-{n}", "wrong")).ErrorOf("name"));

        Assert.StartsWith("That was wrong too often.", (await guesser.SignIn(name)).ErrorOf("name"));
        Assert.Equal("/", (await elsewhere.SignIn(name)).Path);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_name_nobody_has_is_closed_with_the_same_words(TestEngine engine)
    {
        var site = await sites.On(engine);
        // Before there is any account, whoever comes is led to the set-up.
        await site.Make("somebody-" + Guid.CreateVersion7(), Role.Viewer);
        var nobody = "nobody-" + Guid.CreateVersion7();
        using var guesser = site.Anonymous();
        for (var n = 1; n < 10; n++)
            await guesser.SignIn(nobody, "wrong");

        Assert.StartsWith("That was wrong too often.", (await guesser.SignIn(nobody, "wrong")).ErrorOf("name"));
        Assert.Equal(0, await site.Count("sign_in_guess where subject like '%nobody%'"));
    }

    [Fact]
    public async Task A_restart_forgets_no_guess()
    {
        var folder = Directory.CreateTempSubdirectory("coprod-guess-").FullName;
        await using (var site = await TestSite.Start(TestEngine.Sqlite, folder: folder))
        {
            await site.Make("restart", Role.Viewer);
            using var guesser = site.Anonymous();
            for (var n = 0; n < 10; n++)
                await guesser.SignIn("restart", "wrong");
        }
        await using (var again = await TestSite.Start(TestEngine.Sqlite, folder: folder))
        {
            using var owner = again.Anonymous();
            Assert.StartsWith("That was wrong too often.", (await owner.SignIn("restart")).ErrorOf("name"));
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task When_very_many_sign_in_at_once_the_rest_are_told_so_and_nothing_is_lost()
    {
        var site = await sites.On(TestEngine.Sqlite);
        await site.Make("crowd", Role.Viewer);
        using var crowd = site.Anonymous();
        var form = await crowd.Open("/sign-in?back=/search");
        var gate = site.Host().Services.GetRequiredService<HashGate>();
        using var open = new ManualResetEventSlim();
        var held = Enumerable
            .Range(0, Environment.ProcessorCount + HashGate.MostWaiting)
            .Select(_ =>
                gate.Run(
                    () =>
                    {
                        open.Wait();
                        return true;
                    },
                    CancellationToken.None
                )
            )
            .ToList();

        var full = await form.Send(("name", "crowd"), ("password", Inside.Password));
        var others = await (await site.As(Role.Coordinator)).Open("/");
        open.Set();
        await Task.WhenAll(held);
        var let = await full.Send(("password", Inside.Password));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, full.Status);
        Assert.Contains("Very many people sign in at this moment.", full.Text);
        Assert.Equal("crowd", full.ValueOf("name"));
        Assert.Equal(HttpStatusCode.OK, others.Status);
        Assert.StartsWith("/search", let.Path);
    }
}
