using CoProd.Contracts.Contributions;
using CoProd.Host.Tests.Data;
using CoProd.Host.Tests.Web;
using CoProd.Testing;

namespace CoProd.Host.Tests.Modules;

/// <summary>A contribution that never answers costs a few pages their patience, not every page for good.</summary>
public sealed class PatienceTests
{
    [Fact]
    public async Task Who_keeps_everybody_waiting_three_times_is_left_alone_for_a_while()
    {
        using var modules = new ModuleFolder();
        modules.Compile("NeverAnswers");
        await using var place = await TestPlace.Make(TestEngine.Sqlite);
        var clock = new LaterClock();
        await using var site = await Site.Open(
            new HostOptions
            {
                DataFolder = place.Folder,
                ModuleFolders = modules.Folders,
                Port = 0,
                Clock = clock,
                AnswerLimit = TimeSpan.FromMilliseconds(50),
            },
            TestContext.Current.CancellationToken
        );
        Assert.True(site.Modules.Find("Culprits.NeverAnswers")!.IsActive);

        for (var i = 0; i < 3; i++)
            Assert.IsType<TimeoutException>(await Asked());
        Assert.Contains("rests until", (await Asked())!.Message);
        Assert.Equal(3, site.Modules.Faults.Count(fault => fault.ModuleId == "Culprits.NeverAnswers"));
        clock.Later += TimeSpan.FromMinutes(6);
        Assert.IsType<TimeoutException>(await Asked());

        async Task<Exception?> Asked()
        {
            Exception? failure = null;
            await site.Modules.Ask<IModuleHealth, string?>(
                health => health.Check(CancellationToken.None),
                CancellationToken.None,
                (module, e) => failure = module.Id == "Culprits.NeverAnswers" ? e : failure
            );
            return failure;
        }
    }
}
