using CoProd.Contracts;

namespace CoProd.Championing;

internal static class Texts
{
    public static readonly Catalogue T = new(typeof(Texts).Assembly);
}
