using System.Collections.Frozen;
using System.Text;
using CoProd.Contracts;
using static CoProd.Host.Texts;

namespace CoProd.Host.Security;

/// <summary>
/// What a password must be: long enough, and none that a guesser would try soon. No rule about capitals, digits or signs, and no date
/// on which it must change.
/// </summary>
internal static class PasswordRules
{
    public const int Shortest = 12;
    public const int Longest = 200;

    // Two of the commonest words make a password that is tried soon; two rarer ones make a fair one.
    private const int Commonest = 3_000;

    private static readonly Lazy<(FrozenSet<string> All, FrozenSet<string> Top)> Common = new(Load);

    /// <summary>What is wrong with a password, or null.</summary>
    /// <param name="password">As it was typed.</param>
    /// <param name="about">Words that a guesser would try for this person here: their names, the institution's.</param>
    public static string? Problem(string password, params IEnumerable<string?> about)
    {
        if (password.Length < Shortest)
            return T["Choose a password of at least 12 characters. A few words are easy to remember."];
        if (password.Length > Longest)
            return T["Choose a password of at most 200 characters."];
        if (IsCommon(password))
            return T[
                "That password is on the list of those that guessers try first, as it stands or with signs added. Choose another, for example four words that do not belong together."
            ];
        return IsAbout(password, about)
            ? T[
                "That password is made of a name or of this institution’s name, which a guesser tries first. Choose another, for example four words that do not belong together."
            ]
            : null;
    }

    private static bool IsCommon(string password)
    {
        var (all, top) = Common.Value;
        foreach (var core in Cores(password))
        {
            if (core.Length < 4)
            {
                // A telephone number, a date or a row of digits, with a letter or two at its end.
                if (password.All(char.IsLetterOrDigit))
                    return true;
                continue;
            }
            var unit = Unit(core);
            if (unit.Length < 4 || all.Contains(core) || all.Contains(unit))
                return true;
            for (var at = 4; at <= core.Length - 4; at++)
            {
                if (top.Contains(core[..at]) && top.Contains(core[at..]))
                    return true;
            }
        }
        return false;
    }

    private static bool IsAbout(string password, IEnumerable<string?> about)
    {
        var words = about
            .Append("coprod")
            .SelectMany(text =>
                Words.Fold(text ?? "").Split([' ', '@', '.', '-', '_'], StringSplitOptions.RemoveEmptyEntries)
            )
            .Where(word => word.Length >= 4)
            .OrderByDescending(word => word.Length)
            .ToList();
        return Cores(Words.Fold(password))
            .Any(core =>
            {
                var left = words.Aggregate(core, (rest, word) => rest.Replace(word, "", StringComparison.Ordinal));
                return left.Length < 4 && left.Length < core.Length;
            });
    }

    // As it stands, without what is put before and after a word, and with the usual signs read as the letters they stand for.
    private static IEnumerable<string> Cores(string password)
    {
        var lower = password.ToLowerInvariant();
        var letters = Plain(lower);
        return new[] { lower, Trimmed(lower), letters, Trimmed(letters), Plain(Trimmed(lower)) }.Distinct();
    }

    private static string Trimmed(string text)
    {
        var from = 0;
        var to = text.Length;
        while (from < to && !char.IsLetter(text[from]))
            from++;
        while (to > from && !char.IsLetter(text[to - 1]))
            to--;
        return text[from..to];
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var sign in text)
            plain.Append(
                sign switch
                {
                    '0' => 'o',
                    '1' or '!' => 'i',
                    '3' => 'e',
                    '4' or '@' => 'a',
                    '5' or '$' => 's',
                    '7' => 't',
                    _ => sign,
                }
            );
        return plain.ToString();
    }

    /// <summary>What a text repeats, over and over: of "abcabcabc" it is "abc".</summary>
    private static string Unit(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            if (text.Length % length == 0 && text[length..] == text[..^length])
                return text[..length];
        }
        return text;
    }

    private static (FrozenSet<string>, FrozenSet<string>) Load()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var words = reader
            .ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            // The licence of the list stands above it.
            .Where(line => !line.StartsWith("# ", StringComparison.Ordinal) && line != "#")
            .ToList();
        return (
            words.Where(word => word.Length >= 4).ToFrozenSet(),
            words.Take(Commonest).Where(word => word.Length >= 4).ToFrozenSet()
        );
    }
}
