using System.Security.Cryptography;

namespace CoProd.Host.Security;

/// <summary>A code that people read off paper and type: twelve letters and figures without those that look alike, 58 bits.</summary>
internal static class ReadableCode
{
    private const string Signs = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 12;

    /// <summary>A new one, in fours: <c>K7QM-2XVA-93TD</c>.</summary>
    public static string New() =>
        string.Join('-', RandomNumberGenerator.GetString(Signs, Length).Chunk(4).Select(four => new string(four)));

    /// <summary>The signs alone; null for what cannot be one. Case, spaces and dashes do not matter.</summary>
    public static string? Plain(string? typed)
    {
        var plain = new string([
            .. (typed ?? "")
                .ToUpperInvariant()
                .Where(sign => Signs.Contains(sign, StringComparison.Ordinal))
                .Take(Length + 1),
        ]);
        return plain.Length == Length ? plain : null;
    }
}
