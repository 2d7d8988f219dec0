namespace CoProd.Contracts.Forms;

/// <summary>What kind of thing a field takes.</summary>
public enum FieldKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A date.</summary>
    Date,

    /// <summary>An amount of money; its currency is a second field, named with <c>Currency</c> behind.</summary>
    Money,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>Yes or no.</summary>
    Tick,

    /// <summary>An id.</summary>
    Id,

    /// <summary>Several ids or words.</summary>
    Several,
}

/// <summary>A field as a form asks for it. The API's description is made from these, so it says exactly what the form reads.</summary>
public sealed record FieldSpec
{
    /// <summary>Its name, camel case, the same in the page's form and in JSON.</summary>
    public required string Name { get; init; }

    /// <summary>What people call it, for example "the funder"; empty for what is never typed.</summary>
    public string Label { get; init; } = "";

    /// <summary>What it takes.</summary>
    public required FieldKind Kind { get; init; }

    /// <summary>Whether the form is refused without it.</summary>
    public bool Required { get; init; }

    /// <summary>Longest text, in characters.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The words it may be, where it is a choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
