using CoProd.Contracts.Modules;

namespace CoProd.Resourcing;

public sealed class ResourcingModule : IModule
{
    public void Configure(IModuleBuilder module) { }
}
