namespace CoProd.Resourcing.Forecast;

/// <summary>Calendar months, each named by its first day.</summary>
internal static class Months
{
    public static DateOnly FirstDay(DateOnly day) => new(day.Year, day.Month, 1);

    public static DateOnly LastDay(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    /// <summary>The first days of so many months, beginning with the month that <paramref name="start"/> lies in.</summary>
    public static IEnumerable<DateOnly> From(DateOnly start, int count) =>
        Enumerable.Range(0, count).Select(FirstDay(start).AddMonths);
}
