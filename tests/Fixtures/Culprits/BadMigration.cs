using CoProd.Contracts.Modules;

namespace Culprits;

/// <summary>Its script ends in the middle of a sentence; the test puts it in.</summary>
public sealed class BadMigration : IModule
{
    public void Configure(IModuleBuilder module) => module.Schema();
}
