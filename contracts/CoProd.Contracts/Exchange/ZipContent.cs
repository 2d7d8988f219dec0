using System.Buffers;
using System.IO.Compression;

namespace CoProd.Contracts.Exchange;

/// <summary>Looks into a zip (an XLSX is one) before anybody unpacks it.</summary>
public static class ZipContent
{
    /// <summary>Whether all that a zip holds, unpacked, fits into a limit.</summary>
    /// <remarks>It unpacks and counts, because the sizes that a zip states about itself may be untrue.</remarks>
    /// <param name="zip">An open zip.</param>
    /// <param name="bytes">The limit for the sum of all files in it.</param>
    /// <param name="cancellationToken">Stops the counting.</param>
    /// <exception cref="InvalidDataException">The zip is damaged.</exception>
    public static bool FitsInto(ZipArchive zip, long bytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(zip);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            foreach (var entry in zip.Entries)
            {
                using var content = entry.Open();
                int count;
                while ((count = content.Read(buffer)) > 0)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    bytes -= count;
                    if (bytes < 0)
                        return false;
                }
            }
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
