using System.Globalization;
using System.Text.RegularExpressions;
using CoProd.Contracts;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>Numbers as they stand in files: 1250.5, 1,250.50, 1.2505E3. A comma parts thousands and nothing else.</summary>
internal static partial class WrittenNumber
{
    internal static decimal? Read(string text) =>
        (Plain().IsMatch(text) || Grouped().IsMatch(text))
        && decimal.TryParse(
            text,
            NumberStyles.Float | NumberStyles.AllowThousands,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    /// <returns>The money, or the reason why the text is no amount of this currency.</returns>
    internal static (Money? Money, string? Reason) ReadMoney(string text, string currency)
    {
        if (Read(text) is not { } amount)
        {
            // Digits enough to overflow a decimal are a number all the same, and the reason should say so.
            return Plain().IsMatch(text) && !text.StartsWith('-')
                ? (null, "is too large an amount")
                : (null, $"is not a number: “{Shown.Text(text)}”. Write it as 1250.50, without a currency sign");
        }
        if (amount < 0)
            return (null, $"is below zero: “{Shown.Text(text)}”");
        if (Money.FromMajor(amount, currency) is { } money)
            return (money, null);
        return Money.FromMajor(decimal.Truncate(amount), currency) is null
            ? (null, "is too large an amount")
            : (null, $"has more decimals than {currency} has: “{Shown.Text(text)}”");
    }

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Grouped();
}

/// <summary>What a file says, short enough to stand in a sentence.</summary>
internal static class Shown
{
    internal static string Text(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
