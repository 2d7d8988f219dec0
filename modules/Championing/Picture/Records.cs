using static CoProd.Championing.Texts;

namespace CoProd.Championing.Picture;

/// <summary>How somebody came to stand up for an innovation.</summary>
public enum ChampionKind
{
    Emergent,
    Appointed,
}

/// <summary>The way in which something was said.</summary>
public enum ActChannel
{
    Talk,
    Meeting,
    Letter,
    Visit,
    Event,
    Media,
    Other,
}

/// <summary>Whether an answer settled an objection.</summary>
public enum Settled
{
    Yes,
    Partly,
    No,
}

internal sealed record Audience
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Name { get; init; } = "";
    public int Power { get; init; }
    public bool IsRequired { get; init; }
    public string Asks { get; init; } = "";
    public int Version { get; init; }
}

internal sealed record Position
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid AudienceId { get; init; }
    public int Stance { get; init; }
    public DateOnly OnDay { get; init; }
    public string Why { get; init; } = "";
    public Guid? ActId { get; init; }
}

internal sealed record ChampionRole
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid? PersonId { get; init; }
    public string? Name { get; init; }
    public ChampionKind Kind { get; init; }
    public double? HoursAMonth { get; init; }
    public string Backing { get; init; } = "";
    public Guid? DeputyId { get; init; }
    public string? DeputyName { get; init; }
    public DateOnly? FromOn { get; init; }
    public DateOnly? UntilOn { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public int Version { get; init; }
    public IReadOnlyList<Guid> Audiences { get; init; } = [];

    /// <summary>Active until the last day, that day included; a role whose person was forgotten is over.</summary>
    public bool IsActiveOn(DateOnly day) =>
        PersonId is not null && (FromOn is null || FromOn <= day) && (UntilOn is null || UntilOn >= day);

    /// <summary>Over before anybody recorded it: history, about which nobody is warned.</summary>
    public bool IsHistory => UntilOn < DateOnly.FromDateTime(RecordedAt.UtcDateTime);
}

internal sealed record Act
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid? AudienceId { get; init; }
    public Guid? MessageId { get; init; }
    public string Said { get; init; } = "";
    public ActChannel Channel { get; init; }
    public DateOnly OnDay { get; init; }
    public string Evidence { get; init; } = "";
    public string Result { get; init; } = "";
    public Guid RecordedBy { get; init; }
    public Guid? NoteId { get; init; }
    public int Version { get; init; }
    public IReadOnlyList<Guid> Roles { get; init; } = [];
}

internal sealed record Objection
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid? AudienceId { get; init; }
    public string Words { get; init; } = "";
    public DateOnly RaisedOn { get; init; }
    public Guid? RaisedBy { get; init; }
    public string? RaisedByName { get; init; }
    public string Answer { get; init; } = "";
    public DateOnly? AnsweredOn { get; init; }
    public string Settled { get; init; } = "";
    public int Version { get; init; }
}

internal sealed record KitMessage
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid? AudienceId { get; init; }
    public string Words { get; init; } = "";
    public string Evidence { get; init; } = "";
    public string Source { get; init; } = "";
    public int Version { get; init; }
}

internal static class Say
{
    public static string Stance(int? stance) =>
        stance switch
        {
            null => T["not known yet"],
            <= -2 => T["firmly against"],
            -1 => T["against"],
            0 => T["undecided"],
            1 => T["in favour"],
            _ => T["stands behind it"],
        };

    public static string Moved(int? moved) =>
        moved switch
        {
            null => T["nothing to compare yet"],
            0 => T["as it was"],
            > 0 => T["up by {0}", moved],
            _ => T["down by {0}", -moved],
        };

    public static string Power(int power) =>
        power switch
        {
            1 => T["1, is heard"],
            2 => T["2, is listened to"],
            3 => T["3, has a say"],
            4 => T["4, weighs heavily"],
            _ => T["5, decides"],
        };

    public static string Channel(ActChannel channel) =>
        channel switch
        {
            ActChannel.Talk => T["Talk between two"],
            ActChannel.Meeting => T["Meeting"],
            ActChannel.Letter => T["Letter or e-mail"],
            ActChannel.Visit => T["Visit"],
            ActChannel.Event => T["Event"],
            ActChannel.Media => T["Press or online"],
            _ => T["Another way"],
        };

    public static string Kind(ChampionKind kind) =>
        kind == ChampionKind.Emergent ? T["took it on by themselves"] : T["was asked to"];

    public static string Settled(string settled) =>
        settled switch
        {
            "Yes" => T["it settled the matter"],
            "Partly" => T["it helped in part"],
            "No" => T["it did not settle it"],
            _ => "",
        };

    public static string Share(double share) => share.ToString("0%", System.Globalization.CultureInfo.CurrentCulture);
}
