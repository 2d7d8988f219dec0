using CoProd.Contracts.Modules;
using CoProd.Host.Security.Access;
using CoProd.Host.Web.Access;
using CoProd.Ui.Forms;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>Roles in words.</summary>
internal static class RoleWords
{
    public static string Of(Role role) =>
        role switch
        {
            Role.Administrator => T["Administrator"],
            Role.Coordinator => T["Coordinator"],
            Role.CoProducer => T["Co-producer"],
            _ => T["Viewer"],
        };

    /// <summary>For whom one of the four is.</summary>
    public static string Means(Role role) =>
        role switch
        {
            Role.Administrator => T["Looks after accounts, modules and settings."],
            Role.Coordinator => T["Records, plans and imports."],
            Role.CoProducer => T["Sees what concerns them, and no more."],
            _ => T["Reads what is not personal, for example a board member."],
        };

    public static string Means(HeldRole role) =>
        role.Own is null ? Means(role.Base) : T["Your own, like “{0}”", Of(role.Base)];

    public static string Sees(bool all) =>
        all ? T["All innovations"] : T["Those somebody takes part in or was given access to"];

    /// <summary>The four, to choose from.</summary>
    public static IReadOnlyList<Choice> Choices =>
        [
            .. new[] { Role.Coordinator, Role.CoProducer, Role.Viewer, Role.Administrator }.Select(role => new Choice(
                role.ToString(),
                Of(role),
                Means(role)
            )),
        ];

    /// <summary>All that somebody can be given: the four, and the institution's own.</summary>
    public static IReadOnlyList<Choice> ChoicesOf(RolesNow roles) =>
        [
            .. Choices,
            .. roles.Own.Select(own => new Choice(own.Id.ToString(), own.Name, Means(roles.Of(own.BasedOn, own.Id)))),
        ];

    public static IReadOnlyList<Choice> SeesChoices =>
        [
            new(nameof(RoleSees.All), Sees(all: true)),
            new(
                nameof(RoleSees.Some),
                Sees(all: false),
                T["Lists of everybody, such as the register of people, stay closed to it then."]
            ),
        ];
}
