using CoProd.OwnershipTransfer.Figures;
using CsCheck;

namespace CoProd.OwnershipTransfer.Tests.Figures;

/// <summary>How far rights have passed, against values worked out by hand, and by what must hold for all.</summary>
public sealed class TransferIndexTests
{
    private static readonly DateOnly Day = new(2027, 1, 1);

    private static readonly Gen<Span> Some = Gen.Select(Gen.Int[0, 100], Gen.Bool, Gen.Int[-300, 300], Gen.Int[-1, 200])
        .Select(
            (share, community, from, length) =>
                new Span(share, community, Day.AddDays(from), length < 0 ? null : Day.AddDays(from + length))
        );

    // Weights 3, 2, 1 with shares 1, 0.5, 0: (3 + 1) / 6. A right of which nobody knows who holds it does not count.
    [Fact]
    public void The_index_is_the_weighted_mean_of_what_is_known()
    {
        Assert.Equal(4 / 6.0, TransferIndex.Of([(3, 1.0), (2, 0.5), (1, 0.0), (5, null)])!.Value, 12);
        Assert.Null(TransferIndex.Of([(3, null), (2, null)]));
        Assert.Null(TransferIndex.Of([(0, 1.0)]));
        Assert.Null(TransferIndex.Of([]));
    }

    [Fact]
    public void The_index_lies_between_the_least_and_the_most_share_and_grows_with_each() =>
        Gen.Select(Gen.Double[0.1, 5], Gen.Double[0, 1])
            .Array[1, 10]
            .Sample(all =>
            {
                var index = TransferIndex.Of(all.Select(one => (one.Item1, (double?)one.Item2)))!.Value;
                Assert.InRange(index, all.Min(one => one.Item2) - 1e-12, all.Max(one => one.Item2) + 1e-12);
                var more = all.Select((one, at) => (one.Item1, (double?)(at == 0 ? 1 : one.Item2)));
                Assert.True(TransferIndex.Of(more) >= index - 1e-12);
            });

    // Three holders: 60 until 31 January, 40 all the time, 60 again from 1 February. Never more than 100, and 140 if the first stayed on.
    [Fact]
    public void Shares_add_up_day_by_day()
    {
        Span[] all =
        [
            new(60, false, Day, new(2027, 1, 31)),
            new(40, true, Day, null),
            new(60, true, new(2027, 2, 1), null),
        ];

        Assert.Equal((100, Day), TransferIndex.Peak(all, Day, null));
        Assert.Equal(0.4, TransferIndex.ShareOn(all, new(2027, 1, 31)));
        Assert.Equal(1.0, TransferIndex.ShareOn(all, new(2027, 2, 1)));
        Assert.Null(TransferIndex.ShareOn(all, Day.AddDays(-1)));
        Assert.Equal(
            (160, new DateOnly(2027, 2, 1)),
            TransferIndex.Peak([all[0] with { Until = null }, all[1], all[2]], Day, null)
        );
    }

    [Fact]
    public void The_peak_is_the_most_of_all_days() =>
        Gen.Select(Some.Array[0, 6], Gen.Int[-100, 100], Gen.Int[0, 150])
            .Sample(
                (all, start, length) =>
                {
                    var from = Day.AddDays(start);
                    var days = Enumerable.Range(0, length + 1).Select(from.AddDays);
                    var (share, on) = TransferIndex.Peak(all, from, from.AddDays(length));
                    Assert.Equal(days.Max(day => all.Where(one => one.Covers(day)).Sum(one => one.Share)), share);
                    Assert.Equal(share, all.Where(one => one.Covers(on)).Sum(one => one.Share));
                }
            );

    [Fact]
    public void Stretches_cover_every_day_once_and_say_what_holds_on_each() =>
        Gen.Select(Some.Array[0, 6], Gen.Int[1, 200])
            .Sample(
                (all, length) =>
                {
                    var last = Day.AddDays(length);
                    var parts = TransferIndex.Stretches(all, Day, last);
                    Assert.Equal(Day, parts[0].From);
                    Assert.Equal(last, parts[^1].To);
                    for (var i = 1; i < parts.Count; i++)
                        Assert.Equal(parts[i - 1].To.AddDays(1), parts[i].From);
                    for (var day = Day; day <= last; day = day.AddDays(1))
                    {
                        var part = parts.Single(one => one.From <= day && day <= one.To);
                        var now = all.Where(one => one.Covers(day)).ToArray();
                        Assert.Equal(now.Where(one => one.IsCommunity).Sum(one => one.Share), part.Community);
                        Assert.Equal(now.Where(one => !one.IsCommunity).Sum(one => one.Share), part.Others);
                        Assert.Equal(now.Length > 0, part.IsKnown);
                    }
                }
            );
}
