using System.Text.Json.Nodes;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using Dapper;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Whole;

/// <summary>What the module knows of a person: for whom they speak, what they do, what they answered, rehearsed and confirmed.</summary>
internal sealed class OwnershipPersonData(IModuleDatabase database) : IPersonData
{
    private const string Speaks = """
        select i.name, p.name as party from ownership_speaker s join ownership_party p on p.id = s.party_id
            join host_innovation i on i.id = p.innovation_id
        where s.person_id = @id order by p.id
        """;

    private const string Does = """
        select i.name, o.what, o.from_on, o.until_on from ownership_obligation o join host_innovation i on i.id = o.innovation_id
        where o.person_id = @id order by o.id
        """;

    private const string Answers = """
        select i.name, o.what, a.answer, a.reason, a.answered_on from handover_obligation a
            join ownership_obligation o on o.id = a.obligation_id join host_innovation i on i.id = o.innovation_id
        where a.answered_by = @id order by o.id
        """;

    private const string Rehearsals = """
        select i.name, r.step, r.on_day, r.words from handover_rehearsal r join host_innovation i on i.id = r.innovation_id
        where r.person_id = @id order by r.id
        """;

    private const string Confirmations = """
        select i.name, c.confirmed_on, c.words from handover_confirmation c join host_innovation i on i.id = c.innovation_id
        where c.person_id = @id order by c.id
        """;

    private const string Endings = """
        select i.name, e.proposed_on as on_day, e.why as words from handover_ending e join host_innovation i on i.id = e.innovation_id
        where e.person_id = @id
        union all select i.name, e.answered_on as on_day, e.answer_words as words from handover_ending e
            join host_innovation i on i.id = e.innovation_id
        where e.answered_person_id = @id order by on_day, words
        """;

    private const string Touched = """
        select p.innovation_id from ownership_speaker s join ownership_party p on p.id = s.party_id where s.person_id = @id
        union select innovation_id from ownership_obligation where person_id = @id
        union select o.innovation_id from handover_obligation a join ownership_obligation o on o.id = a.obligation_id
            where a.answered_by = @id
        union select innovation_id from handover_rehearsal where person_id = @id
        union select innovation_id from handover_confirmation where person_id = @id
        union select innovation_id from handover_ending where person_id = @id or answered_person_id = @id
        """;

    private const string Forget = """
        delete from ownership_speaker where person_id = @id;
        update ownership_obligation set person_id = null, version = version + 1, changed_at = @Now where person_id = @id;
        update handover_obligation set answered_by = null where answered_by = @id;
        update handover_rehearsal set person_id = null where person_id = @id;
        update handover_confirmation set person_id = null where person_id = @id;
        update handover_ending set person_id = null where person_id = @id;
        update handover_ending set answered_person_id = null where answered_person_id = @id
        """;

    public Task<JsonNode?> Export(Guid personId, CancellationToken ct) =>
        database.Read(
            async c =>
            {
                var asked = new { id = personId };
                var speaks = (await c.QueryAsync<(string Innovation, string Party)>(Speaks, asked)).AsList();
                var does = (
                    await c.QueryAsync<(string Innovation, string What, DateOnly From, DateOnly? Until)>(Does, asked)
                ).AsList();
                var answers = (
                    await c.QueryAsync<(string Innovation, string What, string Answer, string Reason, DateOnly? On)>(
                        Answers,
                        asked
                    )
                ).AsList();
                var rehearsals = (
                    await c.QueryAsync<(string Innovation, string Step, DateOnly On, string Words)>(Rehearsals, asked)
                ).AsList();
                var confirmed = (
                    await c.QueryAsync<(string Innovation, DateOnly On, string Words)>(Confirmations, asked)
                ).AsList();
                var endings = (
                    await c.QueryAsync<(string Innovation, DateOnly? On, string Words)>(Endings, asked)
                ).AsList();
                if (speaks.Count + does.Count + answers.Count + rehearsals.Count + confirmed.Count + endings.Count == 0)
                    return null;
                return (JsonNode?)
                    new JsonObject
                    {
                        ["speaksFor"] = All(
                            speaks,
                            one => new JsonObject { ["innovation"] = one.Innovation, ["party"] = one.Party }
                        ),
                        ["does"] = All(
                            does,
                            one => new JsonObject
                            {
                                ["innovation"] = one.Innovation,
                                ["what"] = one.What,
                                ["from"] = one.From.Iso(),
                                ["until"] = one.Until?.Iso(),
                            }
                        ),
                        ["answers"] = All(
                            answers,
                            one => new JsonObject
                            {
                                ["innovation"] = one.Innovation,
                                ["what"] = one.What,
                                ["answer"] = one.Answer,
                                ["reason"] = one.Reason,
                                ["on"] = one.On?.Iso(),
                            }
                        ),
                        ["rehearsals"] = All(
                            rehearsals,
                            one => new JsonObject
                            {
                                ["innovation"] = one.Innovation,
                                ["step"] = one.Step,
                                ["on"] = one.On.Iso(),
                                ["words"] = one.Words,
                            }
                        ),
                        ["ended"] = All(
                            endings,
                            one => new JsonObject
                            {
                                ["innovation"] = one.Innovation,
                                ["on"] = one.On?.Iso(),
                                ["words"] = one.Words,
                            }
                        ),
                        ["confirmed"] = All(
                            confirmed,
                            one => new JsonObject
                            {
                                ["innovation"] = one.Innovation,
                                ["on"] = one.On.Iso(),
                                ["words"] = one.Words,
                            }
                        ),
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
                    T[
                        "Removed from ownership: for whom they spoke, what they did, and that it was they who answered, rehearsed and confirmed."
                    ],
                    T[
                        "Kept: what the parties agreed, answered and rehearsed, because it is the parties’ own, and the innovation’s story."
                    ],
                ];
            },
            ct
        );

    private static JsonArray All<T>(IEnumerable<T> rows, Func<T, JsonNode> of) => new([.. rows.Select(of)]);
}
