using System.Security.Cryptography;
using System.Text;

namespace CoProd.Register.Cards;

/// <summary>A code to read off a card and type: twelve letters and figures without those that look alike, 58 bits.</summary>
internal static class CardCode
{
    private const string Signs = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 12;

    /// <summary>A new code, as it is printed: <c>K7QM-2XVA-93TD</c>.</summary>
    public static string New() => Printed(RandomNumberGenerator.GetString(Signs, Length));

    /// <summary>What is kept of a code; null for what cannot be one. Case, spaces and dashes do not matter.</summary>
    public static string? Hash(string? typed)
    {
        var plain = Plain(typed);
        return plain.Length == Length
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(plain)))
            : null;
    }

    /// <summary>In fours, as on the card.</summary>
    public static string Printed(string code) =>
        string.Join('-', Plain(code).Chunk(4).Select(four => new string(four)));

    private static string Plain(string? typed) =>
        new([
            .. (typed ?? "")
                .ToUpperInvariant()
                .Where(sign => Signs.Contains(sign, StringComparison.Ordinal))
                .Take(Length + 1),
        ]);
}
