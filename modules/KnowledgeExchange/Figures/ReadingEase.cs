using System.Text.RegularExpressions;

namespace CoProd.KnowledgeExchange.Figures;

/// <summary>
/// How easy an English text reads: Flesch (1948), 206.835 − 1.015 · words a sentence − 84.6 · syllables a word. 60 to 70 is plain English.
/// Syllables are counted by their vowels, which is right for most words and not for all: a figure to look at, not to live by.
/// </summary>
internal static partial class ReadingEase
{
    // Fewer words say nothing about how a text reads.
    public const int FewestWords = 20;

    [GeneratedRegex(@"[\p{L}\p{Mn}]+(['’\-][\p{L}\p{Mn}]+)*|\d+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Word { get; }

    [GeneratedRegex(@"[.!?…]+(?=\s|$|[""'”’)])|\n\s*\n", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex End { get; }

    [GeneratedRegex("[aeiouy]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Vowels { get; }

    public static double? Of(string text)
    {
        var words = Word.Matches(text);
        if (words.Count < FewestWords)
            return null;
        var sentences = Math.Max(1, End.Split(text).Count(part => Word.IsMatch(part)));
        return Flesch(words.Count, sentences, words.Sum(word => Syllables(word.Value)));
    }

    public static double Flesch(int words, int sentences, int syllables) =>
        206.835 - 1.015 * words / sentences - 84.6 * syllables / words;

    public static int Syllables(string word)
    {
        var folded = Contracts.Words.Fold(word);
        var count = Vowels.Count(folded);
        // A silent e at the end: "made", "makes", "changed"; not "table", "needed" or "boxes".
        if (count > 1 && SilentEnd.IsMatch(folded))
            count--;
        return Math.Max(1, count);
    }

    [GeneratedRegex(
        "(?<![aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouysxzcghl])es$|(?<=[aeiouy]l)es$|(?<=[^aeiouytd])ed$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex SilentEnd { get; }
}
