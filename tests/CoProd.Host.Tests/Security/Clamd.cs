using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CoProd.Host.Tests.Security;

/// <summary>
/// Speaks what clamd speaks (clamd(8): zPING, zINSTREAM) on the loopback address or a socket in the file system, written down apart from the
/// client that the host uses. It knows one virus, the one that was made for tests.
/// </summary>
internal sealed class Clamd : IAsyncDisposable
{
    /// <summary>The test file of EICAR; in two halves, so that nobody's scanner takes this source for it.</summary>
    public static readonly byte[] Eicar = Encoding.ASCII.GetBytes(
        @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + "-ANTIVIRUS-TEST-FILE!$H+H*"
    );

    private readonly CancellationTokenSource end = new();
    private readonly Socket listening;
    private readonly Task served;

    private Clamd(Socket listening, string address)
    {
        this.listening = listening;
        Address = address;
        served = Serve();
    }

    /// <summary>As an administrator writes it.</summary>
    public string Address { get; }

    /// <summary>How many came.</summary>
    public int Asked { get; private set; }

    /// <summary>The last file it was shown.</summary>
    public byte[] Shown { get; private set; } = [];

    /// <summary>Takes everything in and never says a word.</summary>
    public bool Hangs { get; set; }

    /// <summary>Its StreamMaxLength.</summary>
    public int Most { get; set; } = 1 << 20;

    public static Clamd Start()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        return new Clamd(socket, socket.LocalEndPoint!.ToString()!);
    }

    public static Clamd StartAt(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        return new Clamd(socket, "unix:" + path);
    }

    private async Task Serve()
    {
        try
        {
            while (true)
            {
                using var socket = await listening.AcceptAsync(end.Token);
                Asked++;
                await using var connection = new NetworkStream(socket);
                if (await Answer(connection) is { } line)
                    await connection.WriteAsync(Encoding.ASCII.GetBytes(line + "\0"), end.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException) { }
    }

    private async Task<string?> Answer(NetworkStream connection)
    {
        var command = new StringBuilder();
        var one = new byte[1];
        while (await connection.ReadAsync(one, end.Token) == 1 && one[0] != 0)
            command.Append((char)one[0]);
        if (Hangs)
            await Task.Delay(Timeout.Infinite, end.Token);
        return command.ToString() switch
        {
            "zPING" => "PONG",
            "zINSTREAM" => await Look(connection),
            _ => "UNKNOWN COMMAND",
        };
    }

    private async Task<string> Look(NetworkStream connection)
    {
        using var file = new MemoryStream();
        var head = new byte[4];
        while (true)
        {
            await connection.ReadExactlyAsync(head, end.Token);
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            if (length == 0)
                break;
            if (file.Length + length > Most)
                return "INSTREAM size limit exceeded. ERROR";
            var piece = new byte[length];
            await connection.ReadExactlyAsync(piece, end.Token);
            file.Write(piece);
        }
        Shown = file.ToArray();
        return Shown.AsSpan().IndexOf(Eicar) >= 0 ? "stream: Eicar-Test-Signature FOUND" : "stream: OK";
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listening.Dispose();
        await served;
        end.Dispose();
    }
}
