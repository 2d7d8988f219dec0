namespace CoProd.Ui.Forms;

/// <summary>One of the things to choose from.</summary>
/// <param name="Value">What is sent.</param>
/// <param name="Text">What is read.</param>
/// <param name="Hint">A line that explains it; may be left out.</param>
public sealed record Choice(string Value, string Text, string? Hint = null);
