namespace CoProd.Host.Data;

/// <summary>An id made of what it stands for, so that the same always gives the same.</summary>
internal static class MadeId
{
    /// <summary>The first half of a hash as an id of version 8 of RFC 9562: made by the application's own rule.</summary>
    /// <param name="hash">At least 16 bytes; the first 16 are used.</param>
    public static Guid Of(byte[] hash)
    {
        var bytes = hash.AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
