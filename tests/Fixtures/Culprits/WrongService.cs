using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class WrongService : IModule
{
    public void Configure(IModuleBuilder module) => module.Contributes<IModuleHealth, Needy>();
}

public interface INobodyRegisteredThis;

public sealed class Needy(INobodyRegisteredThis service) : IModuleHealth
{
    public Task<string?> Check(CancellationToken ct) => Task.FromResult(service.ToString());
}
