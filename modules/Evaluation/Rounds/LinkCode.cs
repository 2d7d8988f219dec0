using System.Security.Cryptography;
using System.Text;

namespace CoProd.Evaluation.Rounds;

/// <summary>What links end in: letters and figures without those that look alike, so that they can be read out and typed.</summary>
internal static class LinkCode
{
    private const string Signs = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Long = 12;
    private const int KeyLong = 24;

    /// <summary>The code of a group's link, 58 bits.</summary>
    public static string New() => RandomNumberGenerator.GetString(Signs, Long);

    /// <summary>The key of a half-filled answer, 117 bits: nobody must come upon somebody else's.</summary>
    public static string NewKey() => RandomNumberGenerator.GetString(Signs, KeyLong);

    /// <summary>In fours, as on a poster.</summary>
    public static string Printed(string code) => string.Join('-', code.Chunk(4).Select(four => new string(four)));

    /// <summary>A code however it was typed; null for what cannot be one.</summary>
    public static string? Typed(string? typed) => Plain(typed) is { Length: Long } plain ? plain : null;

    /// <summary>What is kept of a key; null for what cannot be one.</summary>
    public static string? Hash(string? key) =>
        Plain(key) is { Length: KeyLong } plain
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(plain)))
            : null;

    private static string Plain(string? typed) =>
        new([
            .. (typed ?? "")
                .ToUpperInvariant()
                .Where(sign => Signs.Contains(sign, StringComparison.Ordinal))
                .Take(KeyLong + 1),
        ]);
}
