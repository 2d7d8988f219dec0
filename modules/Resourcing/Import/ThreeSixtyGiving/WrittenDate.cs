using System.Globalization;
using System.Text.RegularExpressions;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>Dates as funders write them: the standard asks for ISO 8601, and many files hold dd/MM/yyyy.</summary>
internal static partial class WrittenDate
{
    /// <returns>The date, or the reason why the text is none.</returns>
    internal static (DateOnly? Date, string? Reason) Read(string text)
    {
        if (YearOrMonth().IsMatch(text))
            return (null, $"gives no day: “{Shown.Text(text)}”. Write the whole date as 2025-03-31");
        var match = Iso().Match(text);
        if (!match.Success)
            match = British().Match(text);
        if (!match.Success)
            return (null, $"is not a date: “{Shown.Text(text)}”. Write it as 2025-03-31");
        // The day as it is written, in the writer's own time zone: moved to UTC, 1 April in London would become 31 March.
        var (year, month, day) = (Part(match, "year"), Part(match, "month"), Part(match, "day"));
        var exists =
            year is >= 1800 and < 2200
            && month is >= 1 and <= 12
            && day >= 1
            && day <= DateTime.DaysInMonth(year, month);
        return exists
            ? (new DateOnly(year, month, day), null)
            : (null, $"is not a day in the calendar: “{Shown.Text(text)}”");
    }

    private static int Part(Match match, string name) =>
        int.Parse(match.Groups[name].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    private const string Time = @"([01][0-9]|2[0-4]):[0-5][0-9](:[0-6][0-9](\.[0-9]{1,9})?)?";

    [GeneratedRegex(@"^[0-9]{4}([-/][0-9]{1,2})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex YearOrMonth();

    [GeneratedRegex(
        @"^(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})([T ]" + Time + @"\s?(Z|z|[+-][0-9]{2}:?[0-9]{2})?)?$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Iso();

    [GeneratedRegex(
        "^(?<day>[0-9]{1,2})/(?<month>[0-9]{1,2})/(?<year>[0-9]{4})( " + Time + ")?$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex British();
}
