using CoProd.Contracts;

namespace CoProd.KnowledgeExchange;

internal static class Texts
{
    public static readonly Catalogue T = new(typeof(Texts).Assembly);
}
