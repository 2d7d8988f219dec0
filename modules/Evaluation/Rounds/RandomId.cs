using System.Security.Cryptography;

namespace CoProd.Evaluation.Rounds;

/// <summary>An id that tells nothing: all other ids here begin with the time they were made at, and an answer must not.</summary>
internal static class RandomId
{
    public static Guid New()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        // Version 4 of RFC 9562: random.
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
