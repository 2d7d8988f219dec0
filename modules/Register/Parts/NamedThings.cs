using CoProd.Contracts;
using CoProd.Contracts.Data;
using Dapper;

namespace CoProd.Register.Parts;

/// <summary>Localities and stakeholder groups: made as typed, told apart by their folded names.</summary>
internal static class NamedThings
{
    private const string InsertLocality =
        "insert into locality (id, name, name_key) values (@Id, @Name, @Key) on conflict (name_key) do nothing";

    private const string FindLocality = "select id from locality where name_key = @Key";

    private const string FindLocalities = "select name_key, id from locality where name_key in @keys";

    private const string InsertStakeholders =
        "insert into stakeholder_group (id, name, name_key) values (@Id, @Name, @Key) on conflict (name_key) do nothing";

    private const string FindStakeholders = "select id from stakeholder_group where name_key = @Key";

    private const string ForgetStakeholders = "delete from person_stakeholder_group where person_id = @PersonId";

    private const string JoinStakeholders = """
        insert into person_stakeholder_group (person_id, stakeholder_group_id) values (@PersonId, @GroupId)
        on conflict do nothing
        """;

    /// <summary>The locality of that name; null for an empty name.</summary>
    public static Guid? Locality(IWriting writing, string name) => Keep(writing, name, InsertLocality, FindLocality);

    /// <summary>The localities of many names, by folded name: one look-up for all of them.</summary>
    public static IReadOnlyDictionary<string, Guid> Localities(IWriting writing, IEnumerable<string> names)
    {
        var wanted = names.Where(name => name.Length > 0).DistinctBy(Words.Key).ToDictionary(Words.Key);
        var keys = wanted.Keys;
        if (keys.Count == 0)
            return new Dictionary<string, Guid>();
        var known = writing
            .Connection.Query<(string Key, Guid Id)>(FindLocalities, new { keys })
            .ToDictionary(row => row.Key, row => row.Id);
        foreach (var (key, name) in wanted)
        {
            if (!known.ContainsKey(key) && Locality(writing, name) is { } made)
                known[key] = made;
        }
        return known;
    }

    /// <summary>Puts a person into the stakeholder groups named, and out of all others.</summary>
    public static void Stakeholders(IWriting writing, Guid personId, string commaSeparated)
    {
        writing.Connection.Execute(ForgetStakeholders, new { PersonId = personId });
        foreach (var name in Split(commaSeparated))
        {
            if (Keep(writing, name, InsertStakeholders, FindStakeholders) is { } groupId)
                writing.Connection.Execute(JoinStakeholders, new { PersonId = personId, GroupId = groupId });
        }
    }

    public static IReadOnlyList<string> Split(string list) =>
        list.Split([',', ';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Guid? Keep(IWriting writing, string name, string insert, string find)
    {
        var key = Words.Key(name);
        if (key.Length == 0)
            return null;
        writing.Connection.Execute(
            insert,
            new
            {
                Id = Guid.CreateVersion7(),
                Name = name,
                Key = key,
            }
        );
        return writing.Connection.QuerySingle<Guid>(find, new { Key = key });
    }
}
