namespace CoProd.OwnershipTransfer.Figures;

/// <summary>Who holds what share of one right over which days.</summary>
internal readonly record struct Held(Guid Id, Guid PartyId, int Share, bool HasVeto, DateOnly From, DateOnly? Until)
{
    public bool Covers(DateOnly day) => From <= day && (Until is null || Until >= day);
}

/// <summary>Why a right cannot pass as it was asked.</summary>
internal enum PassRefusal
{
    None,

    /// <summary>With what others hold it would be more than the whole.</summary>
    TooMuch,

    /// <summary>Something is recorded for later days already.</summary>
    Later,
}

/// <summary>What has to be written so that a right passes.</summary>
/// <param name="Refusal">Why it cannot; then nothing is to be written.</param>
/// <param name="Ends">Holdings that end, with their last day.</param>
/// <param name="Replaced">Holdings that began on that very day and never were.</param>
/// <param name="Begins">Holdings that begin on that day, without an end.</param>
internal sealed record Passing(
    PassRefusal Refusal,
    IReadOnlyList<(Guid Id, DateOnly LastDay)> Ends,
    IReadOnlyList<Guid> Replaced,
    IReadOnlyList<(Guid PartyId, int Share, bool HasVeto)> Begins
)
{
    /// <summary>
    /// From a day on the receiver holds a share; the giver gives what the receiver gains, as far as they have it, and may keep a veto. What
    /// others hold stays, and the days before stay as they were.
    /// </summary>
    public static Passing Of(
        IReadOnlyList<Held> right,
        Guid giver,
        Guid receiver,
        int share,
        bool keepsVeto,
        DateOnly day
    )
    {
        if (right.Any(one => one.From > day && (one.PartyId == giver || one.PartyId == receiver)))
            return No(PassRefusal.Later);
        var now = right.Where(one => one.Covers(day)).ToArray();
        var given = now.Where(one => one.PartyId == giver).Sum(one => one.Share);
        var had = now.Where(one => one.PartyId == receiver).Sum(one => one.Share);
        var left = Math.Max(0, given - (share - had));
        if (now.Sum(one => one.Share) - given - had + share + left > 100)
            return No(PassRefusal.TooMuch);
        var moving = now.Where(one => one.PartyId == giver || one.PartyId == receiver).ToArray();
        var begins = new List<(Guid, int, bool)>();
        if (share > 0)
            begins.Add((receiver, share, false));
        if (left > 0 || keepsVeto)
            begins.Add((giver, left, keepsVeto));
        return new(
            PassRefusal.None,
            [.. moving.Where(one => one.From < day).Select(one => (one.Id, day.AddDays(-1)))],
            [.. moving.Where(one => one.From == day).Select(one => one.Id)],
            begins
        );
    }

    private static Passing No(PassRefusal why) => new(why, [], [], []);
}
