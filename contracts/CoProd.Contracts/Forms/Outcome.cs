namespace CoProd.Contracts.Forms;

/// <summary>How a slice ended. Expected refusals are values like these; exceptions are bugs.</summary>
/// <typeparam name="T">What a success gives.</typeparam>
public sealed record Outcome<T>
{
    /// <summary>What it gave, where it was done.</summary>
    public T? Value { get; private init; }

    /// <summary>How it ended.</summary>
    public OutcomeKind Kind { get; private init; }

    /// <summary>What is wrong, where it was refused.</summary>
    public IReadOnlyList<FieldError> Errors { get; private init; } = [];

    /// <summary>The record as somebody else left it, where two edited it at once.</summary>
    public Input? Theirs { get; private init; }

    /// <summary>It was done.</summary>
    public static Outcome<T> Done(T value) => new() { Kind = OutcomeKind.Done, Value = value };

    /// <summary>There is no such record for this caller.</summary>
    public static Outcome<T> Missing() => new() { Kind = OutcomeKind.Missing };

    /// <summary>It was refused, for a reason that a person can put right.</summary>
    public static Outcome<T> Refused(string field, string sentence) =>
        new() { Kind = OutcomeKind.Refused, Errors = [new FieldError(field, sentence)] };

    /// <summary>Somebody else changed the record meanwhile. Both texts are shown.</summary>
    public static Outcome<T> Conflict(Input theirs) => new() { Kind = OutcomeKind.Conflict, Theirs = theirs };
}

/// <summary>The ways a slice can end.</summary>
public enum OutcomeKind
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>No such record.</summary>
    Missing,

    /// <summary>Refused with reasons.</summary>
    Refused,

    /// <summary>Edited by two at once.</summary>
    Conflict,
}
