using static CoProd.Host.Texts;

namespace CoProd.Host.Security;

/// <summary>What a browser says of itself, in words that a person knows it by. It says what it likes: these words prove nothing.</summary>
internal static class BrowserWords
{
    // In this order: most of them also name those below.
    private static readonly (string Sign, string Name)[] Browsers =
    [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Sign, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "Mac"),
        ("CrOS", "Chromebook"),
        ("Linux", "Linux"),
    ];

    public static string Of(string agent)
    {
        var browser = Named(Browsers, agent);
        var system = Named(Systems, agent);
        return (browser, system) switch
        {
            (null, null) => T["A program that does not say what it is"],
            (null, { } on) => T["A browser on {0}", on],
            ({ } with, null) => with,
            ({ } with, { } on) => T["{0} on {1}", with, on],
        };
    }

    private static string? Named((string Sign, string Name)[] list, string agent) =>
        Array.Find(list, entry => agent.Contains(entry.Sign, StringComparison.Ordinal)).Name;
}
