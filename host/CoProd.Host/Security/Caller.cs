using System.Security.Cryptography;
using System.Text;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Security.Access;

namespace CoProd.Host.Security;

/// <summary>
/// The person signed in, with what they may do at this moment and place. On an innovation's own pages they hold what their role lets them
/// do and what they were given there; elsewhere what their role lets them do. A page across innovations that their role does not open is
/// opened by what they were given, and shows those innovations alone where it was given: <see cref="Across"/>.
/// </summary>
internal sealed class Caller : ICaller
{
    private readonly Account account;
    private readonly RolesNow roles;
    private readonly HeldRole role;
    private readonly bool about;
    private readonly AccessLevel given;

    public Caller(Account account, RolesNow roles)
        : this(account, roles, about: false, AccessLevel.None) { }

    private Caller(Account account, RolesNow roles, bool about, AccessLevel given)
    {
        (this.account, this.roles, this.about, this.given) = (account, roles, about, given);
        role = roles.Of(account);
        SeesAs =
            !about && given != AccessLevel.None ? [KeyOf(account.Id, given)]
            : account.PersonId is { } person ? [person, account.Id]
            : [account.Id];
    }

    public Guid AccountId => account.Id;

    public Guid? PersonId => account.PersonId;

    public string Name => account.DisplayName;

    public HeldRole Role => role;

    public bool SeesAll => role.SeesAll && (about || given == AccessLevel.None);

    public IReadOnlyList<Guid> SeesAs { get; }

    public bool TakesPart => role.Base == Contracts.Modules.Role.CoProducer || given >= AccessLevel.Contributor;

    /// <summary>What they were given at the innovation that this request is about.</summary>
    public AccessLevel GivenHere => about ? given : AccessLevel.None;

    /// <summary>The most they were given at any innovation.</summary>
    public AccessLevel MostGiven => account.MostAccess;

    /// <summary>
    /// What they were given at some innovations above what their role lets them do everywhere, level by level; empty on an innovation's own
    /// pages, where <see cref="May"/> tells it.
    /// </summary>
    public IReadOnlyDictionary<AccessLevel, IReadOnlyList<string>> GivenMore
    {
        get
        {
            var more = new SortedDictionary<AccessLevel, IReadOnlyList<string>>();
            for (var level = AccessLevel.Viewer; level <= account.MostAccess && !about; level++)
            {
                var below = roles.Of(level - 1);
                List<string> there = [.. roles.Of(level).Where(one => !role.Permissions.Contains(one))];
                if (there.Any(one => !below.Contains(one)))
                    more[level] = there;
            }
            return more;
        }
    }

    public bool May(string permission) =>
        ByRole(permission) || (roles.Of(given).Contains(permission) && (about || Reaches(permission)));

    /// <summary>Whether a page across innovations opens to them, by their role or by what they were given somewhere.</summary>
    public bool MayOpen(string permission) => Across(permission) is not null;

    /// <summary>Them on the pages of one innovation.</summary>
    /// <param name="level">What they were given there.</param>
    public Caller At(AccessLevel level) => new(account, roles, about: true, level);

    /// <summary>Them on a page across innovations; null when it opens to them neither by their role nor by what they were given.</summary>
    public Caller? Across(string permission)
    {
        var anywhere = about || given != AccessLevel.None ? new Caller(account, roles) : this;
        if (anywhere.ByRole(permission))
            return anywhere;
        for (var level = AccessLevel.Viewer; level <= account.MostAccess; level++)
        {
            if (roles.Of(level).Contains(permission) && Reaches(permission))
                return new(account, roles, about: false, level);
        }
        return null;
    }

    /// <summary>What the host's copies of access know an account by, where it was given a level or more.</summary>
    public static Guid KeyOf(Guid account, AccessLevel level) =>
        level == AccessLevel.Viewer
            ? account
            : MadeId.Of(SHA256.HashData(Encoding.UTF8.GetBytes($"access {(int)level} {account:N}")));

    private bool ByRole(string permission) =>
        role.Permissions.Contains(permission) && (about || role.SeesAll || Reaches(permission));

    // What opens more than innovations is for those who see them all.
    private bool Reaches(string permission) => !roles.OpensMore.Contains(permission);
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
