using CoProd.Contracts.Web;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Picture;

/// <summary>Where knowledge comes from. The first two are people's own; the next three are those of a profession.</summary>
public enum KnowledgeSource
{
    NotSaid,
    Lived,
    Local,
    Practice,
    Research,
    Data,
}

/// <summary>Who may read what somebody said, as they agreed.</summary>
public enum ConsentScope
{
    NotAsked,
    Team,
    Innovation,
    Institution,
    Public,
    TakenBack,
}

/// <summary>How somebody wants to be named.</summary>
public enum Attribution
{
    Nobody,
    Group,
    AsTheySay,
    Name,
}

/// <summary>How far people agree about it.</summary>
public enum Agreement
{
    NotSaid,
    One,
    Several,
    Agreed,
}

internal sealed record KnowledgeItem
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Statement { get; init; } = "";
    public KnowledgeSource Source { get; init; }
    public Guid? PersonId { get; init; }
    public string? PersonName { get; init; }
    public string FromGroup { get; init; } = "";
    public string Place { get; init; } = "";
    public string Topic { get; init; } = "";
    public DateOnly HeardOn { get; init; }
    public ConsentScope Consent { get; init; }
    public DateOnly? ConsentUntil { get; init; }
    public bool IsSensitive { get; init; }
    public Attribution Attribution { get; init; }
    public string AttributedAs { get; init; } = "";
    public Agreement Agreement { get; init; }
    public Guid RecordedBy { get; init; }
    public Guid? NoteId { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public int Version { get; init; }

    /// <summary>Whether somebody waits for an answer: a count or a study that nobody in particular brought waits for none.</summary>
    public bool IsSomebodys => PersonId is not null || Source is not (KnowledgeSource.Research or KnowledgeSource.Data);

    public bool IsPeoples => Source is KnowledgeSource.Lived or KnowledgeSource.Local;

    /// <summary>Said so long before anybody recorded it that it was history by then: nobody is warned about that.</summary>
    public bool IsHistory(int days) => HeardOn < DateOnly.FromDateTime(RecordedAt.UtcDateTime).AddDays(-days);

    /// <summary>The consent as it stands on a day: one that ran out is as good as none.</summary>
    public ConsentScope ConsentOn(DateOnly day) =>
        ConsentUntil < day && Consent != ConsentScope.TakenBack ? ConsentScope.NotAsked : Consent;
}

internal sealed record Contest
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid ItemId { get; init; }
    public string Words { get; init; } = "";
    public Guid? PersonId { get; init; }
    public DateOnly OnDay { get; init; }
    public string Outcome { get; init; } = "";
    public DateOnly? SettledOn { get; init; }
    public Guid RecordedBy { get; init; }
    public int Version { get; init; }
}

/// <summary>What a decision made of somebody's knowledge.</summary>
public enum Effect
{
    Adopted,
    Adapted,
    NotAdopted,
    Parked,
}

/// <summary>How somebody was told.</summary>
public enum ReplyChannel
{
    Here,
    Talk,
    Letter,
    Meeting,
    Other,
}

/// <summary>Whether an answer made sense to the person it was for.</summary>
internal enum Understood
{
    Yes,
    Partly,
    No,
}

internal sealed record Decision
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Question { get; init; } = "";
    public DateOnly? DecidedOn { get; init; }
    public string Outcome { get; init; } = "";
    public string DecidedBy { get; init; } = "";
    public bool WasSettledBefore { get; init; }
    public Guid RecordedBy { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public int Version { get; init; }
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Decided so long before anybody recorded it that it was history by then: nobody is warned about that.</summary>
    public bool IsHistory(int days) => DecidedOn < DateOnly.FromDateTime(RecordedAt.UtcDateTime).AddDays(-days);
}

internal sealed record Link
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid ItemId { get; init; }
    public Guid DecisionId { get; init; }
    public Effect Effect { get; init; }
    public string Reason { get; init; } = "";
    public int Version { get; init; }
}

internal sealed record Reply
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid ItemId { get; init; }
    public Guid? LinkId { get; init; }
    public string Words { get; init; } = "";
    public ReplyChannel Channel { get; init; }
    public DateOnly OnDay { get; init; }
    public string Understood { get; init; } = "";
    public DateOnly? UnderstoodOn { get; init; }
    public Guid RecordedBy { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public int Version { get; init; }
}

/// <summary>Who may read what: the same rule in SQL and here.</summary>
internal static class Reach
{
    /// <summary>
    /// The condition for SQL over <c>knowledge_item k</c>, with the values of <see cref="Asked"/>. What was taken back is its person's alone.
    /// </summary>
    public const string Sql = """
        (k.person_id = @PersonId or (k.consent in @Scopes and (@MayRecord or k.consent_until is null or k.consent_until >= @Today)))
        """;

    public static string[] Scopes(ICaller caller) =>
        caller.May(Permissions.Record) ? ["NotAsked", "Team", "Innovation", "Institution", "Public"]
        : caller.TakesPart ? ["Innovation", "Institution", "Public"]
        : ["Institution", "Public"];

    public static bool MayRead(this ICaller caller, KnowledgeItem item, DateOnly today) =>
        (item.PersonId is { } person && person == caller.PersonId)
        || (
            Scopes(caller).Contains(item.Consent.ToString())
            && (caller.May(Permissions.Record) || item.ConsentUntil is null || item.ConsentUntil >= today)
        );

    /// <summary>Whoever records may correct what all said; others what they said themselves.</summary>
    public static bool MayEdit(this ICaller caller, KnowledgeItem item) =>
        caller.May(Permissions.Tell)
        && (
            (item.PersonId is { } person && person == caller.PersonId)
            || (caller.May(Permissions.Record) && item.Consent != ConsentScope.TakenBack)
        );
}

internal static class Say
{
    public static string Source(KnowledgeSource source) =>
        source switch
        {
            KnowledgeSource.Lived => T["lived: it happened to them"],
            KnowledgeSource.Local => T["local: they know the place"],
            KnowledgeSource.Practice => T["practice: they do the work"],
            KnowledgeSource.Research => T["research: somebody studied it"],
            KnowledgeSource.Data => T["data: it was counted"],
            _ => T["not said yet"],
        };

    public static string Kind(KnowledgeSource source) =>
        source switch
        {
            KnowledgeSource.Lived => T["Lived"],
            KnowledgeSource.Local => T["Local"],
            KnowledgeSource.Practice => T["Practice"],
            KnowledgeSource.Research => T["Research"],
            KnowledgeSource.Data => T["Data"],
            _ => T["Not said yet"],
        };

    public static string Consent(ConsentScope consent) =>
        consent switch
        {
            ConsentScope.Team => T["those who coordinate"],
            ConsentScope.Innovation => T["those who take part in it"],
            ConsentScope.Institution => T["everybody here who may see the innovation"],
            ConsentScope.Public => T["everybody, in public"],
            ConsentScope.TakenBack => T["taken back: nobody else reads it, and it is not used further"],
            _ => T["not asked yet: only those who coordinate"],
        };

    /// <summary>Who may read it, beside words in a list.</summary>
    public static string Mark(ConsentScope consent, bool isSensitive, bool hasRunOut)
    {
        var who =
            hasRunOut && consent != ConsentScope.TakenBack
                ? T["For those who coordinate alone: the consent has run out."]
                : consent switch
                {
                    ConsentScope.Team => T["For those who coordinate alone."],
                    ConsentScope.Innovation => T["For those who take part."],
                    ConsentScope.Institution => T["For everybody here."],
                    ConsentScope.Public => T["For everybody, in public."],
                    ConsentScope.TakenBack => T["Taken back."],
                    _ => T["Nobody was asked yet who may read it."],
                };
        return isSensitive ? who + " " + T["Private."] : who;
    }

    public static string Attribution(Attribution attribution) =>
        attribution switch
        {
            Picture.Attribution.Name => T["by their name"],
            Picture.Attribution.AsTheySay => T["in words of their own"],
            Picture.Attribution.Group => T["by the group they speak from"],
            _ => T["not at all"],
        };

    public static string Agreement(Agreement agreement) =>
        agreement switch
        {
            Picture.Agreement.One => T["one person said it"],
            Picture.Agreement.Several => T["several people said it"],
            Picture.Agreement.Agreed => T["the group agreed on it"],
            _ => T["not said"],
        };

    public static string Effect(Effect effect) =>
        effect switch
        {
            Picture.Effect.Adopted => T["it was done so"],
            Picture.Effect.Adapted => T["it was done in a changed form"],
            Picture.Effect.NotAdopted => T["it was not done"],
            _ => T["it waits for later"],
        };

    public static string Channel(ReplyChannel channel) =>
        channel switch
        {
            ReplyChannel.Talk => T["in a talk or call"],
            ReplyChannel.Letter => T["by letter or mail"],
            ReplyChannel.Meeting => T["at a meeting"],
            ReplyChannel.Other => T["in another way"],
            _ => T["here, on their page"],
        };

    public static string Understood(string understood, bool own = false) =>
        understood switch
        {
            "Yes" when own => T["You said that it made sense."],
            "Partly" when own => T["You said that it made sense in part."],
            "No" when own => T["You asked us to tell you more."],
            "Yes" => T["They say it made sense."],
            "Partly" => T["They say it made sense in part."],
            "No" => T["They say it did not make sense, and ask to hear more."],
            _ => "",
        };

    /// <summary>Whose words they are, as that person wants to be named.</summary>
    public static string Whose(KnowledgeItem item) =>
        item.Attribution switch
        {
            Picture.Attribution.Name when item.PersonName is { Length: > 0 } name => name,
            Picture.Attribution.AsTheySay when item.AttributedAs.Length > 0 => item.AttributedAs,
            Picture.Attribution.Group when item.FromGroup.Length > 0 => T["somebody of: {0}", item.FromGroup],
            _ => T["somebody"],
        };

    public static string Words(KnowledgeItem item) =>
        item.Statement.Length > 0 ? item.Statement : T["The words were removed."];

    public static string Share(double share) => share.ToString("0%", System.Globalization.CultureInfo.CurrentCulture);
}
