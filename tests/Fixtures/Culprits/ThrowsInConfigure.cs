using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class ThrowsInConfigure : IModule
{
    public void Configure(IModuleBuilder module) => throw new InvalidOperationException("Configure gives up.");
}
