using static CoProd.Contracts.Texts;

namespace CoProd.Contracts;

/// <summary>Few people are as good as named: a number of people in a report, an export or a chart is said through this.</summary>
public static class SmallNumbers
{
    /// <summary>The fewest people who are counted out loud.</summary>
    public const int Fewest = 5;

    /// <summary>Whether so many people, but not none, would tell who they are.</summary>
    public static bool AreHidden(long people) => people is > 0 and < Fewest;

    /// <summary>The number as it may stand in a report: <c>0</c>, <c>fewer than five</c>, <c>12</c>.</summary>
    /// <param name="people">How many people there are.</param>
    public static string Said(long people) =>
        AreHidden(people) ? T["fewer than five"] : people.ToString(System.Globalization.CultureInfo.CurrentCulture);
}
