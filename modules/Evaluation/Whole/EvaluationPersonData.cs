using System.Text.Json.Nodes;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using Dapper;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Whole;

/// <summary>What the module knows of a person: what they see to. Answers carry nobody's name, so none can be found, given out or erased.</summary>
internal sealed class EvaluationPersonData(IModuleDatabase database) : IPersonData
{
    private const string Owned = """
        select i.name, a.what, a.due_on, a.done_on from evaluation_action a join host_innovation i on i.id = a.innovation_id
        where a.owner_id = @id order by a.id
        """;

    private const string Touched = "select distinct innovation_id from evaluation_action where owner_id = @id";

    private const string Forget = """
        update evaluation_action set owner_id = null, version = version + 1, changed_at = @Now where owner_id = @id
        """;

    public Task<JsonNode?> Export(Guid personId, CancellationToken ct) =>
        database.Read(
            async c =>
            {
                var rows = (
                    await c.QueryAsync<(string Name, string What, DateOnly? Due, DateOnly? Done)>(
                        Owned,
                        new { id = personId }
                    )
                ).AsList();
                return rows.Count == 0
                    ? null
                    : (JsonNode?)
                        new JsonObject
                        {
                            ["seesTo"] = new JsonArray([
                                .. rows.Select(row => new JsonObject
                                {
                                    ["innovation"] = row.Name,
                                    ["what"] = row.What,
                                    ["due"] = row.Due?.Iso(),
                                    ["done"] = row.Done?.Iso(),
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
                    T["Removed from evaluation: who sees to what was decided."],
                    T["Kept: answers to questionnaires. They carry nobody's name, so nobody can tell which are whose."],
                ];
            },
            ct
        );
}
