using CoProd.Contracts;
using CoProd.OwnershipTransfer.Picture;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Exchange;

/// <summary>Parties as files name them. None is made for a file.</summary>
internal static class NamedParties
{
    public const string Sql = """
        select id, innovation_id, name, side from ownership_party where withdrawn = false and innovation_id in @innovations
        """;

    /// <summary>The party of that name, or why it cannot be told.</summary>
    public static (Guid? Id, string Wrong) Called(IEnumerable<Party> parties, string name)
    {
        var named = parties.Where(one => Words.Fold(one.Name) == Words.Fold(name)).ToArray();
        return named.Length switch
        {
            1 => (named[0].Id, ""),
            0 => (null, T["names no party that is recorded for this innovation"]),
            _ => (null, T["is the name of several parties of this innovation"]),
        };
    }

    /// <summary>The same where no name may be given: then there is none, and nothing is wrong.</summary>
    public static (Guid? Id, string Wrong) CalledIfAny(IEnumerable<Party> parties, string name) =>
        name.Length == 0 ? (null, "") : Called(parties, name);
}
