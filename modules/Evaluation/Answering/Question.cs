using CoProd.Ui.Forms;

namespace CoProd.Evaluation.Answering;

/// <summary>How a question is put on a page.</summary>
public enum AskedAs
{
    /// <summary>A heading over those that follow.</summary>
    Heading,

    /// <summary>Words to read.</summary>
    Words,

    /// <summary>Yes or no.</summary>
    YesNo,

    /// <summary>One of a few.</summary>
    One,

    /// <summary>One of many.</summary>
    FromList,

    /// <summary>Any of a few.</summary>
    Several,

    /// <summary>One of a few, or something else.</summary>
    OneOrOther,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A day.</summary>
    Day,

    /// <summary>A few words.</summary>
    Line,

    /// <summary>Room to write.</summary>
    Text,
}

/// <summary>A question as a page shows it.</summary>
public sealed record Question
{
    /// <summary>The name of its field.</summary>
    public required string Name { get; init; }

    /// <summary>The question.</summary>
    public required string Text { get; init; }

    /// <summary>How it is put.</summary>
    public required AskedAs As { get; init; }

    /// <summary>What there is to choose from.</summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>For each choice how far up its scale it stands, from 1; null beside the scale, as "I cannot say" is. Empty where there is no scale.</summary>
    public IReadOnlyList<int?> Steps { get; init; } = [];

    /// <summary>A line that helps.</summary>
    public string? Hint { get; init; }

    /// <summary>How deep the heading lies, from 0.</summary>
    public int Depth { get; init; }
}
