using System.Globalization;
using CoProd.Evaluation.Scores;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation;

/// <summary>Words for values.</summary>
internal static class Say
{
    public static string Side(Side side) =>
        side switch
        {
            Scores.Side.Staff => T["staff"],
            Scores.Side.CoProducers => T["co-producers"],
            _ => T["others"],
        };

    public static string Number(double number) => number.ToString("0.0", CultureInfo.CurrentCulture);

    public static string Precise(double number) => number.ToString("0.00", CultureInfo.CurrentCulture);

    public static string Amount(double number) => number.ToString("#,0.##", CultureInfo.CurrentCulture);

    public static string Share(double share) => share.ToString("0%", CultureInfo.CurrentCulture);

    public static string Signed(double number) => number.ToString("+0.00;−0.00;0.00", CultureInfo.CurrentCulture);
}
