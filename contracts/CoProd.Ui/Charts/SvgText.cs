using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CoProd.Ui.Charts;

/// <summary>A word inside a chart. Razor keeps the tag <c>text</c> for itself, so it cannot be written in a <c>.razor</c> file.</summary>
public sealed class SvgText : ComponentBase
{
    /// <summary>From the left, in pixels or per cent.</summary>
    [Parameter, EditorRequired]
    public string X { get; set; } = "0";

    /// <summary>The line the letters stand on, from the top.</summary>
    [Parameter, EditorRequired]
    public string Y { get; set; } = "0";

    /// <summary>What it says.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>"start", "middle" or "end".</summary>
    [Parameter]
    public string Anchor { get; set; } = "start";

    /// <summary>Moves it sideways, in pixels.</summary>
    [Parameter]
    public string? Dx { get; set; }

    /// <summary>Its classes.</summary>
    [Parameter]
    public string? Class { get; set; }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Y);
        builder.AddAttribute(3, "text-anchor", Anchor);
        builder.AddAttribute(4, "dx", Dx);
        builder.AddAttribute(5, "class", Class);
        builder.AddContent(6, Value);
        builder.CloseElement();
    }
}
