namespace CoProd.Contracts.Forms;

/// <summary>What is wrong with a field, as a sentence that says how to put it right.</summary>
/// <param name="Field">The field's name; empty for the form as a whole.</param>
/// <param name="Sentence">The sentence.</param>
public sealed record FieldError(string Field, string Sentence);
