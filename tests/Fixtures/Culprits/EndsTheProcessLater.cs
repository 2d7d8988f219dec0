using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class EndsTheProcessLater : IModule
{
    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        module.Handles<InnovationChanged, Deadly>();
    }
}

public sealed class Deadly : IEventHandler<InnovationChanged>
{
    public Task<Action<IWriting>?> Handle(InnovationChanged happened, CancellationToken ct)
    {
        Environment.FailFast("It was too much.");
        return Task.FromResult<Action<IWriting>?>(null);
    }
}
