using CoProd.Ui.Forms;

namespace CoProd.Ui.Shell;

/// <summary>What the frame around every page needs to know. The host answers it for each request.</summary>
public interface IShell
{
    /// <summary>The institution's name, or CoProd where none was set.</summary>
    string Institution { get; }

    /// <summary>The path of the first page; null for readers who come without an account and could not open it.</summary>
    string? Home => "/";

    /// <summary>The name of the person signed in; null when nobody is.</summary>
    string? Person { get; }

    /// <summary>The person's role, in words.</summary>
    string? Role { get; }

    /// <summary>Whether this is the demo, whose people are invented.</summary>
    bool IsDemo { get; }

    /// <summary>What everybody must know at the moment, on every page; null when nothing.</summary>
    string? Notice => null;

    /// <summary>The main navigation for this person.</summary>
    IReadOnlyList<ShellLink> Navigation { get; }

    /// <summary>What was said by the last action, once; null when nothing was.</summary>
    string? Said { get; }

    /// <summary>The look chosen: <c>light</c>, <c>dark</c>, <c>contrast</c>, or null to follow the device.</summary>
    string? Theme { get; }

    /// <summary>The reader's language, for the page's <c>lang</c>.</summary>
    string Language { get; }

    /// <summary>The "What happened?" panel; null where it is not offered.</summary>
    CapturePanel? Capture { get; }

    /// <summary>The path of this page, for coming back to it.</summary>
    string Here { get; }

    /// <summary>The address of an asset, with its version, so that a new one is fetched and an old one kept for long.</summary>
    string Asset(string path);
}

/// <summary>A link of the navigation.</summary>
public sealed record ShellLink
{
    /// <summary>The words.</summary>
    public required string Text { get; init; }

    /// <summary>Where it leads.</summary>
    public required string Path { get; init; }

    /// <summary>Name of its icon.</summary>
    public required string Icon { get; init; }

    /// <summary>Whether this page is below it.</summary>
    public bool IsHere { get; init; }
}

/// <summary>What the "What happened?" panel offers.</summary>
public sealed record CapturePanel
{
    /// <summary>Where it is sent.</summary>
    public required string Path { get; init; }

    /// <summary>The innovations to choose from, the last used first.</summary>
    public required IReadOnlyList<Choice> Innovations { get; init; }

    /// <summary>Where names of those who take part are offered while one types; null where names are not asked for.</summary>
    public string? NamesPath { get; init; }

    /// <summary>The hours usual for this person, as text; empty when unknown.</summary>
    public string UsualHours { get; init; } = "";

    /// <summary>Today, as yyyy-MM-dd.</summary>
    public required string Today { get; init; }
}
