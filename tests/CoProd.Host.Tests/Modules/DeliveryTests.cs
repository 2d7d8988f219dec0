using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using CoProd.Host.Data;
using CoProd.Host.Events;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Modules;

/// <summary>Events arrive at least once, are handled once, and wait for an administrator when they cannot be handled.</summary>
public sealed class DeliveryTests
{
    public static TheoryData<TestEngine> Both => Engines.Both;

    [Fact]
    public async Task An_event_that_is_never_handled_is_parked_after_five_attempts_until_somebody_sends_it_again()
    {
        AppContext.SetSwitch("Culprits.Stubborn.GivesIn", false);
        using var modules = new ModuleFolder();
        modules.Compile("Stubborn");
        await using var site = await TestSite.Start(TestEngine.Sqlite, modules.Folders);
        var coordinator = await site.As(Role.Coordinator);

        // Each post delivers what waits, more than once: after three, five attempts were made.
        for (var i = 0; i < 4; i++)
            await coordinator.Send("/innovations/new", ("name", $"Nobody listens {i}"));
        var publisher = await QuarantineTests.Card(site, "CoProd.Register");
        var subscriber = await QuarantineTests.Card(site, "Culprits.Stubborn");

        Assert.Matches("Events that could not be handled: [1-4] Try them again", publisher);
        Assert.Contains("event CoProd.Contracts.Events.InnovationChanged: Not for me.", subscriber);

        AppContext.SetSwitch("Culprits.Stubborn.GivesIn", true);
        var modulesPage = await (await site.As(Role.Administrator)).Open("/modules");
        var after = await modulesPage.SendForm("form[action='/modules/deliveries/again']");

        Assert.Equal("/modules", after.Path);
        Assert.Contains("They are being tried again.", after.Text);
        Assert.DoesNotContain("Events that could not be handled", await QuarantineTests.Card(site, "CoProd.Register"));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_event_is_tried_five_times_and_no_more(TestEngine engine)
    {
        AppContext.SetSwitch("Culprits.Stubborn.GivesIn", false);
        await using var place = await TestPlace.Make(engine);
        using var modules = new ModuleFolder();
        modules.Compile("Stubborn");
        await using var site = await place.Open(modules.Folders);
        var register = site.Modules.Find("CoProd.Register")!.Database!;
        await register.Write(w => w.Publish(new InnovationChanged { InnovationId = Guid.CreateVersion7() }));

        for (var i = 0; i < 8; i++)
            await Deliverer(site).Drain(TestContext.Current.CancellationToken);

        var (attempts, parked, error) = await register.Read(c =>
            c.QuerySingleAsync<(int, bool, string)>("select attempts, parked, error from host_delivery")
        );
        Assert.Equal((5, true, "Not for me."), (attempts, parked, error));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_event_delivered_twice_is_handled_once(TestEngine engine)
    {
        const string Again = """
            insert into host_delivery (id, event_id, subscriber, type, body, published_at)
            select @Id, event_id, subscriber, type, body, published_at from host_delivery where subscriber = 'Fixture.Good'
            """;
        await using var place = await TestPlace.Make(engine);
        using var modules = new ModuleFolder();
        modules.Copy("Fixture.Good");
        await using var site = await place.Open(modules.Folders);
        var register = site.Modules.Find("CoProd.Register")!.Database!;
        var innovation = Guid.CreateVersion7();

        await register.Write(w => w.Publish(new InnovationChanged { InnovationId = innovation }));
        await register.Write(w => Assert.Equal(1, w.Connection.Execute(Again, new { Id = Guid.CreateVersion7() })));
        await Deliverer(site).Drain(TestContext.Current.CancellationToken);

        Assert.Equal(1, await Heard(site, innovation));
        Assert.Equal(0, await register.Read(c => c.ExecuteScalarAsync<long>("select count(*) from host_delivery")));

        // A second event about the same innovation is another matter.
        await register.Write(w => w.Publish(new InnovationChanged { InnovationId = innovation }));
        await Deliverer(site).Drain(TestContext.Current.CancellationToken);

        Assert.Equal(2, await Heard(site, innovation));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_event_of_a_write_that_fails_never_leaves(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        using var modules = new ModuleFolder();
        modules.Copy("Fixture.Good");
        await using var site = await place.Open(modules.Folders);
        var register = site.Modules.Find("CoProd.Register")!.Database!;
        var innovation = Guid.CreateVersion7();

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            register.Write(w =>
            {
                w.Publish(new InnovationChanged { InnovationId = innovation });
                throw new InvalidOperationException("After all not.");
            })
        );
        await Deliverer(site).Drain(TestContext.Current.CancellationToken);

        Assert.Equal(0, await Heard(site, innovation));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_module_that_was_set_aside_for_a_time_hears_afterwards_what_happened_meanwhile(TestEngine engine)
    {
        await using var place = await TestPlace.Make(engine);
        using var modules = new ModuleFolder();
        var library = Path.Combine(modules.Copy("Fixture.Good"), "Humanizer.dll");
        var innovation = Guid.CreateVersion7();
        await using (await place.Open(modules.Folders)) { }

        File.Move(library, library + ".away");
        await using (var without = await place.Open(modules.Folders))
        {
            Assert.False(without.Modules.Find("Fixture.Good")!.IsActive);
            await without
                .Modules.Find("CoProd.Register")!
                .Database!.Write(w => w.Publish(new InnovationChanged { InnovationId = innovation }));
            // More often than an event is tried: waiting for a module is no failure of the event.
            for (var i = 0; i < 8; i++)
                await Deliverer(without).Drain(TestContext.Current.CancellationToken);
        }
        File.Move(library + ".away", library);
        await using var again = await place.Open(modules.Folders);
        await Deliverer(again).Drain(TestContext.Current.CancellationToken);

        Assert.Equal(1, await Heard(again, innovation));
        Assert.Equal(
            0,
            await again
                .Modules.Find("CoProd.Register")!
                .Database!.Read(c => c.ExecuteScalarAsync<long>("select count(*) from host_delivery"))
        );
    }

    private static Task<int> Heard(Site site, Guid innovation) =>
        site
            .Modules.Find("Fixture.Good")!
            .Database!.Read(c =>
                c.QuerySingleOrDefaultAsync<int>(
                    "select times from fixture_heard where innovation_id = @innovation",
                    new { innovation }
                )
            );

    private static Deliverer Deliverer(Site site) => site.Services.GetRequiredService<Deliverer>();
}
