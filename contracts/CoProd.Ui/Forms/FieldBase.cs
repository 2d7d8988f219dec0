using CoProd.Contracts.Forms;
using Microsoft.AspNetCore.Components;

namespace CoProd.Ui.Forms;

/// <summary>What every field has: a name, a label, a hint, what was typed and what is wrong with it.</summary>
public abstract class FieldBase : ComponentBase
{
    /// <summary>What was typed into the form.</summary>
    [Parameter, EditorRequired]
    public Input Input { get; set; } = null!;

    /// <summary>The field's name, as the slice reads it.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>What people call it.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>A line that helps; may be left out.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>What was typed.</summary>
    protected string Value => Input[Name] ?? "";

    /// <summary>What is wrong, or null.</summary>
    protected string? Error => Input.ErrorOf(Name);

    /// <summary>The class of the group around the field.</summary>
    protected string Group => Error is null ? "govuk-form-group" : "govuk-form-group govuk-form-group--error";

    /// <summary>The ids of hint and error, for screen readers.</summary>
    protected string? DescribedBy =>
        (Hint, Error) switch
        {
            (null, null) => null,
            (_, null) => Name + "-hint",
            (null, _) => Name + "-error",
            _ => $"{Name}-hint {Name}-error",
        };
}
