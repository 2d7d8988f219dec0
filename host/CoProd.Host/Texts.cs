using CoProd.Contracts;

namespace CoProd.Host;

internal static class Texts
{
    public static readonly Catalogue T = new(typeof(Texts).Assembly);
}
