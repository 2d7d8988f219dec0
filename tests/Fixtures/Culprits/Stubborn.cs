using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class Stubborn : IModule
{
    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        module.Handles<InnovationChanged, Refusing>();
    }
}

public sealed class Refusing : IEventHandler<InnovationChanged>
{
    // A switch of the process, so that the test can make it give in without a second build of the module.
    public Task<Action<IWriting>?> Handle(InnovationChanged happened, CancellationToken ct) =>
        AppContext.TryGetSwitch("Culprits.Stubborn.GivesIn", out var givesIn) && givesIn
            ? Task.FromResult<Action<IWriting>?>(null)
            : throw new InvalidOperationException("Not for me.");
}
