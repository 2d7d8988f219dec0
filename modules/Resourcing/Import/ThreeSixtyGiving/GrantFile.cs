using CoProd.Contracts.Exchange;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>Reads a file of grants in any of the formats of the 360Giving standard: a JSON package, CSV or XLSX.</summary>
internal static class GrantFile
{
    private const string Accepted = "Bring the 360Giving file as JSON, CSV or XLSX.";

    /// <summary>Reads grants. What is in the file decides its format, not its name.</summary>
    /// <param name="file">A stream that can seek; read from its start.</param>
    /// <param name="fileName">As its owner knows it, for sentences.</param>
    /// <param name="ct">Stops between two grants.</param>
    internal static GrantFileResult Read(Stream file, string fileName, CancellationToken ct)
    {
        var name = Shown.Text(Path.GetFileName(fileName));
        try
        {
            return ReadKind(file, ct);
        }
        catch (NotGrantsException refusal)
        {
            return new GrantFileResult.Refused { Sentence = $"“{name}” {refusal.Message}" };
        }
    }

    private static GrantFileResult ReadKind(Stream file, CancellationToken ct)
    {
        Span<byte> start = stackalloc byte[4096];
        file.Position = 0;
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (start.StartsWith("PK\u0003\u0004"u8))
            return GrantWorkbook.Read(file, ct);
        RefuseOtherKinds(start);
        // Telling the encoding reads the whole file; it is known before anything is parsed.
        var encoding = TextDecoding.Detect(file);
        var text = encoding.GetString(start).TrimStart('\uFEFF').TrimStart();
        if (text.Length == 0)
            throw new NotGrantsException($"is empty. {Accepted}");
        return text[0] is '{' or '[' ? GrantPackage.Read(file, encoding, ct) : GrantTable.ReadCsv(file, ct);
    }

    private static void RefuseOtherKinds(ReadOnlySpan<byte> start)
    {
        if (start.IsEmpty)
            throw new NotGrantsException($"is empty. {Accepted}");
        if (start.StartsWith("%PDF"u8))
            throw new NotGrantsException($"is a PDF document, not a list of grants. {Accepted}");
        if (start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw new NotGrantsException("is a workbook of the old Excel format. Save it as .xlsx and bring it again.");
        var utf16 =
            start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        if (!utf16 && start.Contains((byte)0))
            throw new NotGrantsException(
                $"is not a text file or a workbook, so no grants can be read from it. {Accepted}"
            );
    }
}

/// <summary>The whole file is refused. The message goes on after the file's name: "is a PDF document, …".</summary>
internal sealed class NotGrantsException(string message) : Exception(message);
