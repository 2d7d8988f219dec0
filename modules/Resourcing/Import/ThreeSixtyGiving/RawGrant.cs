using CoProd.Contracts.Exchange;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>One grant as text, whichever format it came in; what is absent or blank is not in it.</summary>
internal sealed class RawGrant(int line)
{
    private readonly Dictionary<GrantField, string> values = [];

    internal int Line => line;
    internal List<RejectedRow> Faults { get; } = [];

    internal bool IsEmpty => values.Count == 0 && Faults.Count == 0;

    internal string? this[GrantField field] => values.GetValueOrDefault(field);

    internal void Set(GrantField field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;
        var trimmed = text.Trim();
        if (trimmed.Length > field.Longest)
            Fault(field.Path, $"is longer than {field.Longest} characters");
        // PostgreSQL cannot store the first, and no encoding can write half of a surrogate pair.
        else if (trimmed.Contains('\0', StringComparison.Ordinal) || HasLoneSurrogate(trimmed))
            Fault(field.Path, "holds characters that cannot be read");
        else
            values.TryAdd(field, trimmed);
    }

    internal void Fault(string field, string reason) =>
        Faults.Add(
            new RejectedRow
            {
                Line = line,
                Field = field,
                Reason = reason,
            }
        );

    /// <summary>Whether the field, or the list it stands in, is at fault already: then its absence is no fault of its own.</summary>
    internal bool HasFault(GrantField field) =>
        Faults.Exists(fault =>
            fault.Field == field.Path || field.Path.StartsWith(fault.Field + "/", StringComparison.Ordinal)
        );

    private static bool HasLoneSurrogate(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (at + 1 >= text.Length || !char.IsSurrogatePair(text[at], text[at + 1]))
                return true;
            at++;
        }
        return false;
    }
}
