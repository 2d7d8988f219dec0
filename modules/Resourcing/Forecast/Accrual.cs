namespace CoProd.Resourcing.Forecast;

/// <summary>
/// How much of an amount has fallen due by the end of a day. All amounts are whole minor units. Each function gives a
/// running total rounded down, so that what falls in consecutive periods always adds up to the whole, to the penny.
/// </summary>
internal static class Accrual
{
    /// <summary>The whole amount on one day, nothing before.</summary>
    public static long Once(long amount, DateOnly on, DateOnly through) => through >= on ? amount : 0;

    /// <summary>An equal part on each day of the closed interval <paramref name="from"/> to <paramref name="to"/>.</summary>
    public static long Spread(long amount, DateOnly from, DateOnly to, DateOnly through)
    {
        var length = to.DayNumber - from.DayNumber + 1;
        var passed = Math.Clamp(through.DayNumber - from.DayNumber + 1, 0, length);
        return Part(amount, passed, length);
    }

    /// <summary>The amount in every calendar month from <paramref name="from"/> to <paramref name="to"/>, spread over the month's
    /// days; a month that is covered in part counts by its days. Without an end it goes on.</summary>
    public static long Monthly(long amount, DateOnly from, DateOnly? to, DateOnly through)
    {
        var last = to < through ? to.Value : through;
        var total = 0L;
        for (var month = Months.FirstDay(from); month <= last; month = month.AddMonths(1))
        {
            var end = Months.LastDay(month);
            var covered = Earlier(end, last).DayNumber - Later(month, from).DayNumber + 1;
            total = checked(total + Part(amount, Math.Max(covered, 0), end.Day));
        }
        return total;
    }

    // The product of an amount in pence and a count of days can be larger than a long.
    private static long Part(long amount, int passed, int length) => (long)((Int128)amount * passed / length);

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
