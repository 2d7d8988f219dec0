using System.Globalization;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Picture;

/// <summary>Figures as sentences.</summary>
internal static class Sentences
{
    public static string? Cover(double? cover, double? momentum)
    {
        if (cover is not { } share)
            return null;
        var covered = T["Champions stand before {0} of the power that counts.", Say.Share(share)];
        return momentum is not { } moved ? covered : covered + " " + Moved(moved);
    }

    /// <summary>What the two figures mean.</summary>
    public static string HowCounted() =>
        T[
            "How this is counted: each audience by the weight of its word, 1 to 5. A step is one place on the way from “firmly against” to “stands behind it”."
        ];

    public static string Moved(double moved)
    {
        var steps = Math.Abs(moved).ToString("0.#", CultureInfo.CurrentCulture);
        return steps == "0" ? T["Positions are where they were a quarter ago."]
            : moved > 0 ? T["Positions rose by {0} steps in a quarter.", steps]
            : T["Positions fell by {0} steps in a quarter.", steps];
    }
}
