using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class ThrowsInConstructor : IModule
{
    public ThrowsInConstructor() => throw new InvalidOperationException("The constructor gives up.");

    public void Configure(IModuleBuilder module) { }
}
