namespace CoProd.Contracts.Exchange;

/// <summary>Text in CSV and spreadsheet cells, written so that a spreadsheet shows it and does not run it.</summary>
/// <remarks>
/// A cell that begins with <c>= + - @</c>, a tab or a line break can be taken for a formula (OWASP, "CSV Injection"). Such text
/// gets an apostrophe in front. Use it for text alone: a number written as a number needs no guard.
/// </remarks>
public static class SpreadsheetCells
{
    // The last four are the full-width forms, which some spreadsheets take for the plain ones.
    private const string Dangerous = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>The text as it is written to a cell. <see cref="Unguard"/> gives back exactly what went in.</summary>
    public static string Guard(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsDangerousAfterApostrophes(text) ? "'" + text : text;
    }

    /// <summary>The text that <see cref="Guard"/> was given; text that was never guarded comes back as it is.</summary>
    public static string Unguard(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith('\'') && IsDangerousAfterApostrophes(text) ? text[1..] : text;
    }

    // Apostrophes that were there before are counted in; otherwise "'=1" would come back as "=1".
    private static bool IsDangerousAfterApostrophes(string text)
    {
        var bare = text.AsSpan().TrimStart('\'');
        return !bare.IsEmpty && Dangerous.Contains(bare[0], StringComparison.Ordinal);
    }
}
