using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class Hangs : IModule
{
    public void Configure(IModuleBuilder module) => Thread.Sleep(Timeout.Infinite);
}
