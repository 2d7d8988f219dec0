using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Security.Access;

/// <summary>
/// What each role lets people do here: as the modules declared it, with what the institution said otherwise. Kept in memory; whoever reads
/// an account reads beside it how often the roles were changed, so that no host acts on an older state than the account's.
/// </summary>
internal sealed class RoleBook(Database host, ModuleCatalogue modules)
{
    private const string OwnRoles = "select id, name, based_on, sees_all from own_role order by name_key";

    private const string Differences = "select role, permission, held from role_permission";

    private const string Changes = "select changes from role_change";

    private const string Accounts = """
        select a.role, a.own_role_id from account a where a.disabled = false group by a.role, a.own_role_id
        """;

    private volatile RolesNow? kept;

    /// <summary>Whoever holds this account, outside any innovation's own pages.</summary>
    public async Task<Caller> CallerOf(Account account, CancellationToken ct) =>
        new(account, kept is { } now && now.Changes == account.RoleChanges ? now : await Now(ct));

    /// <summary>Writes a change of who may do what. What would leave nobody who can look after accounts is not done, and refused.</summary>
    /// <param name="field">The field that a refusal stands beside; empty for the whole form.</param>
    /// <param name="change">The change.</param>
    /// <param name="ct">Ends it early.</param>
    public async Task<Outcome<Guid>> Write(string field, Func<IWriting, Outcome<Guid>> change, CancellationToken ct)
    {
        try
        {
            return await host.Write(
                w =>
                {
                    var done = change(w);
                    return SomebodyIsLeft(w) ? done : throw new NobodyLeftException();
                },
                ct
            );
        }
        catch (NobodyLeftException)
        {
            return Outcome<Guid>.Refused(
                field,
                T[
                    "Nobody could look after accounts and roles any more then. Give somebody else that first. Nothing was changed."
                ]
            );
        }
    }

    private bool SomebodyIsLeft(IWriting w)
    {
        var c = w.Connection;
        var then = new RolesNow(
            0,
            c.Query<OwnRole>(OwnRoles).AsList(),
            c.Query<RoleDifference>(Differences).AsList(),
            [.. modules.Permissions]
        );
        return c.Query<Account>(Accounts).Any(one => then.Of(one).Permissions.Contains(HostPermissions.Accounts));
    }

    // Undoes the write; nobody outside sees it.
    private sealed class NobodyLeftException : Exception;

    /// <summary>All roles as they stand.</summary>
    public async Task<RolesNow> Now(CancellationToken ct) => kept = await Read(host, [.. modules.Permissions], ct);

    /// <summary>The roles as they stand in a database, with these permissions.</summary>
    public static async Task<RolesNow> Read(Database host, IReadOnlyList<Permission> permissions, CancellationToken ct)
    {
        // The count is read first: what changes meanwhile is read anew the next time.
        var read = await host.Read(
            async c =>
                (
                    await c.ExecuteScalarAsync<long>(Changes),
                    (await c.QueryAsync<OwnRole>(OwnRoles)).AsList(),
                    (await c.QueryAsync<RoleDifference>(Differences)).AsList()
                ),
            ct
        );
        return new RolesNow(read.Item1, read.Item2, read.Item3, permissions);
    }
}

/// <summary>The roles at one moment.</summary>
internal sealed class RolesNow
{
    // Nobody is without these: their first page, and what is kept about them.
    private static readonly string[] Everybody = [HostPermissions.Home, HostPermissions.OwnData];

    // Whoever looks after the installation cannot lock themselves out of it.
    private static readonly string[] Administrators =
    [
        HostPermissions.Accounts,
        HostPermissions.Modules,
        HostPermissions.Settings,
    ];

    // What an owner holds above a coordinator of one innovation.
    private static readonly string[] Owners = [HostPermissions.Access, HostPermissions.Leave];

    private readonly IReadOnlyList<Permission> permissions;
    private readonly Dictionary<string, HeldRole> roles = [];
    private readonly Dictionary<AccessLevel, IReadOnlySet<string>> levels = [];

    public RolesNow(
        long changes,
        IReadOnlyList<OwnRole> own,
        IReadOnlyList<RoleDifference> differences,
        IReadOnlyList<Permission> permissions
    )
    {
        Changes = changes;
        Own = own;
        this.permissions = permissions;
        ForSome = permissions.Where(p => p.HeldBy.Contains(Role.CoProducer)).Select(p => p.Name).ToHashSet();
        var said = differences.ToLookup(d => d.Role);
        foreach (var role in Enum.GetValues<Role>())
            roles[Key(role, null)] = new(role, null, role != Role.CoProducer, Held(role, null, said));
        foreach (var one in own)
            roles[Key(one.BasedOn, one.Id)] = new(one.BasedOn, one, one.SeesAll, Held(one.BasedOn, one.Id, said));
        var viewer = roles[nameof(Role.Viewer)].Permissions;
        var contributor = viewer.Union(roles[nameof(Role.CoProducer)].Permissions).ToHashSet();
        var owner = contributor.Union(roles[nameof(Role.Coordinator)].Permissions).Union(Owners).ToHashSet();
        levels[AccessLevel.None] = new HashSet<string>();
        levels[AccessLevel.Viewer] = viewer;
        levels[AccessLevel.Contributor] = contributor;
        levels[AccessLevel.Coordinator] = owner.Except(Owners).ToHashSet();
        levels[AccessLevel.Owner] = owner;
    }

    public long Changes { get; }

    public IReadOnlyList<OwnRole> Own { get; }

    /// <summary>All of them: the four, then the institution's own by name.</summary>
    public IEnumerable<HeldRole> All =>
        Enum.GetValues<Role>().Select(role => Of(role, null)).Concat(Own.Select(own => Of(own.BasedOn, own.Id)));

    /// <summary>The one of this key or, for people who type it, this name; null when there is none.</summary>
    public HeldRole? Find(string? typed) =>
        All.FirstOrDefault(role =>
            role.Key.Equals(typed, StringComparison.OrdinalIgnoreCase)
            || (role.Own is { } own && Contracts.Words.Fold(own.Name) == Contracts.Words.Fold(typed ?? ""))
        );

    /// <summary>The permissions that were made for people who see some innovations alone, too.</summary>
    public IReadOnlySet<string> ForSome { get; }

    /// <summary>How a role is called in the database: one of the four by its name, an own one by its id.</summary>
    public static string Key(Role role, Guid? own) => own?.ToString() ?? role.ToString();

    /// <summary>The account's role. Of one that is gone nothing is left but what everybody holds.</summary>
    public HeldRole Of(Account account) => Of(account.Role, account.OwnRoleId);

    public HeldRole Of(Role role, Guid? own) =>
        roles.TryGetValue(Key(role, own), out var held)
            ? held
            : new(Role.CoProducer, null, SeesAll: false, Everybody.ToHashSet());

    /// <summary>What a level holds on its innovation's pages.</summary>
    public IReadOnlySet<string> Of(AccessLevel level) => levels[level];

    /// <summary>What a role holds where the institution said nothing; for an own role, what the one it is based on holds.</summary>
    public IReadOnlySet<string> Before(Role role, Guid? own) =>
        own is null
            ? permissions.Where(p => p.HeldBy.Contains(role)).Select(p => p.Name).ToHashSet()
            : roles[Key(role, null)].Permissions;

    /// <summary>Whether a role cannot be without a permission.</summary>
    public static bool IsFixed(Role role, Guid? own, string permission) =>
        Everybody.Contains(permission)
        || (own is null && role == Role.Administrator && Administrators.Contains(permission));

    private IReadOnlySet<string> Held(Role role, Guid? own, ILookup<string, RoleDifference> said)
    {
        var held = Before(role, own).ToHashSet();
        foreach (var difference in said[Key(role, own)])
        {
            if (difference.Held)
                held.Add(difference.Permission);
            else if (!IsFixed(role, own, difference.Permission))
                held.Remove(difference.Permission);
        }
        held.UnionWith(Everybody);
        return held;
    }
}

/// <summary>A role and what it holds.</summary>
/// <param name="Base">One of the four: itself, or the one it is based on.</param>
/// <param name="Own">The institution's own; null for one of the four.</param>
/// <param name="SeesAll">Whether it sees every innovation.</param>
/// <param name="Permissions">What it lets people do.</param>
public sealed record HeldRole(Role Base, OwnRole? Own, bool SeesAll, IReadOnlySet<string> Permissions)
{
    public string Name => Own?.Name ?? Web.RoleWords.Of(Base);

    public string Key => RolesNow.Key(Base, Own?.Id);
}

/// <summary>A role of the institution's own.</summary>
public sealed record OwnRole
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public Role BasedOn { get; init; }

    /// <summary>Whether it sees every innovation; otherwise those that its people take part in or were given access to.</summary>
    public bool SeesAll { get; init; }
}

/// <summary>Where a role differs from what was declared.</summary>
internal sealed record RoleDifference
{
    public string Role { get; init; } = "";

    public string Permission { get; init; } = "";

    public bool Held { get; init; }
}
