using System.Text;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Modules;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Web.Home;
using Dapper;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using static CoProd.Host.Texts;

namespace CoProd.Host.Mail;

/// <summary>
/// Writes a mail at the moment it leaves, from what holds then. A pause is asked for at that moment too. A mail can be read on its way:
/// it holds nothing about people, only what every viewer may read.
/// </summary>
internal sealed class MailWriter(
    Database host,
    ModuleCatalogue modules,
    Security.Access.RoleBook roles,
    Func<Capabilities> capabilities,
    InstitutionSettings settings,
    WaysIn ways,
    HostOptions options,
    IServer server,
    TimeProvider clock
)
{
    private const int MostWarnings = 10;

    // What is older tells nobody anything.
    private static readonly TimeSpan NoticesHold = TimeSpan.FromDays(3);

    private const string EventOf = """
        select e.kind, e.by_id, e.happened_at, u.display_name as by_name
        from account_event e left join account u on u.id = e.by_id where e.id = @id
        """;

    /// <summary>The letter, or null when there is nothing to say to this person now.</summary>
    public async Task<Letter?> Write(MailRow mail, CancellationToken ct)
    {
        if (await host.Read(c => AccountStore.On(c, mail.AccountId), ct) is not { Disabled: false } account)
            return null;
        // Whoever asked for a link themselves gets it; everything else waits for nobody who wants to be left alone.
        if (mail.Kind is not (MailKind.Reset or MailKind.ConfirmAddress) && await IsToBeLeftAlone(account, ct))
            return null;
        return mail.Kind switch
        {
            MailKind.Digest => await Digest(mail, account, ct),
            MailKind.Notice => await Notice(mail, account, ct),
            _ => await WayIn(mail, account, ct),
        };
    }

    /// <summary>Whether a pause, a bereavement or another stop holds for this person; also where nobody answers.</summary>
    public async Task<bool> IsToBeLeftAlone(Account account, CancellationToken ct)
    {
        if (account.PersonId is not { } person)
            return false;
        await using var asked = capabilities();
        var verdicts = await asked.Find<IAskGate>()!.MayAsk([person], ct);
        return verdicts.Any(verdict => verdict.Answer == AskAnswer.Stop);
    }

    private async Task<Letter?> WayIn(MailRow mail, Account account, CancellationToken ct)
    {
        if (
            mail.SubjectId is not { } id
            || await ways.Find(id, ct) is not { UsedAt: null } way
            || way.ExpiresAt <= clock.GetUtcNow()
        )
            return null;
        var to = way.Kind == WayInKind.Address ? way.Email : account.Email;
        return to is null
            ? null
            : new Letter
            {
                To = to,
                Subject = way.Kind switch
                {
                    WayInKind.Invitation => T["You can sign in to {0} now", Institution],
                    WayInKind.Reset => T["Choose another password for {0}", Institution],
                    _ => T["Is this your address?"],
                },
                WayIn = id,
                Body = code => Body(way, account, code),
            };
    }

    private string Body(WayInRow way, Account account, string code)
    {
        var words = new StringBuilder(T["Hello {0},", account.DisplayName]).Append("\n\n");
        words.Append(
            way.Kind switch
            {
                WayInKind.Invitation => T[
                    "somebody made an account for you at {0}. Open this page and choose a password:",
                    Institution
                ],
                WayInKind.Reset => T[
                    "somebody, we think you, asked for another password at {0}. Open this page and choose one:",
                    Institution
                ],
                _ => T[
                    "you gave this as your address at {0}. If that is right, open this page and press the button:",
                    Institution
                ],
            }
        );
        words.Append("\n\n  ").Append(Address("/open/way-in/" + code)).Append("\n\n");
        if (way.Kind != WayInKind.Address)
            words.Append(T["Your user name is {0}.", account.UserName]).Append('\n');
        words.Append(T["The page works once, until {0}.", Moment(way.ExpiresAt)]).Append("\n\n");
        words.Append(
            way.Kind == WayInKind.Invitation
                ? T["If you did not expect this, do nothing: without you, nobody gets in."]
                : T["If it was not you, do nothing: everything stays as it is."]
        );
        return words.Append('\n').ToString();
    }

    private async Task<Letter?> Notice(MailRow mail, Account account, CancellationToken ct)
    {
        if (account.Email is null || clock.GetUtcNow() - mail.QueuedAt > NoticesHold)
            return null;
        var happened = await host.Read(
            c => c.QuerySingleOrDefaultAsync<AccountEventRow>(EventOf, new { id = mail.SubjectId }),
            ct
        );
        if (happened is null)
            return null;
        var words = string.Join(
            '\n',
            T["Hello {0},", account.DisplayName],
            "",
            T["this happened to your account at {0} on {1}:", Institution, Moment(happened.HappenedAt)],
            "",
            "  " + happened.Sentence,
            "",
            T[
                "If it was not you and you did not ask for it, change your password and tell whoever looks after CoProd where you are:"
            ],
            "",
            "  " + Address("/account"),
            ""
        );
        return new Letter
        {
            To = account.Email,
            Subject = T["Something changed in your account at {0}", Institution],
            Body = _ => words,
        };
    }

    private async Task<Letter?> Digest(MailRow mail, Account account, CancellationToken ct)
    {
        // One that could not leave on its day is not sent on another: that day has its own.
        if (account is not { Email: { } to, WantsDigest: true } || mail.OnDay != clock.Today())
            return null;
        var picture = new Picture(host, clock, modules);
        var all = await picture.Next(await roles.CallerOf(account, ct), 100, ct);
        if (all.Count == 0)
            return null;
        var told = all.Where(IsNothingPersonal).Take(MostWarnings).ToList();
        var words = new StringBuilder(T["Good morning {0},", account.DisplayName]).Append("\n\n");
        if (told.Count > 0)
            words.Append(T["this needs somebody:"]).Append("\n\n");
        foreach (var warning in told)
            words.Append(Line(warning)).Append("\n\n");
        if (all.Count > told.Count)
            words
                .Append(
                    T[
                        "Not written here, because it concerns people or there is no room: {0} more.",
                        all.Count - told.Count
                    ]
                )
                .Append('\n');
        words.Append(T["All of it, with the next steps: {0}", Address("/")]).Append("\n\n");
        words
            .Append(T["You get this mail because you asked for it. To stop it, open {0}", Address("/account")])
            .Append('\n');
        return new Letter
        {
            To = to,
            Subject = T["{0}: {1} things need somebody", Institution, all.Count],
            Body = _ => words.ToString(),
        };
    }

    // What every viewer may read is nothing personal: that is what a viewer is.
    private bool IsNothingPersonal(ShownWarning warning) =>
        warning.PersonId is null
        && modules.Permissions.Any(p => p.Name == warning.Permission && p.HeldBy.Contains(Role.Viewer));

    private static string Line(ShownWarning warning)
    {
        var due = warning.Due is { } day ? " " + T["By {0}.", day.Long()] : "";
        return $"* {warning.InnovationName}: {warning.Fact}{due}\n  {warning.NextStep}";
    }

    private string Institution => settings.Find(HostSettings.Institution) ?? "CoProd";

    // Never what a request called us: a forged name must not end in a mail of ours.
    private string Address(string path) =>
        new Uri(
            options.PublicUrl
                ?? new Uri(
                    server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://127.0.0.1"
                ),
            path
        ).AbsoluteUri;

    private string Moment(DateTimeOffset at) =>
        TimeZoneInfo
            .ConvertTime(at, clock.LocalTimeZone)
            .ToString("d MMMM yyyy, HH:mm", System.Globalization.CultureInfo.CurrentCulture);
}

/// <summary>A mail as it leaves.</summary>
internal sealed record Letter
{
    public required string To { get; init; }

    public required string Subject { get; init; }

    /// <summary>The words, with the code where there is one.</summary>
    public required Func<string, string> Body { get; init; }

    /// <summary>The way in whose code it carries.</summary>
    public Guid? WayIn { get; init; }
}
