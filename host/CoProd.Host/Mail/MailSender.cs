using System.Threading.Channels;
using CoProd.Contracts;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using MailKit.Net.Smtp;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace CoProd.Host.Mail;

/// <summary>
/// Brings what is in the outbox to the mail server. A server that cannot be reached is tried again; a mail that was handed over is not,
/// whatever became of it. Where no server was named it does nothing at all.
/// </summary>
internal sealed class MailSender(
    Mails mails,
    MailWriter writer,
    MailSettings settings,
    TimeProvider clock,
    ILogger<MailSender> log
) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestTried = TimeSpan.FromDays(3);

    private const int ServerPatience = 30_000;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendDue(stoppingToken);
                await mails.Wait(LookEvery, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "Mail could not be seen to; it is tried again");
                await Task.Delay(LookEvery, stoppingToken);
            }
        }
    }

    private async Task SendDue(CancellationToken ct)
    {
        if (!settings.IsSetUp)
            return;
        await mails.NoteDoubtful(ct);
        var due = await mails.DueNow(ct);
        if (due.Count == 0)
            return;
        var letters = new List<(MailRow Mail, Letter Letter)>();
        foreach (var mail in due)
        {
            if (clock.GetUtcNow() - mail.QueuedAt > LongestTried)
                await mails.End(mail.Id, MailState.Failed, mail.LastError);
            else if (await writer.Write(mail, ct) is { } letter)
                letters.Add((mail, letter));
            else
                await mails.End(mail.Id, MailState.NotNeeded);
        }
        if (letters.Count > 0)
            await Send(letters, ct);
    }

    private async Task Send(IReadOnlyList<(MailRow Mail, Letter Letter)> letters, CancellationToken ct)
    {
        using var server = NewClient();
        try
        {
            await Connect(server, settings, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            // Nothing was handed over yet: all of it waits.
            foreach (var (mail, _) in letters)
                await mails.PutOff(mail.Id, WaitAfter(mail), e.Message);
            return;
        }
        foreach (var (mail, letter) in letters)
        {
            if (!await SendOne(server, mail, letter, ct))
                return;
        }
        await server.DisconnectAsync(quit: true, ct);
    }

    // False when the connection is of no use any more; what was not handed over yet waits for the next.
    private async Task<bool> SendOne(SmtpClient server, MailRow mail, Letter letter, CancellationToken ct)
    {
        var code = "";
        if (!await mails.Take(mail.Id, w => code = letter.WayIn is { } way ? WaysIn.GiveCode(w, way) : "", ct))
            return true;
        try
        {
            await server.SendAsync(Message(mail, letter, letter.Body(code)), CancellationToken.None);
            await mails.End(mail.Id, MailState.Sent);
            return true;
        }
        catch (SmtpCommandException e)
        {
            // The server said no, so it has not taken it. What begins with 4 may go later.
            if ((int)e.StatusCode is >= 400 and < 500)
                await mails.PutOff(mail.Id, WaitAfter(mail), e.Message);
            else
                await mails.End(mail.Id, MailState.Failed, e.Message);
            return server.IsConnected;
        }
        catch (Exception e)
        {
            log.LogWarning(e, "The mail server did not answer; the mail may have left or not");
            await mails.End(mail.Id, MailState.Doubtful, e.Message);
            return false;
        }
    }

    private MimeMessage Message(MailRow mail, Letter letter, string body)
    {
        var from = MailboxAddress.Parse(settings.From);
        var message = new MimeMessage
        {
            Subject = letter.Subject,
            Date = clock.GetUtcNow(),
            MessageId = $"{mail.Id:N}@{from.Domain}",
            Body = new TextPart("plain") { Text = body },
        };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(letter.To));
        // No holiday note comes back.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    /// <summary>A first mail, to see whether the settings are right; null when the server took it, else what it said.</summary>
    public static async Task<string?> Try(
        MailSettings settings,
        string to,
        string subject,
        string body,
        CancellationToken ct
    )
    {
        try
        {
            using var server = NewClient();
            await Connect(server, settings, ct);
            var message = new MimeMessage
            {
                Subject = subject,
                Body = new TextPart("plain") { Text = body },
            };
            message.From.Add(MailboxAddress.Parse(settings.From));
            message.To.Add(MailboxAddress.Parse(to));
            await server.SendAsync(message, ct);
            await server.DisconnectAsync(quit: true, ct);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            return e.Message;
        }
    }

    // Whether the server's certificate was revoked would be asked of somebody else, over the network: nobody asked for that.
    private static SmtpClient NewClient() => new() { Timeout = ServerPatience, CheckCertificateRevocation = false };

    private static async Task Connect(SmtpClient server, MailSettings settings, CancellationToken ct)
    {
        await server.ConnectAsync(settings.Server, settings.Port, settings.Options, ct);
        if (settings.User.Length > 0)
            await server.AuthenticateAsync(settings.User, settings.Password(), ct);
    }

    private static TimeSpan WaitAfter(MailRow mail)
    {
        var minutes = TimeSpan.FromMinutes(Math.Pow(2, Math.Min(mail.Attempts, 6)));
        return minutes < Mails.LongestWait ? minutes : Mails.LongestWait;
    }
}

/// <summary>Once a morning, a mail to everybody who asked for it, of what needs somebody.</summary>
internal sealed class DigestService(
    Mails mails,
    MailSettings mail,
    InstitutionSettings settings,
    TimeProvider clock,
    ILogger<DigestService> log
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(5), clock);
        do
        {
            try
            {
                await RunIfDue(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "The morning's mails could not be prepared; it is tried again");
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public async Task RunIfDue(CancellationToken ct)
    {
        var today = clock.Today();
        // What is told is what the night's work found.
        if (
            !mail.IsSetUp
            || clock.GetLocalNow().Hour < settings.Whole(HostSettings.DigestHour)
            || settings.Find(Web.Pictures.NightlyRefresh.LastRun) != today.Iso()
        )
            return;
        await mails.PutDigests(today, ct);
    }
}

/// <summary>
/// Somebody at the door says they forgot their password. It is looked at here, after their answer has left, so that the answer says
/// nothing of whether there is such an account, not even by the time it takes.
/// </summary>
internal sealed class ForgottenPasswords(
    Database host,
    WaysIn ways,
    Mails mails,
    MailSettings settings,
    ILogger<ForgottenPasswords> log
) : BackgroundService
{
    private readonly Channel<string> asked = Channel.CreateBounded<string>(
        new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite }
    );

    public void Ask(string typed) => asked.Writer.TryWrite(typed);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var typed in asked.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await See(typed, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "A forgotten password could not be seen to");
            }
        }
    }

    private async Task See(string typed, CancellationToken ct)
    {
        if (!settings.IsSetUp || typed.Length is 0 or > 254 || typed.Any(char.IsControl))
            return;
        foreach (var account in await new AccountStore(host).Called(typed, ct))
        {
            // Whoever comes by the institution's own sign-in and left it must not stay by way of a password of ours.
            if (
                account is not { Disabled: false, Email: not null, BySso: false }
                || await ways.WasAskedLately(account.Id, ct)
            )
                continue;
            await host.Write(
                w => Mails.Put(w, MailKind.Reset, account.Id, ways.Put(w, account.Id, WayInKind.Reset, printed: false)),
                ct
            );
            mails.Wake();
        }
    }
}
