using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CoProd.Host.Backups;

/// <summary>
/// A file under a passphrase. The key comes from it by PBKDF2 (SHA-256, 600,000 rounds). What follows the head is cut into chunks, each sealed with
/// AES-256-GCM; a chunk's nonce holds its number and whether it is the last, and the head is part of what each seals. So a chunk that was changed,
/// left out, moved or cut off fails to open.
/// </summary>
internal sealed class SealedStream : Stream
{
    private const int ChunkSize = 64 << 10;
    private const int TagSize = 16;
    private const int SaltSize = 16;
    private const int PrefixSize = 7;
    private const int CheckSize = 16;
    private const int Rounds = 600_000;
    private static readonly byte[] Magic = "CoProdS1"u8.ToArray();
    private static readonly int HeadSize = Magic.Length + SaltSize + PrefixSize + CheckSize;

    private readonly Stream inner;
    private readonly byte[] head;
    private readonly AesGcm cipher;
    private readonly bool writes;
    private readonly byte[] plain = new byte[ChunkSize];
    private readonly byte[] closed = new byte[ChunkSize + TagSize];
    private int filled;
    private int taken;
    private uint number;
    private bool ended;

    // The first byte of the chunk that follows, read to learn whether there is one.
    private int ahead = -1;

    private SealedStream(Stream inner, byte[] head, byte[] key, bool writes)
    {
        (this.inner, this.head, this.writes) = (inner, head, writes);
        cipher = new AesGcm(key, TagSize);
        if (!writes)
            ahead = inner.ReadByte();
    }

    public static SealedStream Write(Stream to, string passphrase)
    {
        var head = new byte[HeadSize];
        Magic.CopyTo(head, 0);
        RandomNumberGenerator.Fill(head.AsSpan(Magic.Length, SaltSize + PrefixSize));
        var (key, check) = Keys(passphrase, head);
        check.CopyTo(head, HeadSize - CheckSize);
        to.Write(head);
        return new SealedStream(to, head, key, writes: true);
    }

    /// <summary>Null when the passphrase is another.</summary>
    public static SealedStream? Read(Stream from, string passphrase)
    {
        var head = new byte[HeadSize];
        from.ReadExactly(head);
        var (key, check) = Keys(passphrase, head);
        return CryptographicOperations.FixedTimeEquals(check, head.AsSpan(HeadSize - CheckSize))
            ? new SealedStream(from, head, key, writes: false)
            : null;
    }

    /// <summary>Looks at how the file begins, and goes back there.</summary>
    public static bool IsSealed(FileStream file)
    {
        var begin = new byte[Magic.Length];
        var read = file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == begin.Length && begin.AsSpan().SequenceEqual(Magic);
    }

    private static (byte[] Key, byte[] Check) Keys(string passphrase, byte[] head)
    {
        var root = Rfc2898DeriveBytes.Pbkdf2(
            Encoding.UTF8.GetBytes(passphrase),
            head.AsSpan(Magic.Length, SaltSize).ToArray(),
            Rounds,
            HashAlgorithmName.SHA256,
            32
        );
        return (
            HKDF.Expand(HashAlgorithmName.SHA256, root, 32, "coprod backup chunks"u8.ToArray()),
            HKDF.Expand(HashAlgorithmName.SHA256, root, CheckSize, "coprod backup check"u8.ToArray())
        );
    }

    private byte[] Nonce(bool last)
    {
        var nonce = new byte[12];
        head.AsSpan(Magic.Length + SaltSize, PrefixSize).CopyTo(nonce);
        BinaryPrimitives.WriteUInt32BigEndian(nonce.AsSpan(PrefixSize), number);
        nonce[^1] = last ? (byte)1 : (byte)0;
        number = checked(number + 1);
        return nonce;
    }

    private void Close(bool last)
    {
        var text = closed.AsSpan(0, filled);
        var tag = closed.AsSpan(filled, TagSize);
        cipher.Encrypt(Nonce(last), plain.AsSpan(0, filled), text, tag, head);
        inner.Write(closed, 0, filled + TagSize);
        filled = 0;
    }

    private bool Next()
    {
        if (ended)
            return false;
        if (ahead < 0)
            throw new EndOfStreamException();
        closed[0] = (byte)ahead;
        var size = 1 + inner.ReadAtLeast(closed.AsSpan(1), closed.Length - 1, throwOnEndOfStream: false);
        ahead = size == closed.Length ? inner.ReadByte() : -1;
        ended = ahead < 0;
        if (size < TagSize)
            throw new EndOfStreamException();
        (filled, taken) = (size - TagSize, 0);
        cipher.Decrypt(
            Nonce(ended),
            closed.AsSpan(0, filled),
            closed.AsSpan(filled, TagSize),
            plain.AsSpan(0, filled),
            head
        );
        return true;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (taken == filled)
            if (!Next())
                return 0;
        var size = Math.Min(buffer.Length, filled - taken);
        plain.AsSpan(taken, size).CopyTo(buffer);
        taken += size;
        return size;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // A full chunk waits until something follows: only then is it known not to be the last.
            if (filled == ChunkSize)
                Close(last: false);
            var size = Math.Min(buffer.Length, ChunkSize - filled);
            buffer[..size].CopyTo(plain.AsSpan(filled));
            filled += size;
            buffer = buffer[size..];
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !ended && writes)
        {
            Close(last: true);
            ended = true;
        }
        if (disposing)
            cipher.Dispose();
        if (disposing && !writes)
            inner.Dispose();
        base.Dispose(disposing);
    }

    public override void Flush() { }

    public override bool CanRead => !writes;
    public override bool CanSeek => false;
    public override bool CanWrite => writes;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
