using System.Globalization;
using System.Security.Cryptography;
using CoProd.Host.Modules;
using MailKit.Security;
using Microsoft.AspNetCore.DataProtection;
using MimeKit;

namespace CoProd.Host.Mail;

/// <summary>How the way to the mail server is guarded.</summary>
public enum MailSecurity
{
    /// <summary>Encrypted after a first word in the clear; most servers, port 587.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte; port 465.</summary>
    Tls,

    /// <summary>Not at all: for a server on the same machine.</summary>
    None,
}

/// <summary>The mail server that an administrator named. Until then nothing is sent, and no connection is made.</summary>
internal sealed class MailSettings(InstitutionSettings settings, IDataProtectionProvider protection)
{
    private const string ServerName = "host.mail.server";
    private const string PortName = "host.mail.port";
    private const string SecurityName = "host.mail.security";
    private const string UserName = "host.mail.user";
    private const string PasswordName = "host.mail.password";
    private const string FromName = "host.mail.from";

    public string Server => settings.Find(ServerName) ?? "";

    public int Port =>
        int.TryParse(settings.Find(PortName), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? port
            : 587;

    public MailSecurity Security =>
        Enum.TryParse<MailSecurity>(settings.Find(SecurityName), out var security) ? security : MailSecurity.StartTls;

    public string User => settings.Find(UserName) ?? "";

    public bool HasPassword => settings.Find(PasswordName) is { Length: > 0 };

    public string From => settings.Find(FromName) ?? "";

    public bool IsSetUp => IsNamed(settings);

    /// <summary>Whether a mail server is named: all that can be said without the keys.</summary>
    public static bool IsNamed(InstitutionSettings settings) =>
        settings.Find(ServerName) is { Length: > 0 } && settings.Find(FromName) is { Length: > 0 };

    public SecureSocketOptions Options =>
        Security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        };

    /// <summary>The password for the server; empty where there is none, or where the keys it was sealed with are gone.</summary>
    public string Password()
    {
        try
        {
            return settings.Find(PasswordName) is { Length: > 0 } kept ? Protector.Unprotect(kept) : "";
        }
        catch (CryptographicException)
        {
            return "";
        }
    }

    /// <param name="server">Its name; empty for no mail any more.</param>
    /// <param name="port">Its port.</param>
    /// <param name="security">How the way is guarded.</param>
    /// <param name="user">The user name there; empty for none.</param>
    /// <param name="password">The password there; null keeps the one that is kept.</param>
    /// <param name="from">Whom mails come from.</param>
    /// <param name="ct">Ends the work.</param>
    public async Task Keep(
        string server,
        int port,
        MailSecurity security,
        string user,
        string? password,
        string from,
        CancellationToken ct
    )
    {
        await settings.Set(PortName, port.ToString(CultureInfo.InvariantCulture), ct);
        await settings.Set(SecurityName, security.ToString(), ct);
        await settings.Set(UserName, user, ct);
        if (user.Length == 0)
            await settings.Set(PasswordName, "", ct);
        else if (password is not null)
            await settings.Set(PasswordName, Protector.Protect(password), ct);
        await settings.Set(FromName, from, ct);
        await settings.Set(ServerName, server, ct);
    }

    /// <summary>Whether a text is one mail address and nothing more.</summary>
    public static bool IsAddress(string text) =>
        text.Length is > 0 and <= 254
        && !text.Any(char.IsControl)
        && MailboxAddress.TryParse(text, out var address)
        && address.Address == text
        && text.LastIndexOf('@') is > 0 and var at
        && at < text.Length - 1;

    private IDataProtector Protector => protection.CreateProtector("CoProd.MailServer");
}
