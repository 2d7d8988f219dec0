using System.Text.Json.Nodes;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using Dapper;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Whole;

/// <summary>What the module knows of a person: the roles they hold or stand in for, what they did, what they objected to.</summary>
internal sealed class ChampionPersonData(IModuleDatabase database) : IPersonData
{
    private const string Roles = """
        select i.name, r.kind, r.hours_a_month, r.backing, r.from_on, r.until_on, r.person_id = @id and r.person_id is not null as own
        from champion_role r join host_innovation i on i.id = r.innovation_id
        where r.person_id = @id or r.deputy_id = @id order by r.id
        """;

    private const string Acts = """
        select distinct a.id, i.name, a.on_day, a.said, a.result from advocacy_act a join act_champion ac on ac.act_id = a.id
            join champion_role r on r.id = ac.role_id join host_innovation i on i.id = a.innovation_id
        where r.person_id = @id and a.withdrawn = false order by a.id
        """;

    private const string Objections = """
        select i.name, o.raised_on, o.words, o.answer from objection o join host_innovation i on i.id = o.innovation_id
        where o.raised_by = @id order by o.id
        """;

    private const string Touched = """
        select innovation_id from champion_role where person_id = @id or deputy_id = @id
        union select innovation_id from objection where raised_by = @id
        """;

    private const string Forget = """
        update champion_role set deputy_id = null, version = version + 1, changed_at = @Now where deputy_id = @id;
        update champion_role set person_id = null, backing = '', version = version + 1, changed_at = @Now where person_id = @id;
        update objection set raised_by = null, version = version + 1, changed_at = @Now where raised_by = @id
        """;

    public Task<JsonNode?> Export(Guid personId, CancellationToken ct) =>
        database.Read(
            async c =>
            {
                var asked = new { id = personId };
                var roles = (await c.QueryAsync<RoleRow>(Roles, asked)).AsList();
                var acts = (
                    await c.QueryAsync<(Guid, string Name, DateOnly On, string Said, string Result)>(Acts, asked)
                ).AsList();
                var objections = (
                    await c.QueryAsync<(string Name, DateOnly On, string Words, string Answer)>(Objections, asked)
                ).AsList();
                if (roles.Count + acts.Count + objections.Count == 0)
                    return null;
                return (JsonNode?)
                    new JsonObject
                    {
                        ["championRoles"] = new JsonArray([
                            .. roles
                                .Where(role => role.Own)
                                .Select(role => new JsonObject
                                {
                                    ["innovation"] = role.Name,
                                    ["kind"] = role.Kind,
                                    ["hoursAMonth"] = role.HoursAMonth,
                                    ["backing"] = role.Backing,
                                    ["from"] = role.FromOn?.Iso(),
                                    ["until"] = role.UntilOn?.Iso(),
                                }),
                        ]),
                        ["standsInFor"] = new JsonArray([
                            .. roles
                                .Where(role => !role.Own)
                                .Select(role => new JsonObject { ["innovation"] = role.Name }),
                        ]),
                        ["acts"] = new JsonArray([
                            .. acts.Select(act => new JsonObject
                            {
                                ["innovation"] = act.Name,
                                ["on"] = act.On.Iso(),
                                ["said"] = act.Said,
                                ["result"] = act.Result,
                            }),
                        ]),
                        ["objections"] = new JsonArray([
                            .. objections.Select(one => new JsonObject
                            {
                                ["innovation"] = one.Name,
                                ["on"] = one.On.Iso(),
                                ["words"] = one.Words,
                                ["answer"] = one.Answer,
                            }),
                        ]),
                    };
            },
            ct
        );

    public Task<IReadOnlyList<string>> Erase(Guid personId, CancellationToken ct) =>
        database.Write<IReadOnlyList<string>>(
            writing =>
            {
                var touched = writing.Connection.Query<Guid>(Touched, new { id = personId }).AsList();
                if (touched.Count == 0)
                    return [];
                writing.Connection.Execute(Forget, new { id = personId, writing.Now });
                foreach (var innovation in touched)
                    writing.Changed(innovation);
                return
                [
                    T["Removed from champions: who held the role, who stood in, what backed them, and who objected."],
                    T[
                        "Kept: that there was a role, and the words of acts and objections, because they are the innovation’s story."
                    ],
                ];
            },
            ct
        );

    private sealed record RoleRow
    {
        public string Name { get; init; } = "";
        public string Kind { get; init; } = "";
        public double? HoursAMonth { get; init; }
        public string Backing { get; init; } = "";
        public DateOnly? FromOn { get; init; }
        public DateOnly? UntilOn { get; init; }
        public bool Own { get; init; }
    }
}
