using CoProd.Contracts.Modules;
using static CoProd.Host.Texts;

namespace CoProd.Host.Modules;

/// <summary>What the host itself lets people do.</summary>
internal static class HostPermissions
{
    public const string Home = "host.home";
    public const string Modules = "host.modules";
    public const string Accounts = "host.accounts";
    public const string Import = OfTheHost.Import;
    public const string Settings = "host.settings";
    public const string Snooze = "host.snooze";
    public const string Audit = "host.audit";
    public const string OwnData = "host.own-data";
    public const string PersonData = OfTheHost.PersonData;
    public const string Erase = OfTheHost.Erase;
    public const string Privacy = "host.privacy";
    public const string Leave = "host.leave";
    public const string Board = "host.board";
    public const string TakeIn = "host.take-in";
    public const string Access = "host.access";

    public static IReadOnlyList<Permission> All { get; } =
    [
        New(Home, () => T["See the home page, and the innovations one takes part in."], Enum.GetValues<Role>()),
        New(Modules, () => T["See which modules are installed and how they are."], Role.Administrator),
        New(Accounts, () => T["Make and end accounts."], Role.Administrator),
        New(Settings, () => T["Change settings."], Role.Administrator),
        New(Import, () => T["Take in files."], Role.Coordinator, Role.Administrator),
        New(OwnData, () => T["See and take along everything that is kept about oneself."], Enum.GetValues<Role>()),
        New(
            PersonData,
            () => T["Give somebody everything that is kept about them."],
            Role.Coordinator,
            Role.Administrator
        ),
        New(Erase, () => T["Erase somebody who asked for it."], Role.Coordinator, Role.Administrator),
        New(
            Privacy,
            () => T["See what is kept about people and why, and apply the rules on how long."],
            Role.Coordinator,
            Role.Administrator
        ),
        // An archive holds what modules keep from an administrator. Whoever runs the machine has the console, and that is noted.
        New(Leave, () => T["Let an innovation leave, with all of it that may be given to others."], Role.Coordinator),
        New(
            Board,
            () => T["Give board members a link to their page, and end it."],
            Role.Coordinator,
            Role.Administrator
        ),
        New(TakeIn, () => T["Take in an innovation that comes from elsewhere."], Role.Administrator),
        New(Access, () => T["Say who may see and change an innovation."], Role.Coordinator, Role.Administrator),
        New(Audit, () => T["See who did what, and when."], Role.Administrator),
        New(Snooze, () => T["Put a warning off, with a reason."], Role.Coordinator),
    ];

    private static Permission New(string name, Func<string> means, params Role[] heldBy) =>
        new()
        {
            Name = name,
            Means = means,
            HeldBy = heldBy,
        };
}
