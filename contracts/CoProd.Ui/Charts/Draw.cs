using System.Globalization;

namespace CoProd.Ui.Charts;

/// <summary>Numbers and names as SVG wants them, whatever the reader's culture.</summary>
internal static class Draw
{
    private static int made;

    /// <summary>A name no other chart on any page of this process has.</summary>
    public static string NewId() => "chart-" + Interlocked.Increment(ref made).ToString(CultureInfo.InvariantCulture);

    public static string Number(double value) => Math.Round(value, 3).ToString(CultureInfo.InvariantCulture);

    public static string Percent(double part) => Number(part * 100) + "%";

    public static string Tone(ChartTone tone) =>
        tone switch
        {
            ChartTone.Holding => "cp-tone--holding",
            ChartTone.Soon => "cp-tone--soon",
            ChartTone.Now => "cp-tone--now",
            ChartTone.Muted => "cp-tone--muted",
            _ => "cp-tone--plain",
        };

    public static ChartTone Tone(RibbonState state) =>
        state switch
        {
            RibbonState.Secured => ChartTone.Holding,
            RibbonState.Likely => ChartTone.Soon,
            _ => ChartTone.Now,
        };

    /// <summary>A round number at or above a value, for the top of an axis.</summary>
    public static double RoundUp(double value)
    {
        if (!(value > 0) || double.IsInfinity(value))
            return 1;
        var size = Math.Pow(10, Math.Floor(Math.Log10(value)));
        double[] steps = [1, 2, 2.5, 5, 10];
        return steps.First(s => s * size >= value * 0.999999) * size;
    }
}
