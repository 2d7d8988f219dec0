using System.Globalization;
using System.Text;

namespace CoProd.Contracts;

/// <summary>How dates and names are written for people, and folded for searching and sorting.</summary>
public static class Words
{
    /// <summary>A date as a person reads it: 3 March 2027.</summary>
    public static string Long(this DateOnly date) => date.ToString("d MMMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>A month as a person reads it: March 2027.</summary>
    public static string Month(this DateOnly date) => date.ToString("MMMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>A date for files and APIs: 2027-03-03.</summary>
    public static string Iso(this DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The same words as a sentence begins.</summary>
    public static string Capital(this string words) =>
        words.Length == 0 ? words : char.ToUpper(words[0], CultureInfo.CurrentCulture) + words[1..];

    /// <summary>Today, in UTC, by this clock.</summary>
    public static DateOnly Today(this TimeProvider clock) => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>
    /// A pattern that finds what a person typed anywhere in a folded text, for <c>key like @Like escape '!'</c>. What was typed is looked
    /// for as it stands: <c>%</c> and <c>_</c> mean themselves.
    /// </summary>
    public static string Like(string? typed) =>
        "%"
        + Fold(typed)
            .Replace("!", "!!", StringComparison.Ordinal)
            .Replace("%", "!%", StringComparison.Ordinal)
            .Replace("_", "!_", StringComparison.Ordinal)
        + "%";

    /// <summary>A key to sort and search by: no accents, no case, one space between words. <c>Ŵyn  Jones</c> becomes <c>wyn jones</c>.</summary>
    /// <remarks>Computed here because the databases do not agree: SQLite's <c>lower('Ŵ')</c> leaves it as it is.</remarks>
    public static string Fold(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return "";
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark)
                continue;
            if (!Rune.IsWhiteSpace(rune))
                folded.Append(Rune.ToLowerInvariant(rune));
            else if (folded.Length > 0 && folded[^1] != ' ')
                folded.Append(' ');
        }
        return folded.ToString().TrimEnd();
    }

    // PostgreSQL takes no more than 2,704 bytes into an index, with what else stands beside the key.
    private const int LongestKey = 2000;

    /// <summary>
    /// <see cref="Fold"/> for a column that is put in order by an index: at most 2,000 bytes of UTF-8. A text that is longer in its letters
    /// (Bengali and Chinese take three bytes each) is kept in order by how it begins.
    /// </summary>
    public static string Key(string? text)
    {
        var folded = Fold(text);
        if (folded.Length <= LongestKey / 3)
            return folded;
        var (bytes, length) = (0, 0);
        foreach (var rune in folded.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > LongestKey)
                break;
            length += rune.Utf16SequenceLength;
        }
        return folded[..length].TrimEnd();
    }
}
