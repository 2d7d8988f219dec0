using CoProd.Testing;

namespace CoProd.Tests;

/// <summary>Both engines, for theories; and a site on each, started once for all tests of a class.</summary>
public static class Engines
{
    public static TheoryData<TestEngine> Both { get; } = [TestEngine.Sqlite, TestEngine.Postgres];
}

public sealed class Sites : IAsyncLifetime
{
    private readonly Dictionary<TestEngine, Task<TestSite>> started = [];

    public Task<TestSite> On(TestEngine engine)
    {
        Assert.SkipWhen(engine == TestEngine.Postgres && TestSite.PostgresServer is null, TestSite.PostgresMissing);
        lock (started)
            return started.TryGetValue(engine, out var site) ? site : started[engine] = TestSite.Start(engine);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var site in started.Values)
            await (await site).DisposeAsync();
    }
}
