using CoProd.Contracts;

namespace CoProd.Register;

internal static class Texts
{
    public static readonly Catalogue T = new(typeof(Texts).Assembly);
}
