using System.Text.Json.Serialization;
using CoProd.KnowledgeExchange.Figures;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Exchanges;

/// <summary>The way in which something went from one group to another.</summary>
public enum ExchangeFormat
{
    Talk,
    Meeting,
    Visit,
    Paper,
    Film,
    Online,
    Other,
}

/// <summary>Forms in which more people can take something in.</summary>
public enum AccessFormat
{
    EasyRead,
    LargePrint,
    Audio,
    SignedFilm,
    Subtitles,
    Braille,
    Translated,
}

/// <summary>How something was used: to do something, to see something differently, or to stand up for something.</summary>
public enum UseKind
{
    Instrumental,
    Conceptual,
    Symbolic,
}

internal sealed record Exchange
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string FromGroup { get; init; } = "";
    public string ToGroup { get; init; } = "";
    public string What { get; init; } = "";
    public string Why { get; init; } = "";
    public ExchangeFormat Format { get; init; }
    public string Language { get; init; } = "";
    public string Access { get; init; } = "";
    public DateOnly OnDay { get; init; }
    public Guid RecordedBy { get; init; }
    public int Version { get; init; }
}

internal sealed record Product
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Name { get; init; } = "";
    public string ForGroup { get; init; } = "";
    public bool IsPublic { get; init; }
    public Guid RecordedBy { get; init; }
    public int Version { get; init; }
}

internal sealed record ProductVersion
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid ProductId { get; init; }
    public string Label { get; init; } = "";
    public string Changes { get; init; } = "";
    public string Formats { get; init; } = "";
    public string Language { get; init; } = "";
    public string Body { get; init; } = "";
    public DateOnly OnDay { get; init; }

    [JsonIgnore]
    public IEnumerable<AccessFormat> Access =>
        Enum.GetValues<AccessFormat>().Where(one => Formats.Split(',').Contains(one.ToString()));

    /// <summary>How easily it reads, where it is English; null where that cannot be said.</summary>
    public double? Ease =>
        Language.Length == 0 || Language.Equals("English", StringComparison.OrdinalIgnoreCase)
            ? ReadingEase.Of(Body)
            : null;
}

internal sealed record Use
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid ProductId { get; init; }
    public UseKind Kind { get; init; }
    public string ByGroup { get; init; } = "";
    public string Words { get; init; } = "";
    public DateOnly OnDay { get; init; }
    public Guid RecordedBy { get; init; }
}

internal sealed record Question
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Words { get; init; } = "";
    public string FromGroup { get; init; } = "";
    public Guid? PersonId { get; init; }
    public string OwedBy { get; init; } = "";
    public DateOnly AskedOn { get; init; }
    public string Answer { get; init; } = "";
    public DateOnly? AnsweredOn { get; init; }
    public Guid RecordedBy { get; init; }
    public int Version { get; init; }
}

internal sealed record Term
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Word { get; init; } = "";
    public string Agreed { get; init; } = "";
    public Guid RecordedBy { get; init; }
    public int Version { get; init; }
    public IReadOnlyList<Meaning> Meanings { get; init; } = [];
}

/// <summary>What a group means by a word.</summary>
public sealed record Meaning(string Group, string Words);

internal static class SayExchange
{
    public static string Format(ExchangeFormat format) =>
        format switch
        {
            ExchangeFormat.Talk => T["Talk between a few"],
            ExchangeFormat.Meeting => T["Meeting"],
            ExchangeFormat.Visit => T["Visit"],
            ExchangeFormat.Paper => T["On paper"],
            ExchangeFormat.Film => T["Film or sound"],
            ExchangeFormat.Online => T["Online"],
            _ => T["In another way"],
        };

    public static string Access(AccessFormat format) =>
        format switch
        {
            AccessFormat.EasyRead => T["Easy read"],
            AccessFormat.LargePrint => T["Large print"],
            AccessFormat.Audio => T["Audio"],
            AccessFormat.SignedFilm => T["Film in sign language"],
            AccessFormat.Subtitles => T["Film with subtitles"],
            AccessFormat.Braille => T["Braille"],
            _ => T["In another language too"],
        };

    public static string Use(UseKind kind) =>
        kind switch
        {
            UseKind.Instrumental => T["to do something"],
            UseKind.Conceptual => T["to see something differently"],
            _ => T["to stand up for something"],
        };

    public static string Ease(double? ease) =>
        ease is not { } figure ? ""
        : figure >= 60 ? T["{0}, reads easily", figure.ToString("0", System.Globalization.CultureInfo.CurrentCulture)]
        : figure >= 30 ? T["{0}, reads hard", figure.ToString("0", System.Globalization.CultureInfo.CurrentCulture)]
        : T["{0}, reads very hard", figure.ToString("0", System.Globalization.CultureInfo.CurrentCulture)];
}
