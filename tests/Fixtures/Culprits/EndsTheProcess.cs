using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class EndsTheProcess : IModule
{
    public void Configure(IModuleBuilder module) => Environment.FailFast("Everything must go.");
}
