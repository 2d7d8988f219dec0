using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;

namespace CoProd.Host.Security;

/// <summary>The person signed in, with what their role lets them do at this moment.</summary>
internal sealed class Caller(Account account, IEnumerable<Permission> permissions) : ICaller
{
    private readonly HashSet<string> held =
    [
        .. permissions.Where(p => p.HeldBy.Contains(account.Role)).Select(p => p.Name),
    ];

    public Guid AccountId => account.Id;

    public Guid? PersonId => account.PersonId;

    public string Name => account.DisplayName;

    public Role Role => account.Role;

    public bool SeesAll => account.Role != Role.CoProducer;

    public bool May(string permission) => held.Contains(permission);
}

/// <summary>Whoever opened a page that stands open to all: nobody, even where they are signed in elsewhere.</summary>
internal sealed class NobodyCaller : ICaller
{
    public Guid AccountId => Guid.Empty;

    public Guid? PersonId => null;

    public string Name => "";

    public bool SeesAll => false;

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
