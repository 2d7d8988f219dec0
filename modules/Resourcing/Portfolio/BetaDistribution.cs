namespace CoProd.Resourcing.Portfolio;

/// <summary>
/// The Beta(a, b) distribution, a and b above 0. The regularised incomplete beta function I_x(a, b) by its continued fraction
/// (DLMF 8.17.22) in Lentz's form; its inverse by halving. Good to about 12 digits for a and b up to some thousands.
/// </summary>
internal static class BetaDistribution
{
    // Numerical limits, not thresholds of the domain: as small as a double can tell from nothing, and more rounds than needed.
    private const double Tiny = 1e-300;
    private const double Precision = 1e-15;
    private const int MostRounds = 10_000;

    // Lanczos' coefficients for g = 7, n = 9 (Godfrey).
    private static readonly double[] Lanczos =
    [
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7,
    ];

    /// <summary>I_x(a, b) = P(X ≤ x).</summary>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is not above 0, or x is no number.</exception>
    public static double Cumulative(double x, double a, double b)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(a);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(b);
        if (double.IsNaN(x))
            throw new ArgumentOutOfRangeException(nameof(x));
        if (x is <= 0 or >= 1)
            return x <= 0 ? 0 : 1;
        // The fraction converges fast only on this side of the middle; the other follows by symmetry.
        return x < (a + 1) / (a + b + 2) ? Tail(x, a, b) : 1 - Tail(1 - x, b, a);
    }

    /// <summary>The x with P(X ≤ x) = p, for p from 0 to 1.</summary>
    public static double Quantile(double p, double a, double b)
    {
        if (p is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A probability lies between 0 and 1.");
        // Close to an end many x have a P that rounds to it, so the ends are said rather than sought.
        if (p is 0 or 1)
            return p;
        var (low, high) = (0.0, 1.0);
        while (true)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high)
                return middle;
            if (Cumulative(middle, a, b) < p)
                low = middle;
            else
                high = middle;
        }
    }

    private static double Tail(double x, double a, double b)
    {
        var logFront = LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x);
        return Math.Exp(logFront) / (a * Fraction(x, a, b));
    }

    private static double Fraction(double x, double a, double b)
    {
        var (value, c, d) = (1.0, 1.0, 0.0);
        for (var round = 1; round < MostRounds; round++)
        {
            var term = Term(round, x, a, b);
            d = 1 / NotZero(1 + term * d);
            c = NotZero(1 + term / c);
            value *= c * d;
            if (Math.Abs(c * d - 1) < Precision)
                break;
        }
        return value;
    }

    private static double Term(int round, double x, double a, double b)
    {
        var m = round / 2;
        return round % 2 == 0
            ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static double LogGamma(double x)
    {
        // The coefficients hold from 1/2 on; Γ(x) = Γ(x + 1) / x brings smaller ones there.
        if (x < 0.5)
            return LogGamma(x + 1) - Math.Log(x);
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
            sum += Lanczos[i] / (x - 1 + i);
        var t = x + 6.5;
        return 0.5 * Math.Log(2 * Math.PI) + (x - 0.5) * Math.Log(t) - t + Math.Log(sum);
    }
}
