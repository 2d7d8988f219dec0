using CoProd.OwnershipTransfer.Figures;
using CsCheck;

namespace CoProd.OwnershipTransfer.Tests.Figures;

/// <summary>How a right passes from one to another, worked out by hand and by what must hold for all.</summary>
public sealed class PassingTests
{
    private static readonly DateOnly Day = new(2027, 4, 1);
    private static readonly Guid Giver = Guid.NewGuid();
    private static readonly Guid Receiver = Guid.NewGuid();
    private static readonly Guid Third = Guid.NewGuid();

    private static Held Has(Guid party, int share, int from = -100, int? until = null) =>
        new(Guid.NewGuid(), party, share, false, Day.AddDays(from), until is { } end ? Day.AddDays(end) : null);

    // The giver has 70, the receiver 10, a third 20. The receiver is to have 50: the giver keeps 30.
    [Fact]
    public void The_giver_gives_what_the_receiver_gains()
    {
        Held[] all = [Has(Giver, 70), Has(Receiver, 10), Has(Third, 20)];

        var pass = Passing.Of(all, Giver, Receiver, 50, keepsVeto: false, Day);

        Assert.Equal(PassRefusal.None, pass.Refusal);
        Assert.Equal([(all[0].Id, Day.AddDays(-1)), (all[1].Id, Day.AddDays(-1))], pass.Ends);
        Assert.Equal([(Receiver, 50, false), (Giver, 30, false)], pass.Begins);
        Assert.Empty(pass.Replaced);
    }

    [Fact]
    public void All_of_it_passes_a_veto_may_stay_and_what_nobody_held_passes_too()
    {
        Assert.Equal([(Receiver, 100, false)], Passing.Of([Has(Giver, 100)], Giver, Receiver, 100, false, Day).Begins);
        Assert.Equal(
            [(Receiver, 100, false), (Giver, 0, true)],
            Passing.Of([Has(Giver, 100)], Giver, Receiver, 100, true, Day).Begins
        );
        Assert.Equal([(Receiver, 100, false)], Passing.Of([], Giver, Receiver, 100, false, Day).Begins);
        Assert.Equal(
            PassRefusal.TooMuch,
            Passing.Of([Has(Giver, 40), Has(Third, 60)], Giver, Receiver, 41, false, Day).Refusal
        );
        Assert.Equal(PassRefusal.Later, Passing.Of([Has(Receiver, 10, 5)], Giver, Receiver, 50, false, Day).Refusal);
        var today = Has(Giver, 100, 0);
        Assert.Equal([today.Id], Passing.Of([today], Giver, Receiver, 100, false, Day).Replaced);
    }

    [Fact]
    public void Days_before_stay_as_they_were_a_whole_stays_whole_and_the_receiver_holds_what_was_said() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 100], Gen.Int[1, 100], Gen.Bool, Gen.Int[-50, 0])
            .Sample(
                (given, had, share, veto, from) =>
                {
                    var before = had * (100 - given) / 100;
                    Held[] all =
                    [
                        Has(Giver, given, from),
                        Has(Receiver, before, -60, 10),
                        Has(Third, 100 - given - before),
                    ];
                    var pass = Passing.Of(all, Giver, Receiver, share, veto, Day);
                    if (share > given + before)
                    {
                        Assert.Equal(PassRefusal.TooMuch, pass.Refusal);
                        return;
                    }
                    var after = all.Where(one => !pass.Replaced.Contains(one.Id))
                        .Select(one =>
                            pass.Ends.Any(end => end.Id == one.Id) ? one with { Until = Day.AddDays(-1) } : one
                        )
                        .Concat(
                            pass.Begins.Select(one => new Held(
                                Guid.NewGuid(),
                                one.PartyId,
                                one.Share,
                                one.HasVeto,
                                Day,
                                null
                            ))
                        )
                        .ToArray();
                    for (var day = Day.AddDays(-70); day < Day; day = day.AddDays(1))
                        Assert.Equal(Shares(all, day), Shares(after, day));
                    var now = after.Where(one => one.Covers(Day)).ToArray();
                    Assert.Equal(share, now.Where(one => one.PartyId == Receiver).Sum(one => one.Share));
                    Assert.Equal(100, now.Sum(one => one.Share));
                    Assert.Equal(veto, now.Any(one => one.PartyId == Giver && one.HasVeto));
                }
            );

    private static IEnumerable<(Guid, int)> Shares(IEnumerable<Held> all, DateOnly day) =>
        all.Where(one => one.Covers(day))
            .GroupBy(one => one.PartyId)
            .Select(one => (one.Key, one.Sum(each => each.Share)))
            .OrderBy(one => one.Key);
}
