using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Security.Access;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Access;

/// <summary>An administrator says what a role may do: one of the four, or one of the institution's own.</summary>
public static class ChangeRole
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Name { get; init; }

        public required RoleSees? Sees { get; init; }

        public required IReadOnlyList<string> Holds { get; init; }

        public required int Version { get; init; }
    }

    private const string Update = """
        update own_role set name = @Name, name_key = @Key, sees_all = @SeesAll, changed_at = @Now where id = @Id
        """;

    private const string NameIsTaken = "select count(*) from own_role where name_key = @Key and id <> @Id";

    // What is said about modules that are not installed now stays.
    private const string Clear = "delete from role_permission where role = @role and permission in @known";

    private const string Put = """
        insert into role_permission (role, permission, held) values (@Role, @Permission, @Held)
        """;

    private const string CountUp = "update role_change set changes = changes + 1 where id = 1";

    private const string CountFrom = "update role_change set changes = changes + 1 where id = 1 and changes = @Version";

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/roles/{role}",
            Api = "/api/roles/{role}",
            Permission = HostPermissions.Accounts,
            Start = Start,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (_, _) => "/roles",
            Said = () => T["That is kept, and holds from the next page each of them opens."],
        };

    private static Form Read(Input input) =>
        new()
        {
            Name = input.Text("name", T["a name"], max: 60),
            Sees = input.Choice<RoleSees>("sees", T["what it sees"]),
            Holds = input.Several("holds", T["what it may do"]),
            Version = input.Version(),
        };

    private static async Task<Input?> Start(IVisit visit)
    {
        var roles = await visit.Get<RoleBook>().Now(visit.Gone);
        return Asked(visit, roles) is { } role ? Kept(role, roles.Changes) : null;
    }

    private static Input Kept(HeldRole role, long changes) =>
        new(
            new Dictionary<string, IReadOnlyList<string>>
            {
                ["name"] = [role.Name],
                ["sees"] = [(role.SeesAll ? RoleSees.All : RoleSees.Some).ToString()],
                ["holds"] = [.. role.Permissions],
                ["version"] = [$"{changes}"],
            }
        );

    private static HeldRole? Asked(IVisit visit, RolesNow roles) =>
        roles.Find(visit.Http.Request.RouteValues["role"] as string);

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var roles = await visit.Get<RoleBook>().Now(visit.Gone);
        if (Asked(visit, roles) is not { } role)
            return null;
        var modules = visit.Get<ModuleCatalogue>();
        var before = roles.Before(role.Base, role.Own?.Id);
        var groups = modules
            .Active.Select(module =>
                (Name: module.Id, Permissions: (IReadOnlyList<Permission>)module.Declared!.Permissions)
            )
            .Prepend((Name: T["CoProd itself"], Permissions: HostPermissions.All))
            .Select(group => new ChangeRolePage.Group(
                group.Name,
                [
                    .. group.Permissions.Select(p => new ChangeRolePage.Line(
                        p.Name,
                        p.Means(),
                        before.Contains(p.Name),
                        RolesNow.IsFixed(role.Base, role.Own?.Id, p.Name)
                    )),
                ]
            ))
            .Where(group => group.Lines.Count > 0)
            .ToList();
        return visit.Page<ChangeRolePage>(("Input", input), ("Role", role), ("Groups", groups));
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var roles = await visit.Get<RoleBook>().Now(visit.Gone);
        if (Asked(visit, roles) is not { } role)
            return Outcome<Guid>.Missing();
        // A page always sends what is always held: nothing at all was left out by a program, and is not "nothing any more".
        if (form.Holds.Count == 0)
            return Outcome<Guid>.Refused("holds", T["Say what this role may do."]);
        var sees = form.Sees ?? (role.SeesAll ? RoleSees.All : RoleSees.Some);
        if (role.Own is not null && Trouble(form.Name, role.Base, sees) is { } trouble)
            return trouble;
        var known = visit.Get<ModuleCatalogue>().Permissions.Select(p => p.Name).ToList();
        if (form.Holds.FirstOrDefault(one => !known.Contains(one) && !role.Permissions.Contains(one)) is { } unknown)
            return Outcome<Guid>.Refused(
                "holds",
                T["Nothing here is called {0}. Look at the names in the role as it is.", unknown]
            );
        var before = roles.Before(role.Base, role.Own?.Id);
        var differs = known
            .Where(one => before.Contains(one) != form.Holds.Contains(one))
            .Where(one => !RolesNow.IsFixed(role.Base, role.Own?.Id, one))
            .Select(one => new RoleDifference
            {
                Role = role.Key,
                Permission = one,
                Held = form.Holds.Contains(one),
            })
            .ToList();
        Audit.AuditNote.Of(visit.Http).Detail = string.Join(
            ' ',
            differs.Select(one => (one.Held ? "+" : "-") + one.Permission).Prepend(role.Name)
        );
        if (
            role.Key == (visit.Caller as Security.Caller)?.Role.Key
            && differs.Exists(one => one.Held && !role.Permissions.Contains(one.Permission))
        )
            return Outcome<Guid>.Refused(
                "",
                T[
                    "This is your own role, and nobody adds to what they may do themselves. Ask somebody with another role who looks after accounts, or make a role of your own for it and give it to somebody."
                ]
            );
        return await Write(form, visit, role, known, differs, sees);
    }

    private static Task<Outcome<Guid>> Write(
        Form form,
        IVisit visit,
        HeldRole role,
        IReadOnlyList<string> known,
        IReadOnlyList<RoleDifference> differs,
        RoleSees sees
    ) =>
        visit
            .Get<RoleBook>()
            .Write(
                "",
                w =>
                {
                    // Asked first: what is refused must not count as a change, or the form sent again would seem too old.
                    if (role.Own is { } named && IsTaken(w, named, form))
                        return NameTaken();
                    if (w.Connection.Execute(CountFrom, new { form.Version }) != 1)
                        return Outcome<Guid>.Refused(
                            "",
                            T[
                                "Somebody else changed roles meanwhile. Open this one anew, look at it, and change it again."
                            ]
                        );
                    if (role.Own is { } own && !Rename(w, own, form, sees))
                        return Outcome<Guid>.Missing();
                    w.Connection.Execute(Clear, new { role = role.Key, known });
                    foreach (var difference in differs)
                        w.Connection.Execute(Put, difference);
                    return Outcome<Guid>.Done(role.Own?.Id ?? Guid.Empty);
                },
                visit.Gone
            );

    private static bool IsTaken(IWriting w, OwnRole own, Form form) =>
        w.Connection.ExecuteScalar<long>(NameIsTaken, new { own.Id, Key = Words.Fold(form.Name) }) > 0;

    private static bool Rename(IWriting w, OwnRole own, Form form, RoleSees sees)
    {
        var row = new
        {
            own.Id,
            form.Name,
            Key = Words.Fold(form.Name),
            SeesAll = sees == RoleSees.All,
            w.Now,
        };
        return w.Connection.Execute(Update, row) == 1;
    }

    /// <summary>What cannot be, for any role of one's own.</summary>
    internal static Outcome<Guid>? Trouble(string name, Role basedOn, RoleSees sees)
    {
        if (name.Length == 0)
            return Outcome<Guid>.Refused("name", T["Give the role a name."]);
        if (
            Enum.GetValues<Role>()
                .Any(role =>
                    Words.Fold(RoleWords.Of(role)) == Words.Fold(name) || Enum.TryParse<Role>(name, true, out _)
                )
        )
            return NameTaken();
        return basedOn == Role.CoProducer && sees == RoleSees.All
            ? Outcome<Guid>.Refused(
                "sees",
                T[
                    "A co-producer knows the others by name, so sees only what concerns them. Choose another role to begin with, or “some”."
                ]
            )
            : null;
    }

    internal static Outcome<Guid> NameTaken() =>
        Outcome<Guid>.Refused("name", T["There is a role of this name already. Choose another name."]);

    /// <summary>Has every host read the roles anew.</summary>
    internal static bool Count(IWriting w) => w.Connection.Execute(CountUp) == 1;
}

/// <summary>An administrator ends a role of the institution's own that nobody holds any more.</summary>
internal static class EndRole
{
    private const string NameOf = "select name from own_role where id = @id";

    private const string IsHeld = "select count(*) from account where own_role_id = @id and disabled = false";

    // An account that was ended and is opened again holds nothing until it is given another role.
    private const string Loosen = """
        update account set own_role_id = null, role = 'CoProducer' where own_role_id = @id and disabled = true
        """;

    private const string DropSaid = "delete from role_permission where role = @role";

    private const string Drop = "delete from own_role where id = @id";

    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = "/roles/{roleId:guid}/end",
            Api = "/api/roles/{roleId:guid}/end",
            Permission = HostPermissions.Accounts,
            Read = input => input.Tick("sure"),
            Handle = Handle,
            Show = Show,
            Then = (_, _) => "/roles",
            Said = () => T["The role is gone."],
        };

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var id = visit.RouteId("roleId");
        var name = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<string>(NameOf, new { id }), visit.Gone);
        return name is null
            ? null
            : visit.Page<AskOncePage>(
                ("Input", input),
                ("Title", T["End this role"]),
                ("Lede", T["It can go when nobody holds it. What was done with it stays as it is."]),
                ("Name", name),
                ("Label", T["Yes, it is not needed any more"]),
                ("Send", T["End it"]),
                ("Back", $"/roles/{id}")
            );
    }

    private static async Task<Outcome<Guid>> Handle(bool sure, IVisit visit)
    {
        var id = visit.RouteId("roleId");
        if (!sure)
            return Outcome<Guid>.Refused("sure", T["Tick the box if that is what you want."]);
        return await visit.Database.Write(
            w =>
            {
                if (w.Connection.ExecuteScalar<long>(IsHeld, new { id }) is > 0 and var held)
                    return Outcome<Guid>.Refused(
                        "",
                        T["Held by {0}. Give them another role first, each on their account’s page.", held]
                    );
                w.Connection.Execute(Loosen, new { id });
                w.Connection.Execute(DropSaid, new { role = id.ToString() });
                if (w.Connection.Execute(Drop, new { id }) != 1)
                    return Outcome<Guid>.Missing();
                ChangeRole.Count(w);
                return Outcome<Guid>.Done(id);
            },
            visit.Gone
        );
    }
}
