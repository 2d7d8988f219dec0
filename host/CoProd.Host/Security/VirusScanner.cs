using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CoProd.Host.Modules;
using static CoProd.Host.Texts;

namespace CoProd.Host.Security;

/// <summary>
/// Has clamd look at files that people bring, where an administrator named one. Its protocol is a few lines (clamd(8), INSTREAM): the file
/// in pieces, each after its length, and one line back. Nothing is connected to until a scanner is named.
/// </summary>
internal sealed class VirusScanner(Func<string, string?> setting, HostOptions options)
{
    public const string UnixPrefix = "unix:";

    private const int Piece = 64 << 10;

    // clamd answers in one short line.
    private const int LongestAnswer = 4096;

    /// <summary>What it says of a file that it will not look at whole (its StreamMaxLength).</summary>
    private const string TooLarge = "size limit exceeded";

    /// <summary>The scanner's address; null where none is named.</summary>
    public string? Address =>
        setting(HostSettings.VirusScanner)?.Trim() is { Length: > 0 } named && named != HostSettings.NoScanner
            ? named
            : null;

    /// <summary>Why a text names no scanner; null when it does, or says that there is none.</summary>
    public static string? Refusal(string typed) =>
        typed.Trim() == HostSettings.NoScanner || Place(typed.Trim()) is not null
            ? null
            : T[
                "That is no address of a scanner. Write a machine and a port, for example 127.0.0.1:3310, or unix:/run/clamav/clamd.ctl, or {0}.",
                HostSettings.NoScanner
            ];

    /// <summary>Looks at a file from its present position on.</summary>
    public async Task<ScanAnswer> Look(Stream file, CancellationToken ct)
    {
        var line = await Ask((connection, gone) => Send(connection, file, gone), ct);
        return line is null ? new ScanAnswer(ScanResult.NoAnswer)
            : line.EndsWith(" OK", StringComparison.Ordinal) ? new ScanAnswer(ScanResult.Clean)
            : line.EndsWith(" FOUND", StringComparison.Ordinal) ? new ScanAnswer(ScanResult.Found, Name(line))
            : line.Contains(TooLarge, StringComparison.OrdinalIgnoreCase) ? new ScanAnswer(ScanResult.TooLarge)
            : new ScanAnswer(ScanResult.NoAnswer);
    }

    /// <summary>Whether it is there.</summary>
    public async Task<bool> Answers(CancellationToken ct) =>
        await Ask((connection, gone) => connection.WriteAsync("zPING\0"u8.ToArray(), gone).AsTask(), ct) == "PONG";

    // Null for whatever keeps it from answering: no scanner is the same to whoever brings a file, for whichever reason.
    private async Task<string?> Ask(Func<NetworkStream, CancellationToken, Task> send, CancellationToken ct)
    {
        if (Address is not { } address || Place(address) is not { } place)
            return null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.ScanLimit);
        try
        {
            using var socket =
                place is UnixDomainSocketEndPoint
                    ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                    : new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(place, limit.Token);
            await using var connection = new NetworkStream(socket, ownsSocket: false);
            try
            {
                await send(connection, limit.Token);
            }
            catch (IOException)
            {
                // It may have said why before it hung up, for example that the file is too large for it.
            }
            return await Line(connection, limit.Token);
        }
        catch (Exception e)
            when (e is SocketException or IOException
                || (e is OperationCanceledException && !ct.IsCancellationRequested)
            )
        {
            return null;
        }
    }

    private static async Task Send(NetworkStream connection, Stream file, CancellationToken ct)
    {
        await connection.WriteAsync("zINSTREAM\0"u8.ToArray(), ct);
        var piece = new byte[4 + Piece];
        int read;
        do
        {
            read = await file.ReadAsync(piece.AsMemory(4), ct);
            // The last piece has no length: that is how the end is told.
            BinaryPrimitives.WriteInt32BigEndian(piece, read);
            await connection.WriteAsync(piece.AsMemory(0, 4 + read), ct);
        } while (read > 0);
    }

    private static async Task<string> Line(NetworkStream connection, CancellationToken ct)
    {
        var answer = new byte[LongestAnswer];
        var length = 0;
        while (length < answer.Length)
        {
            var read = await connection.ReadAsync(answer.AsMemory(length), ct);
            length += read;
            if (read == 0 || answer.AsSpan(0, length).Contains((byte)0))
                break;
        }
        return Encoding.UTF8.GetString(answer, 0, length).TrimEnd('\0', '\n', '\r');
    }

    // "stream: Eicar-Signature FOUND"
    private static string Name(string line) =>
        line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..^" FOUND".Length];

    private static EndPoint? Place(string address)
    {
        if (address.StartsWith(UnixPrefix, StringComparison.Ordinal))
            return address.Length is > 6 and < 100 && address[UnixPrefix.Length] == '/'
                ? new UnixDomainSocketEndPoint(address[UnixPrefix.Length..])
                : null;
        if (IPEndPoint.TryParse(address, out var numbers) && numbers.Port > 0)
            return numbers;
        var colon = address.LastIndexOf(':');
        return
            colon > 0
            && Uri.CheckHostName(address[..colon]) == UriHostNameType.Dns
            && ushort.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port > 0
            ? new DnsEndPoint(address[..colon], port)
            : null;
    }
}

/// <summary>What the scanner said of a file.</summary>
internal sealed record ScanAnswer(ScanResult Result, string Found = "");

internal enum ScanResult
{
    Clean,
    Found,
    TooLarge,
    NoAnswer,
}
