using CoProd.Contracts.Modules;

namespace Culprits;

/// <summary>Does nothing wrong by itself: its manifest or its files do.</summary>
public sealed class Quiet : IModule
{
    public void Configure(IModuleBuilder module) { }
}
