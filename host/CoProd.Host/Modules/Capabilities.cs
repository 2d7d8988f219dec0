using Autofac;
using CoProd.Contracts.Capabilities;

namespace CoProd.Host.Modules;

/// <summary>
/// Finds who provides a capability. Within one scope each provider is made once, in a scope of its own module,
/// and ends with the scope that asked.
/// </summary>
internal sealed class Capabilities(ModuleCatalogue catalogue) : IAsyncDisposable
{
    private readonly Dictionary<string, ILifetimeScope> scopes = [];

    /// <summary>The provider, or null when none is installed.</summary>
    public T? Find<T>()
        where T : class => (T?)Find(typeof(T));

    public object? Find(Type capability) =>
        capability == typeof(IAskGate) ? new StrictestAskGate(All<IAskGate>())
        : capability == typeof(INoteHold) ? new StrictestNoteHold(All<INoteHold>())
        : Providers(capability).FirstOrDefault();

    public IReadOnlyList<T> All<T>()
        where T : class => [.. Providers(typeof(T)).Cast<T>()];

    /// <summary>The capability the host cannot do without.</summary>
    public IInnovationDirectory Directory =>
        Find<IInnovationDirectory>()
        ?? throw new InvalidOperationException("No module provides the innovation directory. Install CoProd.Register.");

    private IEnumerable<object> Providers(Type capability)
    {
        foreach (var module in catalogue.Active.Where(module => module.Declared!.Capabilities.Contains(capability)))
        {
            if (!scopes.TryGetValue(module.Id, out var scope))
                scopes[module.Id] = scope = ModuleCatalogue.NewScope(module);
            yield return scope.ResolveKeyed(Provided.Key, capability);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var scope in scopes.Values)
            await scope.DisposeAsync();
    }
}

/// <summary>Asks every gate; the strictest answer holds. A gate that fails means stop: silence is never consent.</summary>
internal sealed class StrictestAskGate(IReadOnlyList<IAskGate> gates) : IAskGate
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyList<AskVerdict>> MayAsk(IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        var verdicts = people.ToDictionary(
            id => id,
            id => Verdict(id, AskAnswer.Ask, Texts.T["Nothing speaks against asking."])
        );
        foreach (var gate in gates)
        {
            foreach (var verdict in await AskOne(gate, people, ct))
            {
                if (verdict.Answer > verdicts[verdict.PersonId].Answer)
                    verdicts[verdict.PersonId] = verdict;
            }
        }
        return [.. people.Select(id => verdicts[id])];
    }

    private static async Task<IReadOnlyList<AskVerdict>> AskOne(
        IAskGate gate,
        IReadOnlyCollection<Guid> people,
        CancellationToken ct
    )
    {
        try
        {
            var answers = await gate.MayAsk(people, ct).WaitAsync(Patience, ct);
            var answered = answers.Select(answer => answer.PersonId).ToHashSet();
            return
            [
                .. answers.Where(a => people.Contains(a.PersonId)),
                .. people.Where(id => !answered.Contains(id)).Select(Unanswered),
            ];
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return [.. people.Select(Unanswered)];
        }
    }

    private static AskVerdict Unanswered(Guid person) =>
        Verdict(
            person,
            AskAnswer.Stop,
            Texts.T["We could not check whether this is a good time, so please do not ask now."]
        );

    private static AskVerdict Verdict(Guid person, AskAnswer answer, string why) =>
        new()
        {
            PersonId = person,
            Answer = answer,
            Why = why,
        };
}

/// <summary>Asks everybody who holds notes back; the strictest answer holds. One that fails holds back all that it was asked about.</summary>
internal sealed class StrictestNoteHold(IReadOnlyList<INoteHold> holds) : INoteHold
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<IReadOnlyDictionary<Guid, NoteReach>> ReachOf(
        IReadOnlyCollection<Guid> notes,
        CancellationToken ct
    )
    {
        var reach = new Dictionary<Guid, NoteReach>();
        if (notes.Count == 0)
            return reach;
        foreach (var hold in holds)
        {
            foreach (var (note, far) in await AskOne(hold, notes, ct))
            {
                if (far < reach.GetValueOrDefault(note, NoteReach.Everywhere))
                    reach[note] = far;
            }
        }
        return reach;
    }

    private static async Task<IReadOnlyDictionary<Guid, NoteReach>> AskOne(
        INoteHold hold,
        IReadOnlyCollection<Guid> notes,
        CancellationToken ct
    )
    {
        try
        {
            // On a thread of its own: one that never comes back holds back like one that throws.
            return await Task.Run(() => hold.ReachOf(notes, ct), ct).WaitAsync(Patience, ct);
        }
        catch (Exception) when (!ct.IsCancellationRequested)
        {
            return notes.ToDictionary(note => note, _ => NoteReach.Recorders);
        }
    }
}
