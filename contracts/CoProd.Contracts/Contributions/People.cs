using System.Text.Json.Nodes;
using CoProd.Contracts.Data;

namespace CoProd.Contracts.Contributions;

/// <summary>What the module knows of one person.</summary>
public interface IPersonData : IContribution
{
    /// <summary>Everything kept about the person, as JSON with speaking names; null when there is nothing.</summary>
    Task<JsonNode?> Export(Guid personId, CancellationToken ct);

    /// <summary>Removes what is kept about the person. Must be safe to run twice.</summary>
    /// <returns>What was removed and what was kept with the reason, sentences for the receipt.</returns>
    Task<IReadOnlyList<string>> Erase(Guid personId, CancellationToken ct);
}

/// <summary>Does again what must hold, in data that came back from before.</summary>
public interface IHoldsAgain : IContribution
{
    /// <summary>
    /// Does it again, where the record is there and stands otherwise. It is asked about every line of the list, also of other modules: what
    /// is not its own it leaves alone. Must be safe to run twice, and publishes no <see cref="Events.MustHold"/> of its own.
    /// </summary>
    Task Again(Events.MustHold line, CancellationToken ct);
}

/// <summary>Carries the module's part of an innovation to another installation.</summary>
public interface IPortability : IContribution
{
    /// <summary>The module's records of an innovation, in an open form.</summary>
    Task<JsonNode> Export(Guid innovationId, CancellationToken ct);

    /// <summary>
    /// Takes such records in, held to the same limits as what is typed. Must be safe to run twice. All of it comes in, or nothing.
    /// </summary>
    /// <exception cref="System.Text.Json.JsonException">
    /// A record is not as it may be. The message is the end of a sentence for people, and says which record and what of it.
    /// </exception>
    Task Import(JsonNode records, CancellationToken ct);
}

/// <summary>Tells what of an innovation does not leave with it, for whoever lets it leave and whoever receives it.</summary>
public interface IStaysBehind : IContribution
{
    /// <summary>What stays and why, sentences that name nobody; none where everything goes along.</summary>
    Task<IReadOnlyList<string>> Tell(Guid innovationId, CancellationToken ct);
}

/// <summary>How long the module keeps a kind of record.</summary>
public interface IRetentionRule : IContribution
{
    /// <summary>What is kept how long, and why: a sentence.</summary>
    string Means { get; }

    /// <summary>How many records the rule would remove on that day.</summary>
    Task<int> Preview(DateOnly on, CancellationToken ct);

    /// <summary>Removes them.</summary>
    Task<int> Apply(DateOnly on, CancellationToken ct);
}

/// <summary>Whether the module is well.</summary>
public interface IModuleHealth : IContribution
{
    /// <summary>Null when all is well, else what is wrong and what to do, a sentence.</summary>
    Task<string?> Check(CancellationToken ct);
}

/// <summary>What the module makes of a note ("What happened?"): it handles <see cref="Events.NoteTaken"/> and <see cref="Events.NoteUndone"/>.</summary>
public interface INoteUse : IContribution
{
    /// <summary>What it makes of a note, for the person who writes it: "Hours become time given in kind." Empty ticks mean every note.</summary>
    string Means { get; }

    /// <summary>The ticks on which it makes something.</summary>
    IReadOnlyList<NoteTick> Ticks { get; }
}

/// <summary>The ticks beside a note.</summary>
public enum NoteTick
{
    /// <summary>We learned something.</summary>
    Learned,

    /// <summary>Something changed.</summary>
    Changed,

    /// <summary>Something broke.</summary>
    Broke,

    /// <summary>Something was promised.</summary>
    Promised,

    /// <summary>Somebody was introduced.</summary>
    Introduced,

    /// <summary>Something is needed.</summary>
    Needed,
}

/// <summary>The module's part of the demo's story. Dates are relative to the first run.</summary>
public interface IDemoData : IContribution
{
    /// <summary>Smaller runs first; Register, on which all others stand, is 0.</summary>
    int Order { get; }

    /// <summary>Fills the module. Run once, on an empty database.</summary>
    /// <param name="today">T, the day of the first run.</param>
    /// <param name="ct">Ends the filling.</param>
    Task Fill(DateOnly today, CancellationToken ct);
}
