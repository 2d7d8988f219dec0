using CoProd.Contracts;

namespace CoProd.Evaluation;

internal static class Texts
{
    public static readonly Catalogue T = new(typeof(Texts).Assembly);
}
