using CoProd.Contracts.Web;

namespace CoProd.Resourcing.Outlook;

/// <summary>Which open bids the reader supposes won, and which failed: <c>?win=ID&amp;fail=ID</c>, or a radio button for each bid.</summary>
internal sealed record WhatIf
{
    public const string Win = "win";
    public const string Fail = "fail";

    public required IReadOnlySet<Guid> Won { get; init; }
    public required IReadOnlySet<Guid> Failed { get; init; }

    public bool IsAsked => Won.Count + Failed.Count > 0;

    /// <summary>The name of a bid's radio buttons.</summary>
    public static string Field(Guid bid) => $"if-{bid}";

    // What is not an open bid of this innovation is passed over: an old link still opens.
    public static WhatIf Asked(IVisit visit, InnovationMoney money)
    {
        var open = money.Bids.Where(bid => bid.IsOpen).Select(bid => bid.Id).ToArray();
        var failed = open.Where(id => Says(id, Fail)).ToHashSet();
        return new() { Failed = failed, Won = open.Where(id => Says(id, Win) && !failed.Contains(id)).ToHashSet() };

        bool Says(Guid id, string word) =>
            visit.Asked(Field(id)) == word
            || visit.Http.Request.Query[word].Any(value => Guid.TryParse(value, out var named) && named == id);
    }
}
