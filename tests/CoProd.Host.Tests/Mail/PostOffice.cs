using System.Buffers;
using System.Net;
using System.Net.Sockets;
using CoProd.Contracts.Modules;
using CoProd.Testing;
using MimeKit;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace CoProd.Host.Tests.Mail;

/// <summary>A real mail server on the loopback address, which keeps what it is given.</summary>
internal sealed class PostOffice : MessageStore, IAsyncDisposable
{
    private readonly List<MimeMessage> taken = [];
    private readonly CancellationTokenSource closing = new();
    private Task open = Task.CompletedTask;

    public PostOffice(int? port = null) => Port = port ?? FreePort();

    public int Port { get; }

    /// <summary>What it does with a mail once it has it, before it answers.</summary>
    public Func<Task<SmtpResponse>> Answer { get; set; } = () => Task.FromResult(SmtpResponse.Ok);

    public static PostOffice Open(int? port = null)
    {
        var office = new PostOffice(port);
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, office.Port)))
            .Build();
        var services = new ServiceProvider();
        services.Add((IMessageStore)office);
        office.open = new SmtpServer.SmtpServer(options, services).StartAsync(office.closing.Token);
        return office;
    }

    public override async Task<SmtpResponse> SaveAsync(
        ISessionContext context,
        IMessageTransaction transaction,
        ReadOnlySequence<byte> buffer,
        CancellationToken cancellationToken
    )
    {
        using var stream = new MemoryStream(buffer.ToArray());
        var message = await MimeMessage.LoadAsync(stream, cancellationToken);
        lock (taken)
            taken.Add(message);
        if (GoesSilent)
            (context.Pipe as IDisposable)?.Dispose();
        return await Answer();
    }

    public IReadOnlyList<MimeMessage> To(string address)
    {
        lock (taken)
            return [.. taken.Where(mail => mail.To.Mailboxes.Any(box => box.Address == address))];
    }

    /// <summary>The last mail to an address, once so many are there.</summary>
    public async Task<string> Last(string address, int count = 1)
    {
        await Until.Holds(() => Task.FromResult(To(address).Count >= count), $"{count} mail(s) to {address}");
        return To(address)[^1].TextBody!;
    }

    /// <summary>As an administrator names the mail server, on the page.</summary>
    public async Task Serve(TestSite site)
    {
        var page = await (await site.As(Role.Administrator)).Send(
            "/settings/mail",
            ("server", "127.0.0.1"),
            ("port", Port.ToString()),
            ("security", "None"),
            ("user", ""),
            ("from", "coprod@example.org")
        );
        Assert.Contains("That is kept.", page.Text);
    }

    /// <summary>Takes a mail and then hangs up without a word.</summary>
    public bool GoesSilent { get; set; }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        try
        {
            await open;
        }
        catch (OperationCanceledException)
        {
            // That is how it closes.
        }
        closing.Dispose();
    }
}

/// <summary>Waits for something, for long: the machine may be busy.</summary>
internal static class Until
{
    public static async Task Holds(Func<Task<bool>> holds, string what)
    {
        for (var tries = 0; tries < 1_200; tries++)
        {
            if (await holds())
                return;
            await Task.Delay(50);
        }
        Assert.Fail($"Waited a minute for: {what}");
    }
}
