using CoProd.Contracts;

namespace CoProd.Ui;

internal static class Texts
{
    public static readonly Catalogue T = new(typeof(Texts).Assembly);
}
