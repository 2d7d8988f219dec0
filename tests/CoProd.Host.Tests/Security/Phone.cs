using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using CoProd.Testing;

namespace CoProd.Host.Tests.Security;

/// <summary>An authenticator app, written down from RFC 6238 apart from the library that the host uses.</summary>
internal sealed class Phone(string key)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The key as the page shows it, for whoever cannot use the camera.</summary>
    public static Phone Of(Page page) => new(page.Document.QuerySelector(".cp-key")!.TextContent);

    public string Key => string.Concat(key.Where(sign => Base32.Contains(sign, StringComparison.Ordinal)));

    public string CodeAt(DateTimeOffset at) => (Number(at) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    public int Number(DateTimeOffset at)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, at.ToUnixTimeSeconds() / 30);
        // SHA-1 is what RFC 6238 and every app use here.
#pragma warning disable CA5350
        var hash = HMACSHA1.HashData(Bytes(), counter);
#pragma warning restore CA5350
        return BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
    }

    private byte[] Bytes()
    {
        var bits = string.Concat(
            Key.Select(sign => Convert.ToString(Base32.IndexOf(sign, StringComparison.Ordinal), 2).PadLeft(5, '0'))
        );
        return
        [
            .. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2)),
        ];
    }
}
