using System.Data.Common;
using CoProd.Ui.Forms;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Around;

/// <summary>What kind of tie it is (Office for National Statistics): within a group, between groups, or to those with more power.</summary>
public enum TieKind
{
    Bonding,
    Bridging,
    Linking,
}

/// <summary>A tie with the names of its two ends.</summary>
public sealed record TieRow
{
    public Guid Id { get; init; }

    public string FromName { get; init; } = "";

    public string ToName { get; init; } = "";

    public TieKind Kind { get; init; }

    public int Intensity { get; init; }

    public DateOnly? SinceOn { get; init; }
}

/// <summary>Reads ties, and puts them into words.</summary>
internal static class Ties
{
    private const string Head = """
        select t.id, t.kind, t.intensity, t.since_on,
            case when fp.id is null then fg.name when fp.name <> '' then fp.name else fp.role_label end as from_name,
            case when tp.id is null then tg.name when tp.name <> '' then tp.name else tp.role_label end as to_name
        from tie t
            left join person fp on fp.id = t.from_person_id
            left join community_group fg on fg.id = t.from_group_id
            left join person tp on tp.id = t.to_person_id
            left join community_group tg on tg.id = t.to_group_id
        where t.withdrawn = false and
        """;

    private const string OfPersonSql =
        $"{Head} (t.from_person_id = @id or t.to_person_id = @id) order by t.id limit @Most";

    private const string OfGroupSql =
        $"{Head} (t.from_group_id = @id or t.to_group_id = @id) order by t.id limit @Most";

    /// <summary>Of a tie <c>t</c>: both ends take part in <c>@InnovationId</c> or are linked to it.</summary>
    public const string BothAround = """
        (t.from_person_id in (select person_id from participation where innovation_id = @InnovationId)
            or t.from_group_id in (select group_id from group_link where innovation_id = @InnovationId))
        and (t.to_person_id in (select person_id from participation where innovation_id = @InnovationId)
            or t.to_group_id in (select group_id from group_link where innovation_id = @InnovationId))
        """;

    private const string AmongSql = $"{Head} {BothAround} order by t.id limit @Most";

    private const int Most = 200;

    public static async Task<IReadOnlyList<TieRow>> OfPerson(DbConnection c, Guid id) =>
        (await c.QueryAsync<TieRow>(OfPersonSql, new { id, Most })).AsList();

    public static async Task<IReadOnlyList<TieRow>> OfGroup(DbConnection c, Guid id) =>
        (await c.QueryAsync<TieRow>(OfGroupSql, new { id, Most })).AsList();

    public static async Task<IReadOnlyList<TieRow>> Among(DbConnection c, Guid innovationId) =>
        (await c.QueryAsync<TieRow>(AmongSql, new { InnovationId = innovationId, Most })).AsList();

    public static string Of(TieKind kind) =>
        kind switch
        {
            TieKind.Bonding => T["Bonding: within a group"],
            TieKind.Bridging => T["Bridging: between groups"],
            _ => T["Linking: to somebody with more power"],
        };

    public static string Of(int intensity) =>
        intensity switch
        {
            1 => T["They know of each other"],
            2 => T["They work together now and then"],
            3 => T["They plan together"],
            _ => T["They act as one"],
        };

    public static IReadOnlyList<Choice> Kinds =>
        [.. Enum.GetValues<TieKind>().Select(kind => new Choice(kind.ToString(), Of(kind)))];

    public static IReadOnlyList<Choice> Intensities =>
        [
            .. Enumerable
                .Range(1, 4)
                .Select(n => new Choice(n.ToString(System.Globalization.CultureInfo.InvariantCulture), Of(n))),
        ];
}
