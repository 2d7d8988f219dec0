using System.Security.Cryptography;
using System.Text;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Security.Access;

namespace CoProd.Host.Security;

/// <summary>
/// The person signed in, with what they may do at this moment and place. On an innovation's own pages they hold what their role lets them
/// do and what they were given there; elsewhere what their role lets them do. A co-producer's role holds where they take part: what they
/// were given beside that says itself what it holds. A page across innovations that the role does not open is opened by what they were
/// given, and shows those innovations alone where it was given: <see cref="Across"/>.
/// </summary>
internal sealed class Caller : ICaller
{
    private readonly Account account;
    private readonly RolesNow roles;
    private readonly HeldRole role;
    private readonly bool about;
    private readonly AccessLevel given;
    private readonly bool byRole;

    public Caller(Account account, RolesNow roles)
        : this(account, roles, about: false, AccessLevel.None, byRole: true, also: AccessLevel.Viewer) { }

    // Across innovations: those that the role reaches, with those where "also" was given; or, without the role, those of "given" alone.
    private Caller(Account account, RolesNow roles, bool about, AccessLevel given, bool byRole, AccessLevel also)
    {
        (this.account, this.roles, this.about, this.given, this.byRole) = (account, roles, about, given, byRole);
        role = roles.Of(account);
        IReadOnlyList<Guid> person = account.PersonId is { } id ? [id] : [];
        ByRoleAs = IsCoProducer ? [.. person.DefaultIfEmpty(account.Id)] : [.. person, account.Id];
        SeesAs =
            !about && !byRole ? [KeyOf(account.Id, given)]
            : also == AccessLevel.None ? [.. person.DefaultIfEmpty(account.Id)]
            : [.. person, KeyOf(account.Id, also)];
    }

    public Guid AccountId => account.Id;

    public Guid? PersonId => account.PersonId;

    public string Name => account.DisplayName;

    public HeldRole Role => role;

    public bool SeesAll => role.SeesAll && (about || byRole);

    public IReadOnlyList<Guid> SeesAs { get; }

    /// <summary>Of <see cref="SeesAs"/>, that by which the role reaches an innovation.</summary>
    public IReadOnlyList<Guid> ByRoleAs { get; }

    // The register of people is Register's; which of its permissions opens all of it is known here as that of capture is to the frame.
    public bool KnowsEverybody => role.SeesAll && role.Permissions.Contains("register.people");

    // On a page across innovations those count that let them know the least.
    public bool TakesPart =>
        given >= AccessLevel.Contributor
        || (IsCoProducer && byRole && (about || account.LeastAccess != AccessLevel.Viewer));

    /// <summary>What they were given at the innovation that this request is about.</summary>
    public AccessLevel GivenHere => about ? given : AccessLevel.None;

    /// <summary>What they were given at some innovations, level by level, where it adds anything to the role.</summary>
    public IReadOnlyDictionary<AccessLevel, IReadOnlyList<string>> GivenMore
    {
        get
        {
            var more = new SortedDictionary<AccessLevel, IReadOnlyList<string>>();
            for (var level = AccessLevel.Viewer; level <= account.MostAccess && !about; level++)
            {
                if (IsCoProducer || roles.Of(level).Any(one => !role.Permissions.Contains(one)))
                    more[level] = [.. roles.Of(level)];
            }
            return more;
        }
    }

    public bool May(string permission) =>
        ByRole(permission) || (roles.Of(given).Contains(permission) && (about || Reaches(permission)));

    /// <summary>Whether their role lets them do it where it reaches, on that innovation's own pages.</summary>
    public bool MayThere(string permission) => about ? May(permission) : role.Permissions.Contains(permission);

    /// <summary>Whether a page across innovations opens to them, by their role or by what they were given somewhere.</summary>
    public bool MayOpen(string permission) =>
        OpenedByRole(permission) || LeastThatOpens(permission) != AccessLevel.None;

    /// <summary>Them on the pages of one innovation.</summary>
    /// <param name="here">What they were given there, and whether they take part.</param>
    public Caller At(AccessHere here) =>
        new(
            account,
            roles,
            about: true,
            here.Level,
            byRole: !IsCoProducer || here.Level == AccessLevel.None || here.TakesPart,
            also: AccessLevel.Viewer
        );

    /// <summary>Them on a page across innovations; null when it opens to them neither by their role nor by what they were given.</summary>
    public Caller? Across(string permission)
    {
        var least = LeastThatOpens(permission);
        if (OpenedByRole(permission))
            return new(account, roles, false, AccessLevel.None, true, IsCoProducer ? least : AccessLevel.Viewer);
        return least == AccessLevel.None ? null : new(account, roles, false, least, byRole: false, least);
    }

    // The least of what they were given somewhere with which a page across innovations opens.
    private AccessLevel LeastThatOpens(string permission)
    {
        var least = AccessLevel.None;
        for (var level = account.MostAccess; level >= AccessLevel.Viewer && Reaches(permission); level--)
        {
            if (roles.Of(level).Contains(permission))
                least = level;
        }
        return least;
    }

    /// <summary>What the host's copies of access know an account by, where it was given a level or more.</summary>
    public static Guid KeyOf(Guid account, AccessLevel level) =>
        level == AccessLevel.Viewer
            ? account
            : MadeId.Of(SHA256.HashData(Encoding.UTF8.GetBytes($"access {(int)level} {account:N}")));

    private bool ByRole(string permission) =>
        byRole && (about ? role.Permissions.Contains(permission) : OpenedByRole(permission));

    private bool OpenedByRole(string permission) =>
        role.Permissions.Contains(permission) && (role.SeesAll || Reaches(permission));

    private bool IsCoProducer => role.Base == Contracts.Modules.Role.CoProducer;

    // Across innovations, what co-producers hold is made for people who see some of them; all else is for those who see everything.
    private bool Reaches(string permission) => roles.ForSome.Contains(permission);
}

/// <summary>Whoever opened a page that stands open to all: nobody, even where they are signed in elsewhere.</summary>
internal sealed class NobodyCaller : ICaller
{
    public Guid AccountId => Guid.Empty;

    public Guid? PersonId => null;

    public string Name => "";

    public bool SeesAll => false;

    public bool TakesPart => false;

    public bool May(string permission) => permission == Permission.Anyone;
}

/// <summary>Whoever sits at the console of the machine: they hold the files, so nothing is kept from them.</summary>
internal sealed class ConsoleCaller : ICaller
{
    public Guid AccountId => Guid.Empty;

    public Guid? PersonId => null;

    public string Name => "console";

    public bool SeesAll => true;

    public bool May(string permission) => true;
}
