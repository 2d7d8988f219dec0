using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class First : IModule
{
    public void Configure(IModuleBuilder module) { }
}

public sealed class Second : IModule
{
    public void Configure(IModuleBuilder module) { }
}
