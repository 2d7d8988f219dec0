using CoProd.Contracts;

namespace CoProd.OwnershipTransfer;

internal static class Texts
{
    public static readonly Catalogue T = new(typeof(Texts).Assembly);
}
