using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class FailsLater : IModule
{
    public void Configure(IModuleBuilder module) => module.Contributes<IWarningSource, Failing>();
}

public sealed class Failing : IWarningSource
{
    public Task<IReadOnlyList<Warning>> Raise(IReadOnlyList<Guid> innovations, CancellationToken ct) =>
        throw new InvalidOperationException("The warnings are out of order.");
}
