using System.Text;
using CoProd.Contracts.Exchange;

namespace CoProd.Register.Import.OpenReferral;

/// <summary>Reads organisations from Open Referral UK 3.0 and HSDS 3.0: JSON of one or many, or the CSV folder.</summary>
internal static class OrganisationFile
{
    // One page of a directory's API is some hundred kilobytes; JSON and the folder's files are held in memory.
    private const int LargestFile = 128 * 1024 * 1024;

    private const string Accepted =
        "Bring Open Referral JSON, the file organizations.csv, or a zip of the whole CSV folder.";

    /// <summary>Reads organisations. What is in the file decides its format, not its name.</summary>
    /// <param name="file">A stream that can seek; read from its start.</param>
    /// <param name="fileName">As its owner knows it, for sentences.</param>
    /// <param name="ct">Stops between two records.</param>
    internal static OrganisationFileResult Read(Stream file, string fileName, CancellationToken ct)
    {
        var name = OrganisationDraft.Short(Path.GetFileName(fileName));
        try
        {
            return ReadKind(file, ct);
        }
        catch (NotOrganisationsException refusal)
        {
            return new OrganisationFileResult.Refused { Sentence = $"“{name}” {refusal.Message}" };
        }
    }

    private static OrganisationFileResult.Organisations ReadKind(Stream file, CancellationToken ct)
    {
        if (file.Length > LargestFile)
            throw new NotOrganisationsException("is larger than 128 MB. Bring it in several files, page by page.");
        Span<byte> start = stackalloc byte[4096];
        file.Position = 0;
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (start.StartsWith("PK\u0003\u0004"u8))
            return OrganisationFolder.ReadZip(file, ct);
        if (start.StartsWith("%PDF"u8))
            throw new NotOrganisationsException($"is a PDF document, not a list of organisations. {Accepted}");
        var utf16 =
            start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        if (!utf16 && start.Contains((byte)0))
            throw new NotOrganisationsException(
                $"is not a text file, so no organisations can be read from it. {Accepted}"
            );
        var encoding = TextDecoding.Detect(file);
        var text = encoding.GetString(start).TrimStart('\uFEFF').TrimStart();
        if (text.Length == 0)
            throw new NotOrganisationsException($"is empty. {Accepted}");
        if (text[0] is not ('{' or '['))
            return OrganisationFolder.ReadCsv(file, ct);
        var utf8 =
            encoding is UTF8Encoding
                ? file
                : Encoding.CreateTranscodingStream(file, encoding, Encoding.UTF8, leaveOpen: true);
        return OrganisationJson.Read(utf8, ct);
    }
}

/// <summary>The whole file is refused. The message goes on after the file's name: "is a PDF document, …".</summary>
internal sealed class NotOrganisationsException(string message) : Exception(message);
