using System.Text.RegularExpressions;
using static CoProd.Register.Texts;

namespace CoProd.Register.Groups;

/// <summary>Identifiers of organisations as org-id.guide writes them: the register's code, a hyphen, the number in that register.</summary>
internal static partial class OrganisationIds
{
    // The shape of the number in each register we know; a register we do not know is taken as it is written.
    private static readonly IReadOnlyDictionary<string, (Regex Shape, string Example)> Known = new Dictionary<
        string,
        (Regex, string)
    >
    {
        ["GB-CHC"] = (Charity(), "GB-CHC-1164883"),
        ["GB-COH"] = (Company(), "GB-COH-09668396"),
        ["GB-SC"] = (Scottish(), "GB-SC-SC005336"),
        ["GB-NIC"] = (Northern(), "GB-NIC-100012"),
    };

    [GeneratedRegex(@"^[0-9]{6,7}(-[0-9]{1,3})?$")]
    private static partial Regex Charity();

    [GeneratedRegex("^([0-9]{2}|[A-Z]{2}|R[0-9])[0-9]{6}$")]
    private static partial Regex Company();

    [GeneratedRegex("^SC[0-9]{6}$")]
    private static partial Regex Scottish();

    [GeneratedRegex("^(NIC)?[0-9]{6}$")]
    private static partial Regex Northern();

    [GeneratedRegex("^[A-Z0-9]{2,6}-[A-Z0-9_]{2,12}-.+$")]
    private static partial Regex Other();

    /// <summary>One a line or parted by semicolons, without spaces, the British ones in capitals.</summary>
    public static IReadOnlyList<string> Split(string typed) =>
        [
            .. typed
                .Split(['\n', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(Tidy)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    public static string Tidy(string identifier) =>
        identifier.StartsWith("GB-", StringComparison.OrdinalIgnoreCase)
            ? identifier.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant()
            : identifier.Trim();

    /// <summary>What is wrong with an identifier, a sentence; null when it may be right.</summary>
    public static string? Fault(string identifier)
    {
        foreach (var (prefix, (shape, example)) in Known)
        {
            if (identifier.StartsWith(prefix + "-", StringComparison.Ordinal))
                return shape.IsMatch(identifier[(prefix.Length + 1)..])
                    ? null
                    : T["“{0}” is not a number of that register. It looks like {1}.", identifier, example];
        }
        return Other().IsMatch(identifier)
            ? null
            : T[
                "Write “{0}” with the code of its register in front, for example GB-CHC-1164883 for a charity.",
                identifier
            ];
    }
}
