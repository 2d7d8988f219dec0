using CoProd.Contracts.Capabilities;
using CoProd.Host.Modules;

namespace CoProd.Host.Tests.Modules;

/// <summary>Of several modules that hold notes back the strictest counts, and silence holds back.</summary>
public sealed class NoteHoldTests
{
    private static readonly Guid Told = Guid.CreateVersion7();
    private static readonly Guid Other = Guid.CreateVersion7();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_strictest_answer_holds_and_a_module_that_fails_holds_back_all()
    {
        var here = new Holds(() => new() { [Told] = NoteReach.Here });
        var nobody = new Holds(() => new() { [Told] = NoteReach.Nobody });
        var fails = new Holds(() => throw new InvalidOperationException("The database is gone."));

        Assert.Empty(await Reach());
        Assert.Equal(NoteReach.Here, (await Reach(here))[Told]);
        Assert.False((await Reach(here)).ContainsKey(Other));
        Assert.Equal(NoteReach.Nobody, (await Reach(here, nobody))[Told]);
        Assert.Equal(NoteReach.Nobody, (await Reach(nobody, fails, here))[Told]);
        Assert.Equal(NoteReach.Recorders, (await Reach(fails, here))[Told]);
        Assert.Equal(NoteReach.Recorders, (await Reach(fails))[Other]);
    }

    private static Task<IReadOnlyDictionary<Guid, NoteReach>> Reach(params INoteHold[] holds) =>
        new StrictestNoteHold(holds).ReachOf([Told, Other], Ct);

    private sealed class Holds(Func<Dictionary<Guid, NoteReach>> answer) : INoteHold
    {
        public Task<IReadOnlyDictionary<Guid, NoteReach>> ReachOf(
            IReadOnlyCollection<Guid> notes,
            CancellationToken ct
        ) => Task.FromResult<IReadOnlyDictionary<Guid, NoteReach>>(answer());
    }
}
