using CoProd.Resourcing.Gaps;
using CsCheck;

namespace CoProd.Resourcing.Tests.Gaps;

public sealed class AwardGapsTests
{
    private static readonly DateOnly Day = new(2020, 1, 1);
    private static readonly Guid One = Guid.CreateVersion7();

    private static AwardSpan Span(Guid innovation, int start, int end) =>
        new()
        {
            InnovationId = innovation,
            Start = Day.AddDays(start),
            End = Day.AddDays(end),
        };

    [Fact]
    public void A_story_by_hand_with_a_gap_an_overlap_a_join_and_two_that_cannot_be_used()
    {
        var summary = AwardGaps.Of([
            Span(One, 200, 300), // 99 days after the furthest end, day 100: days 101 to 199
            Span(One, 0, 100),
            Span(One, 10, 20), // within the first: the furthest end stays day 100
            Span(One, 301, 400), // the very next day
            Span(Guid.CreateVersion7(), 0, 10), // another innovation, alone
            new() { InnovationId = One, Start = Day },
            new()
            {
                InnovationId = One,
                Start = Day,
                End = Day.AddDays(-1),
            },
        ]);
        var gap = Assert.Single(summary.Gaps);
        Assert.Equal((Day.AddDays(101), Day.AddDays(199), 99), (gap.From, gap.To, gap.Days));
        Assert.Equal((5, 2), (summary.Usable, summary.LeftOut));
        Assert.Equal((2, 1), (summary.Innovations, summary.WithTwoOrMore));
        Assert.Equal((1, 1), (summary.Overlaps, summary.Contiguous));
        Assert.Equal(99, summary.MedianDays);
    }

    [Fact]
    public void The_median_of_two_gaps_lies_between_them_and_no_gaps_have_none()
    {
        Assert.Equal(2.5, AwardGaps.Of([Span(One, 0, 0), Span(One, 3, 3), Span(One, 7, 7)]).MedianDays);
        Assert.Null(AwardGaps.Of([]).MedianDays);
    }

    [Fact]
    public void Awards_and_gaps_together_cover_every_day_once_in_any_order() =>
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, 90])
            .Array[1, 12]
            .Sample(spans =>
            {
                var awards = spans.Select(span => Span(One, span.Item1, span.Item1 + span.Item2)).ToArray();
                var gaps = AwardGaps.Of(awards).Gaps;
                var paid = awards.SelectMany(award => Days(award.Start!.Value, award.End!.Value)).Distinct().ToArray();
                var unpaid = gaps.SelectMany(gap => Days(gap.From, gap.To)).ToArray();
                Assert.Equal(Days(paid.Min(), paid.Max()), paid.Concat(unpaid).Order());
                Assert.Equal(gaps, AwardGaps.Of(awards.Reverse()).Gaps);
            });

    private static IEnumerable<DateOnly> Days(DateOnly from, DateOnly to) =>
        Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays);
}
