using static CoProd.Host.Texts;

namespace CoProd.Host.Security.Access;

/// <summary>What somebody was given at one innovation. Each holds what those before it hold.</summary>
public enum AccessLevel
{
    /// <summary>Nothing was given.</summary>
    None = 0,

    /// <summary>Reads what is not personal.</summary>
    Viewer = 1,

    /// <summary>Tells and answers as those do who take part.</summary>
    Contributor = 2,

    /// <summary>Records and plans.</summary>
    Coordinator = 3,

    /// <summary>Says as well who else may, and lets the innovation leave.</summary>
    Owner = 4,
}

/// <summary>The levels in words.</summary>
internal static class AccessWords
{
    public static string Of(AccessLevel level) =>
        level switch
        {
            AccessLevel.Owner => T["Owner"],
            AccessLevel.Coordinator => T["Coordinator"],
            AccessLevel.Contributor => T["Contributor"],
            _ => T["Viewer"],
        };

    public static string Means(AccessLevel level) =>
        level switch
        {
            AccessLevel.Owner => T[
                "As a coordinator, and says who else may see and change this innovation, and lets it leave."
            ],
            AccessLevel.Coordinator => T["Records and plans all of this innovation, also who takes part."],
            AccessLevel.Contributor => T["Sees it as those who take part do, tells what happened, and answers."],
            _ => T["Sees it, but nothing about people, and changes nothing."],
        };
}
