using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using Dapper;

namespace Culprits;

/// <summary>Does everything right: it writes down each innovation it hears of, and how often.</summary>
public sealed class Hears : IModule, IEventHandler<InnovationChanged>
{
    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        module.Handles<InnovationChanged, Hears>();
    }

    public Task<Action<IWriting>?> Handle(InnovationChanged happened, CancellationToken ct) =>
        Task.FromResult<Action<IWriting>?>(writing =>
            writing.Connection.Execute(
                "insert into heard (innovation_id, times) values (@InnovationId, 1) on conflict (innovation_id) do update set times = heard.times + 1",
                new { happened.InnovationId }
            )
        );
}
