using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using Dapper;

namespace Fixture.Good;

internal sealed class HearInnovation : IEventHandler<InnovationChanged>
{
    // Counts on purpose: only a handler that does more the second time can show that there was no second time.
    private const string Count = """
        insert into fixture_heard (innovation_id, times) values (@InnovationId, 1)
        on conflict (innovation_id) do update set times = fixture_heard.times + 1
        """;

    public Task<Action<IWriting>?> Handle(InnovationChanged happened, CancellationToken ct) =>
        Task.FromResult<Action<IWriting>?>(writing => writing.Connection.Execute(Count, new { happened.InnovationId }));
}

internal sealed class CountThings(IModuleDatabase database) : IJob
{
    public Task Run(CancellationToken ct) =>
        database.Read(c => c.ExecuteScalarAsync<long>("select count(*) from fixture_thing"), ct);
}

internal sealed class ThingWarnings : IWarningSource
{
    public Task<IReadOnlyList<Warning>> Raise(IReadOnlyList<Guid> innovations, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Warning>>([
            .. innovations.Select(id => new Warning
            {
                InnovationId = id,
                Rule = "fixture.always",
                Key = "always",
                Severity = Severity.Watch,
                Fact = "The good fixture has something to say.",
                Why = "It always has.",
                NextStep = "Look at things",
                NextStepPath = "/fixture/things",
                Permission = GoodModule.See,
            }),
        ]);
}
