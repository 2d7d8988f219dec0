using System.Globalization;
using System.Text;
using static CoProd.Host.Privacy.NameWords;

namespace CoProd.Host.Privacy;

/// <summary>A name that is looked for.</summary>
/// <param name="Name">As it stands in the register, with or without a title.</param>
/// <param name="Alone">The first name and the surname count alone, too: whoever reads knows whom they mean.</param>
internal sealed record SoughtName(string Name, bool Alone = false);

/// <summary>
/// Finds names in texts, however they are typed: in any case, with or without accents (composed or not), with any apostrophe, dash or space
/// between their parts, with middle names, turned round ("Pike, Maureen"), with a title ("Mrs Pike") or an initial ("M. Pike"). A word that is
/// an ordinary word too ("Pike", "Young", "Will") is a name only where it begins with a capital letter.
/// </summary>
internal sealed class NameFinder
{
    // Two letters are a name only with a capital, one is none.
    private const int ShortestAlone = 2;
    private const int ShortestOfOneWord = 4;
    private const int MostMiddleNames = 2;
    private const int MostInitials = 3;
    private const int ShortestContact = 6;

    // Of more names one of them is in any text of some length.
    private const int FewNames = 8;

    private readonly Dictionary<int, List<Pattern>> byStart = [];
    private readonly IReadOnlyList<string>? pieces;

    /// <param name="sought">Who is looked for.</param>
    /// <param name="known">Names that stay: where one of them stands, nothing else is found.</param>
    /// <param name="contacts">Addresses and numbers that are looked for.</param>
    public NameFinder(IEnumerable<SoughtName> sought, IEnumerable<string> known, IEnumerable<string> contacts)
    {
        var staying = known.Select(NameParts.Of).Where(name => name.Words.Count > 0).ToList();
        var whole = staying.Select(name => name.Whole.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var name in staying)
            Add(new(Kind.Stays, name.Whole));
        var all = sought
            .Select(one => (Name: NameParts.Of(one.Name), one.Alone))
            .Where(one => one.Name.Words.Count > 0 && !whole.Contains(one.Name.Whole.Key))
            .DistinctBy(one => (one.Name.Whole.Key, one.Alone))
            .ToList();
        foreach (var (name, alone) in all)
        {
            AddWhole(name);
            AddAlone(name, alone, staying);
        }
        AddSurnames([.. all.Select(one => one.Name)], staying);
        var addresses = contacts.ToList();
        foreach (var contact in addresses)
            AddContact(contact);
        if (all.Count <= FewNames && addresses.Count == 0 && all.TrueForAll(one => !one.Alone))
            pieces = [.. all.Select(one => one.Name.Words[^1].LongestPiece)];
    }

    private void Add(Pattern pattern)
    {
        var start = StartOf(pattern.Word.Key, 0);
        if (!byStart.TryGetValue(start, out var some))
            byStart[start] = some = [];
        some.Add(pattern);
    }

    private void AddWhole(NameParts name)
    {
        if (name.Words.Count < 2)
            return;
        var (given, surname) = (name.Words[0], name.Words[^1]);
        Add(new(Kind.Whole, name.Whole));
        if (name.Words.Count > 2)
            Add(new(Kind.Whole, given + surname));
        Add(new(Kind.Whole, surname + given) { CommaAt = surname.Key.Length });
        Add(new(Kind.Given, given) { Surname = surname });
    }

    private void AddAlone(NameParts name, bool alone, IReadOnlyList<NameParts> staying)
    {
        var (given, surname) = (name.Words[0], name.Words[^1]);
        if (name.Words.Count == 1)
        {
            if (alone || given.Key.Length >= ShortestOfOneWord)
                AddAlone(given, alone, isSurname: false, staying);
            return;
        }
        if (!alone)
            return;
        AddAlone(given, alone, isSurname: false, staying);
        AddAlone(surname, alone, isSurname: true, staying);
    }

    private void AddAlone(Word word, bool alone, bool isSurname, IReadOnlyList<NameParts> staying)
    {
        // Of two who bear one name, one agreed: the texts cannot tell which, and the record of that one says it anyway.
        if (
            word.Key.Length < ShortestAlone
            || IsTooShort(word.Key)
            || staying.Any(name => (isSurname ? name.Words[^1] : name.Words[0]).Key == word.Key)
        )
            return;
        var isOrdinary = IsOrdinary(word.Key);
        Add(
            new(Kind.Alone, word)
            {
                NeedsCapital = !alone || isOrdinary || word.Key.Length == ShortestAlone,
                // "Young Carers" and "Bell Street" are nobody's names.
                NotBeforeCapital = isSurname && isOrdinary,
            }
        );
    }

    private void AddSurnames(IReadOnlyList<NameParts> names, IReadOnlyList<NameParts> staying)
    {
        foreach (var same in names.Where(name => name.Words.Count > 1).GroupBy(name => name.Words[^1].Key))
        {
            var others = staying.Where(name => name.Words[^1].Key == same.Key).ToList();
            Add(
                new(Kind.Surname, same.First().Words[^1])
                {
                    Initials = same.Select(name => name.Words[0].Key[0])
                        .Where(initial => others.TrueForAll(name => name.Words[0].Key[0] != initial))
                        .ToHashSet(),
                    WithTitle = others.Count == 0,
                    IsOrdinary = IsOrdinary(same.Key),
                }
            );
        }
    }

    private void AddContact(string contact)
    {
        if (contact.Trim().Length < ShortestContact)
            return;
        var word = Word.Of(new Folded(contact), 0);
        if (word.Key.Length < ShortestContact)
            return;
        var isNumber = word.Key.All(char.IsAsciiDigit);
        Add(new(Kind.Whole, word) { Anywhere = isNumber });
        // The same number as it is dialled from abroad.
        if (isNumber && word.Key[0] == '0')
            foreach (var code in new[] { "44", "440" })
                Add(new(Kind.Whole, new Word(code + word.Key[1..], new HashSet<int>())) { Anywhere = true });
    }

    /// <summary>Whether any of the names stands in a text.</summary>
    public bool IsIn(string text) => MayBeIn(text) && Replace(text, "") != text;

    // A quick look: without accents and what nobody sees, the surname stands there as it is.
    private bool MayBeIn(string text) =>
        pieces is null
        || !Ascii.IsValid(text)
        || pieces.Any(piece => text.Contains(piece, StringComparison.OrdinalIgnoreCase));

    /// <summary>The same text with something else in place of each name.</summary>
    public string Replace(string text, string instead)
    {
        if (byStart.Count == 0 || text.Length < ShortestAlone)
            return text;
        var folded = new Folded(text);
        StringBuilder? changed = null;
        var kept = 0;
        for (var at = 0; at < folded.Length; )
        {
            if (folded.Edges[at] == Edge.None || Best(folded, at) is not (> 0, _) found)
            {
                at++;
                continue;
            }
            if (!found.Stays)
            {
                (changed ??= new()).Append(text, kept, folded.From[at] - kept).Append(instead);
                kept = folded.To[found.End - 1];
            }
            at = found.End;
        }
        return changed?.Append(text, kept, text.Length - kept).ToString() ?? text;
    }

    // The longest of what begins here; of two equally long the one that stays.
    private (int End, bool Stays) Best(Folded text, int at)
    {
        var best = (End: 0, Stays: false);
        foreach (var pattern in At(text, at))
            Better(pattern.Kind == Kind.Surname ? 0 : End(text, at, pattern), pattern.Kind == Kind.Stays);
        var after = at;
        var (isTitled, isClear) = (false, false);
        // "Prof. Dr Pike"
        while (text.WordEnd(after) is var end && IsTitle(text.Between(after, end), out var clear))
        {
            (isTitled, isClear, after) = (true, isClear || clear, end);
            if (!text.Follows(end))
                return best;
        }
        var called = AfterTitle(text, after, isTitled, isClear);
        Better(called.End, called.Stays);
        return best;

        void Better(int end, bool stays)
        {
            if (end > best.End || (end == best.End && stays))
                best = (end, stays);
        }
    }

    private (int End, bool Stays) AfterTitle(Folded text, int at, bool isTitled, bool isClear)
    {
        var best = (End: 0, Stays: false);
        if (isTitled)
        {
            foreach (var pattern in At(text, at).Where(one => one.Kind != Kind.Surname))
                if (End(text, at, pattern) is var end && end > best.End)
                    best = (end, pattern.Kind == Kind.Stays);
        }
        var (initial, surname) = ('\0', at);
        // The O of O'Brien looks like an initial, too: the surname may begin behind any of them, or before the first.
        for (var n = 0; n <= MostInitials; n++)
        {
            foreach (var pattern in At(text, surname).Where(one => one.Kind == Kind.Surname))
            {
                var theirs =
                    initial != '\0'
                        ? pattern.Initials.Contains(initial) && (text.Upper[surname] || isTitled)
                        : isTitled && pattern.WithTitle && (text.Upper[surname] || isClear || !pattern.IsOrdinary);
                if (theirs && Match(text, surname, pattern.Word, pattern) is var end && end > best.End)
                    best = (end, false);
            }
            if (text.WordEnd(surname) != surname + 1 || !text.Upper[surname] || !text.Follows(surname + 1))
                break;
            initial = initial == '\0' ? text.Letters[surname] : initial;
            surname++;
        }
        return best;
    }

    private IEnumerable<Pattern> At(Folded text, int at)
    {
        if (at >= text.Length)
            yield break;
        // What is shorter lies under all it has.
        for (var length = 1; length <= 3 && at + length <= text.Length; length++)
        {
            var start = StartOf(text.Letters, at, length);
            if (byStart.TryGetValue(start, out var some))
                foreach (var pattern in some)
                    yield return pattern;
        }
    }

    private static int StartOf(string key, int at) => StartOf(key.ToCharArray(), at, Math.Min(3, key.Length - at));

    private static int StartOf(char[] letters, int at, int length)
    {
        var start = 17;
        for (var n = 0; n < length; n++)
            start = unchecked(start * 65_537 + letters[at + n]);
        return start;
    }

    private static int End(Folded text, int at, Pattern pattern)
    {
        var end = Match(text, at, pattern.Word, pattern);
        if (end == 0 || pattern.Kind is Kind.Stays or Kind.Whole)
            return end;
        if (pattern.Kind == Kind.Given)
            return text.Upper[at] ? AfterMiddleNames(text, end, pattern) : 0;
        return (pattern.NeedsCapital && !text.Upper[at]) || (pattern.NotBeforeCapital && text.IsBeforeCapital(end))
            ? 0
            : end;
    }

    private static int AfterMiddleNames(Folded text, int at, Pattern pattern)
    {
        for (var n = 0; n < MostMiddleNames && at < text.Length && text.Upper[at] && text.Follows(at); n++)
        {
            at = text.WordEnd(at);
            if (
                at < text.Length
                && text.Upper[at]
                && text.Follows(at)
                && Match(text, at, pattern.Surname!, pattern) is > 0 and var end
            )
                return end;
        }
        return 0;
    }

    // Where a word that begins here ends; 0 where another stands here.
    private static int Match(Folded text, int at, Word word, Pattern pattern)
    {
        var end = at + word.Key.Length;
        if (
            end > text.Length
            || text.Edges[end] == Edge.None
            || !text.Letters.AsSpan(at, word.Key.Length).SequenceEqual(word.Key)
        )
            return 0;
        for (var inside = at + 1; inside < end; inside++)
        {
            if (text.Edges[inside] != Edge.Hard)
                continue;
            if (!pattern.Anywhere && !word.Joints.Contains(inside - at))
                return 0;
            if (text.Gaps[inside] == Gap.Apart || (text.Gaps[inside] == Gap.Comma && inside - at != pattern.CommaAt))
                return 0;
        }
        return end;
    }

    private enum Kind
    {
        Stays,
        Whole,
        Given,
        Alone,
        Surname,
    }

    private sealed record Pattern(Kind Kind, Word Word)
    {
        public int CommaAt { get; init; }

        /// <summary>It may be broken anywhere, as numbers are.</summary>
        public bool Anywhere { get; init; }

        public bool NeedsCapital { get; init; }

        public bool NotBeforeCapital { get; init; }

        /// <summary>What follows a first name and its middle names.</summary>
        public Word? Surname { get; init; }

        public IReadOnlySet<char> Initials { get; init; } = new HashSet<char>();

        public bool WithTitle { get; init; }

        public bool IsOrdinary { get; init; }
    }

    /// <summary>A word as it is compared, and where within it a text may have a gap.</summary>
    private sealed record Word(string Key, IReadOnlySet<int> Joints)
    {
        /// <summary>The longest of its parts that no text takes apart.</summary>
        public string LongestPiece
        {
            get
            {
                int[] cuts = [0, .. Joints.Order(), Key.Length];
                return cuts.Zip(cuts.Skip(1), (from, to) => Key[from..to]).MaxBy(piece => piece.Length)!;
            }
        }

        public static Word operator +(Word one, Word other) =>
            new(
                one.Key + other.Key,
                one.Joints.Append(one.Key.Length).Concat(other.Joints.Select(at => one.Key.Length + at)).ToHashSet()
            );

        public static Word Of(Folded text, int from) =>
            new(
                new string(text.Letters, from, text.Length - from),
                Enumerable
                    .Range(from + 1, Math.Max(0, text.Length - from - 1))
                    .Where(at => text.Edges[at] == Edge.Hard)
                    .Select(at => at - from)
                    .ToHashSet()
            );
    }

    private sealed record NameParts(IReadOnlyList<Word> Words)
    {
        public Word Whole => Words.Aggregate((one, other) => one + other);

        public static NameParts Of(string name) =>
            new([
                .. name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                    .Select(word => Word.Of(new Folded(word), 0))
                    .SkipWhile(word => IsTitle(word.Key, out _))
                    .Where(word => word.Key.Length > 0),
            ]);
    }

    private enum Edge : byte
    {
        None,

        /// <summary>Something that nobody sees stands here: a word may begin or end, and need not.</summary>
        Soft,
        Hard,
    }

    private enum Gap : byte
    {
        None,

        /// <summary>What may stand between the parts of a name.</summary>
        Within,
        Comma,
        Apart,
    }

    /// <summary>The letters and digits of a text without case and accents, with where each of them stands in it.</summary>
    private sealed class Folded
    {
        private const int LongestGap = 12;

        public Folded(string text)
        {
            var letters = new List<char>(text.Length);
            var (from, to) = (new List<int>(text.Length), new List<int>(text.Length));
            var upper = new List<bool>(text.Length);
            var edges = new List<Edge>(text.Length + 1);
            var gaps = new List<Gap>(text.Length + 1);
            var (edge, gap, gapLength) = (Edge.Hard, Gap.Apart, 0);
            for (var at = 0; at < text.Length; )
            {
                if (!Rune.TryGetRuneAt(text, at, out var rune))
                    rune = Rune.ReplacementChar;
                var next = at + rune.Utf16SequenceLength;
                if (IsLetter(rune))
                {
                    foreach (var letter in Plain(rune))
                    {
                        letters.Add(letter);
                        from.Add(at);
                        to.Add(next);
                        upper.Add(Rune.IsUpper(rune));
                        edges.Add(edge);
                        gaps.Add(edge == Edge.Hard ? gap : Gap.None);
                        (edge, gap, gapLength) = (Edge.None, Gap.Within, 0);
                    }
                }
                else if (IsMark(rune))
                {
                    // It belongs to the letter before it.
                    if (edge == Edge.None && to.Count > 0)
                        to[^1] = next;
                }
                else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format)
                    edge = edge == Edge.None ? Edge.Soft : edge;
                else
                {
                    edge = Edge.Hard;
                    gap = (GapOf(rune), gap) switch
                    {
                        _ when ++gapLength > LongestGap => Gap.Apart,
                        (Gap.Within, var before) => before,
                        (Gap.Comma, Gap.Within) => Gap.Comma,
                        _ => Gap.Apart,
                    };
                }
                at = next;
            }
            (Letters, From, To, Upper) = ([.. letters], from, to, upper);
            (Edges, Gaps) = ([.. edges, Edge.Hard], [.. gaps, Gap.Apart]);
        }

        public char[] Letters { get; }
        public IReadOnlyList<int> From { get; }
        public IReadOnlyList<int> To { get; }
        public IReadOnlyList<bool> Upper { get; }

        /// <summary>What stands before each letter, and at the end.</summary>
        public IReadOnlyList<Edge> Edges { get; }
        public IReadOnlyList<Gap> Gaps { get; }

        public int Length => Letters.Length;

        public int WordEnd(int at)
        {
            if (at >= Length)
                return at;
            do at++;
            while (Edges[at] == Edge.None);
            return at;
        }

        public string Between(int at, int end) => new(Letters, at, end - at);

        /// <summary>Whether what begins here may belong to what stands before it.</summary>
        public bool Follows(int at) => at < Length && Edges[at] == Edge.Hard && Gaps[at] == Gap.Within;

        public bool IsBeforeCapital(int at) =>
            Follows(at)
            && From[at] == To[at - 1] + 1
            && Upper[at]
            && at + 1 < Length
            && Edges[at + 1] == Edge.None
            && !Upper[at + 1];

        private static bool IsMark(Rune rune) =>
            Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.NonSpacingMark
                    or UnicodeCategory.SpacingCombiningMark
                    or UnicodeCategory.EnclosingMark;

        // The letters among the apostrophes and accents that stand for themselves are none.
        private static bool IsLetter(Rune rune) =>
            Rune.IsLetterOrDigit(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.ModifierLetter;

        private static Gap GapOf(Rune rune) =>
            rune.Value == ',' ? Gap.Comma
            : Rune.IsWhiteSpace(rune)
            || "'’‘‛ʼʻ`´′\"“”„.·_*@/+~|()[]".Contains(rune.ToString(), StringComparison.Ordinal)
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.DashPunctuation or UnicodeCategory.ModifierLetter
                ? Gap.Within
            : Gap.Apart;

        private static string Plain(Rune rune)
        {
            var lower = Rune.ToLowerInvariant(rune);
            if (lower.IsAscii)
                return lower.ToString();
            if (Strokes.TryGetValue(lower.Value, out var plain))
                return plain;
            var apart = lower.ToString().Normalize(NormalizationForm.FormKD);
            return string.Concat(apart.EnumerateRunes().Where(each => !IsMark(each)).Select(Rune.ToLowerInvariant));
        }

        // What no normal form takes apart.
        private static readonly Dictionary<int, string> Strokes = new()
        {
            ['ł'] = "l",
            ['ø'] = "o",
            ['đ'] = "d",
            ['ð'] = "d",
            ['þ'] = "th",
            ['ß'] = "ss",
            ['æ'] = "ae",
            ['œ'] = "oe",
            ['ı'] = "i",
            ['ħ'] = "h",
            ['ŧ'] = "t",
            ['ŋ'] = "n",
        };
    }
}
