using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class ThrowsInJob : IModule
{
    public void Configure(IModuleBuilder module) => module.Job<FailingJob>("fail", "* * * * * ?");
}

public sealed class FailingJob : IJob
{
    public Task Run(CancellationToken ct) => throw new InvalidOperationException("The job gives up.");
}
