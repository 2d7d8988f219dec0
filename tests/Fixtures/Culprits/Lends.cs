using CoProd.Contracts.Modules;

namespace Culprits;

/// <summary>Does everything right: it is what packages are tried with.</summary>
public sealed class Lends : IModule
{
    public void Configure(IModuleBuilder module) => module.Schema();
}
