using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class BadCron : IModule
{
    public void Configure(IModuleBuilder module) => module.Job<Idle>("idle", "every now and then");
}

public sealed class Idle : IJob
{
    public Task Run(CancellationToken ct) => Task.CompletedTask;
}
