using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Backups;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>An administrator sees how the nightly backups stand, and says what they are encrypted with.</summary>
public static class SetUpBackups
{
    private const int Shortest = 12;

    /// <summary>The form. Passphrases are read as typed and never shown again.</summary>
    public sealed record Form
    {
        public required string Passphrase { get; init; }

        public required bool None { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/settings/backups",
            Permission = HostPermissions.Settings,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (_, _) => "/settings/backups",
        };

    private static Form Read(Input input)
    {
        var (typed, again, none) = (input["passphrase"] ?? "", input["passphrase-again"] ?? "", input.Tick("none"));
        if (none && typed.Length > 0)
            input.Error("none", T["Type a passphrase, or tick that there is to be none: not both."]);
        else if (!none && typed.Trim().Length < Shortest)
            input.Error("passphrase", T["Type {0} characters or more: a few plain words will do.", Shortest]);
        else if (!none && typed.Trim() != again.Trim())
            input.Error("passphrase-again", T["The two are not alike. Type both again."]);
        return new Form { Passphrase = typed.Trim(), None = none };
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        await visit.Get<ScheduledBackups>().KeepPassphrase(form.None ? "" : form.Passphrase, visit.Gone);
        visit.Say(
            form.None
                ? T["Backups from now on are not encrypted. Those made before still need their passphrase."]
                : T[
                    "Backups from now on are encrypted with it. Write it down, and keep it somewhere else than the backups."
                ]
        );
        return Outcome<Guid>.Done(Guid.Empty);
    }

    internal static Task<IResult?> Show(Input input, IVisit visit)
    {
        var backups = visit.Get<ScheduledBackups>();
        var files = BackupsPage.FilesIn(backups.Folder, backups.State?.Id);
        return Task.FromResult<IResult?>(
            visit.Page<BackupsPage>(
                ("Input", input),
                ("Kept", backups.Kept),
                ("Folder", backups.Folder),
                ("IsEncrypted", backups.HasPassphrase),
                ("IsUnderWay", backups.IsUnderWay),
                ("Trouble", BackupsPage.TroubleOf(visit)),
                ("Last", backups.State?.Last is { } last ? BackupsPage.When(last.At) : null),
                (
                    "Rows",
                    files
                        .Select(file => new BackupsPage.Row(
                            file.Name,
                            BackupsPage.When(new DateTimeOffset(file.LastWriteTimeUtc)),
                            Room.Words(Room.LengthOf(file))
                        ))
                        .ToList()
                )
            )
        );
    }
}

/// <summary>An administrator has a backup made at once, to see whether it works.</summary>
internal static class BackUpNow
{
    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = "/settings/backups/now",
            Permission = HostPermissions.Settings,
            Read = _ => true,
            Handle = Handle,
            Show = SetUpBackups.Show,
            Then = (_, _) => "/settings/backups",
            Said = () => T["A backup is being made. Open this page again in a while to see how it went."],
        };

    private static Task<Outcome<Guid>> Handle(bool _, IVisit visit)
    {
        var backups = visit.Get<ScheduledBackups>();
        if (backups.Kept == 0)
            return Task.FromResult(
                Outcome<Guid>.Refused(
                    "",
                    T["No backup is kept, so none is made. Say on the settings page how many to keep."]
                )
            );
        backups.Ask();
        return Task.FromResult(Outcome<Guid>.Done(Guid.Empty));
    }
}
