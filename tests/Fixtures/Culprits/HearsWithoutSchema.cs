using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class HearsWithoutSchema : IModule
{
    public void Configure(IModuleBuilder module) => module.Handles<InnovationChanged, Forgetful>();
}

public sealed class Forgetful : IEventHandler<InnovationChanged>
{
    public Task<Action<IWriting>?> Handle(InnovationChanged happened, CancellationToken ct) =>
        Task.FromResult<Action<IWriting>?>(null);
}
