namespace CoProd.Host.Modules;

/// <summary>
/// Which addresses are a module's own: those below a word of its own, at the top or below a place that belongs to all. What it may call
/// its own is its name, whole or its last word, and the words its <c>module.json</c> claims.
/// </summary>
internal static class OwnAddresses
{
    // What stands for all modules together; below each, every module has its own word.
    private static readonly string[][] Places =
    [
        [],
        ["open"],
        ["me"],
        ["innovations", "{}"],
        ["people", "{}"],
        ["groups", "{}"],
    ];

    // The host's own, and those of the ground.
    private static readonly string[] Taken =
    [
        .. "api open me innovations people groups".Split(' '),
        .. "accounts assets demo due exports health imports modules search settings setup sign-in sign-out".Split(' '),
    ];

    /// <summary>A sentence that says why a route may not be the module's; null when it may. The Register's are the ground's.</summary>
    public static string? Refusal(ModuleManifest module, string pattern)
    {
        if (module.Id == ModuleLoader.Ground)
            return null;
        var words = Words(module);
        return IsBelow(Segments(pattern), words)
            ? null
            : $"Its route {pattern} lies outside its own addresses. They begin with /{words[0]}, /innovations/{{innovationId}}/{words[0]} or /api before either"
                + (words.Count > 1 ? $" ({string.Join(", ", words.Skip(1))} will do as well)." : ".");
    }

    /// <summary>A sentence that says why a module may not claim its words; null when it may.</summary>
    public static string? Refusal(ModuleManifest module) =>
        module.Id != ModuleLoader.Ground && module.Prefixes.FirstOrDefault(word => !MayClaim(word)) is { } wrong
            ? $"It claims the addresses below “{wrong}”, which belong to all or are no word of small letters, digits and hyphens."
            : null;

    /// <summary>The words a module may begin its addresses with, the usual one first.</summary>
    public static IReadOnlyList<string> Words(ModuleManifest module)
    {
        var last = module.Id[(module.Id.LastIndexOf('.') + 1)..];
        return
        [
            .. new[] { last.ToLowerInvariant(), Hyphened(last), Hyphened(module.Id), WithHyphens(module.Id) }
                .Where(MayClaim)
                .Concat(module.Prefixes)
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static bool MayClaim(string word) =>
        word.Length is > 0 and <= 60
        && word.All(letter => letter is >= 'a' and <= 'z' or >= '0' and <= '9' or '-')
        && !Taken.Contains(word);

    private static bool IsBelow(string[] segments, IReadOnlyList<string> words)
    {
        if (segments is ["api", ..])
            segments = segments[1..];
        return Places.Any(place =>
            segments.Length > place.Length
            && place.Zip(segments).All(pair => pair.First == pair.Second)
            && words.Contains(segments[place.Length])
        );
    }

    private static string[] Segments(string pattern) =>
        [
            .. pattern
                .Split('/', StringSplitOptions.RemoveEmptyEntries)
                .Select(segment => segment[0] == '{' ? "{}" : segment.ToLowerInvariant()),
        ];

    private static string WithHyphens(string id) => id.ToLowerInvariant().Replace('.', '-');

    // KnowledgeExchange as knowledge-exchange.
    private static string Hyphened(string id) =>
        string.Concat(
            id.Select(
                (letter, i) =>
                    letter == '.' ? "-"
                    : i > 0 && char.IsUpper(letter) && char.IsLower(id[i - 1]) ? "-" + char.ToLowerInvariant(letter)
                    : char.ToLowerInvariant(letter).ToString()
            )
        );
}
