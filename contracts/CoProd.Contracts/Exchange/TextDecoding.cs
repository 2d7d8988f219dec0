using System.Text;

namespace CoProd.Contracts.Exchange;

/// <summary>Opens text files as people have them: UTF-8 with or without a byte order mark, UTF-16 with one, or Windows-1252.</summary>
public static class TextDecoding
{
    // Strict, so that a byte that is not UTF-8 shows itself and does not turn into a replacement character.
    private static readonly UTF8Encoding Strict = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    /// <summary>Tells the encoding of a text file from its bytes, and leaves the stream at its beginning.</summary>
    /// <param name="file">A stream that can seek; it is read to its end unless a byte order mark settles the question.</param>
    /// <returns>UTF-16 by its mark; UTF-8 when every byte fits it; otherwise Windows-1252, which older office programs write.</returns>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static Encoding Detect(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.Position = 0;
        Span<byte> mark = stackalloc byte[2];
        var read = file.ReadAtLeast(mark, 2, throwOnEndOfStream: false);
        file.Position = 0;
        if (read == 2 && mark is [0xFF, 0xFE])
            return Encoding.Unicode;
        if (read == 2 && mark is [0xFE, 0xFF])
            return Encoding.BigEndianUnicode;
        var fits = IsUtf8(file);
        file.Position = 0;
        return fits ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
    }

    /// <summary>Opens a text file for reading in the encoding that <see cref="Detect"/> tells; a byte order mark is not part of the text.</summary>
    /// <param name="file">A stream that can seek. It stays open when the reader is disposed.</param>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static TextReader Open(Stream file) =>
        new StreamReader(file, Detect(file), detectEncodingFromByteOrderMarks: true, leaveOpen: true);

    private static bool IsUtf8(Stream file)
    {
        var decoder = Strict.GetDecoder();
        var bytes = new byte[32 * 1024];
        var characters = new char[bytes.Length + 1];
        try
        {
            int count;
            while ((count = file.Read(bytes)) > 0)
                decoder.GetChars(bytes.AsSpan(0, count), characters, flush: false);
            decoder.GetChars([], characters, flush: true);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
