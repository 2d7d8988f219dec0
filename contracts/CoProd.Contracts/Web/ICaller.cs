namespace CoProd.Contracts.Web;

/// <summary>Who asks: the person signed in, or the console.</summary>
public interface ICaller
{
    /// <summary>Their account.</summary>
    Guid AccountId { get; }

    /// <summary>Their own record in the register, if they have one.</summary>
    Guid? PersonId { get; }

    /// <summary>Their name, for people.</summary>
    string Name { get; }

    /// <summary>Whether they see every innovation; otherwise only those they take part in or were given access to.</summary>
    bool SeesAll { get; }

    /// <summary>
    /// What the copy <c>host_access</c> knows them by: a query that is not about one innovation shows those that
    /// <c>@SeesAll or exists (select 1 from host_access h where h.innovation_id = … and h.person_id in @SeesAs)</c>. Never empty.
    /// </summary>
    IReadOnlyList<Guid> SeesAs => PersonId is { } person ? [person, AccountId] : [AccountId];

    /// <summary>Whether they may choose from everybody who is known here; otherwise from those who take part in what they see.</summary>
    bool KnowsEverybody => SeesAll;

    /// <summary>Whether they are here as somebody who takes part: they know the others by name, whatever their permissions.</summary>
    bool TakesPart => !SeesAll;

    /// <summary>Whether they hold a permission.</summary>
    bool May(string permission);

    /// <summary>
    /// Whether a page that is about no innovation opens to them: the list of people, a file to take in. On the pages of one innovation
    /// <see cref="May"/> says what they may do there, which may be more.
    /// </summary>
    bool MayOpen(string permission) => May(permission);
}
