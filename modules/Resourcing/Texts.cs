using CoProd.Contracts;

namespace CoProd.Resourcing;

internal static class Texts
{
    public static readonly Catalogue T = new(typeof(Texts).Assembly);
}
