namespace CoProd.Contracts;

internal static class Texts
{
    public static readonly Catalogue T = new(typeof(Texts).Assembly);
}
