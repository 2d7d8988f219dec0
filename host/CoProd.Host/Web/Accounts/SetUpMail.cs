using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Mail;
using CoProd.Host.Modules;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>An administrator names the mail server, or no longer.</summary>
public static class SetUpMail
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Server { get; init; }

        public required int Port { get; init; }

        public required MailSecurity Security { get; init; }

        public required string User { get; init; }

        public required string? Password { get; init; }

        public required string From { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/settings/mail",
            Permission = HostPermissions.Settings,
            Start = visit => Task.FromResult<Input?>(Start(visit.Get<MailSettings>())),
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (_, _) => "/settings/mail",
        };

    private static Input Start(MailSettings mail) =>
        Input.Of(
            ("server", mail.Server),
            ("port", mail.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("security", mail.Security.ToString()),
            ("user", mail.User),
            ("from", mail.From)
        );

    private static Form Read(Input input)
    {
        var server = input.Text("server", T["the server's name"], max: 253);
        var from = input.Text("from", T["the address mails come from"], required: server.Length > 0, max: 254);
        if (from.Length > 0 && !MailSettings.IsAddress(from))
            input.Error("from", T["That is no e-mail address. It looks like name@example.org."]);
        return new()
        {
            Server = server,
            Port = input.Whole("port", T["the port"], 1, 65_535) ?? 587,
            Security =
                input.Choice<MailSecurity>("security", T["how the way there is guarded"]) ?? MailSecurity.StartTls,
            User = input.Text("user", T["the user name there"], max: 254),
            Password = input["server-password"] is { Length: > 0 } typed ? typed : null,
            From = from,
        };
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var mail = visit.Get<MailSettings>();
        // A password kept for one server is not sent to another that somebody names.
        if (form.User.Length > 0 && form.Password is null && (!mail.HasPassword || form.Server != mail.Server))
            return Outcome<Guid>.Refused("server-password", T["Type the password for this server."]);
        if (form.User.Length > 0 && form.Security == MailSecurity.None)
            return Outcome<Guid>.Refused(
                "security",
                T["A password would travel there in the clear. Choose an encrypted way, or leave the user name empty."]
            );
        await mail.Keep(form.Server, form.Port, form.Security, form.User, form.Password, form.From, visit.Gone);
        visit.Get<Mails>().Wake();
        visit.Say(
            form.Server.Length == 0
                ? T["No mail leaves any more. Invitations and codes are printed."]
                : T["That is kept. Send yourself a first mail to see whether it works."]
        );
        return Outcome<Guid>.Done(Guid.Empty);
    }

    internal static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var mail = visit.Get<MailSettings>();
        var rows = (await visit.Get<Mails>().List(visit.Gone))
            .Select(row => new SetUpMailPage.Row(
                row.QueuedAt.LocalDateTime.ToString(
                    "d MMM yyyy HH:mm",
                    System.Globalization.CultureInfo.CurrentCulture
                ),
                Words(row.Kind),
                row.DisplayName,
                Words(row.State),
                row.LastError
            ))
            .ToList();
        foreach (var (field, value) in Start(mail).Raw)
        {
            if (input[field] is null)
                input.Set(field, value[0]);
        }
        return visit.Page<SetUpMailPage>(
            ("Input", input),
            ("IsSetUp", mail.IsSetUp),
            ("HasPassword", mail.HasPassword),
            ("Rows", rows)
        );
    }

    private static string Words(MailKind kind) =>
        kind switch
        {
            MailKind.Invitation => T["Invitation"],
            MailKind.Reset => T["Link for another password"],
            MailKind.ConfirmAddress => T["Question whether the address is right"],
            MailKind.Notice => T["Notice that an account changed"],
            _ => T["Morning mail"],
        };

    private static string Words(MailState state) =>
        state switch
        {
            MailState.Waiting => T["Waits to leave"],
            MailState.Sending => T["Is leaving"],
            MailState.Sent => T["Taken by the mail server"],
            MailState.Doubtful => T["May have left or not; it is not sent twice"],
            MailState.Failed => T["Did not leave"],
            _ => T["Was not needed any more, or the person is to be left alone"],
        };
}

/// <summary>An administrator sends a first mail, to see whether the settings are right.</summary>
internal static class TryMail
{
    internal static FormRoute<string> Route { get; } =
        new()
        {
            Page = "/settings/mail/try",
            Permission = HostPermissions.Settings,
            Read = Read,
            Handle = Handle,
            Show = SetUpMail.Show,
            Then = (_, _) => "/settings/mail",
            Said = () => T["The mail server took it. Look whether it arrived."],
        };

    private static string Read(Input input)
    {
        var to = input.Text("to", T["an e-mail address"], required: true, max: 254);
        if (to.Length > 0 && !MailSettings.IsAddress(to))
            input.Error("to", T["That is no e-mail address. It looks like name@example.org."]);
        return to;
    }

    private static async Task<Outcome<Guid>> Handle(string to, IVisit visit)
    {
        var mail = visit.Get<MailSettings>();
        if (!mail.IsSetUp)
            return Outcome<Guid>.Refused("to", T["Name a mail server first."]);
        var said = await MailSender.Try(
            mail,
            to,
            T["A first mail from CoProd"],
            T["It works: mail from CoProd reaches you."],
            visit.Gone
        );
        return said is null
            ? Outcome<Guid>.Done(Guid.Empty)
            : Outcome<Guid>.Refused("to", T["It did not leave. The mail server, or the way there, said: {0}", said]);
    }
}
