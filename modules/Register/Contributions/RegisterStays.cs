using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Register.Texts;

namespace CoProd.Register.Contributions;

/// <summary>What of the register does not leave with an innovation.</summary>
internal sealed class RegisterStays(IModuleDatabase database, IServiceProvider services) : IStaysBehind
{
    private const string Ties = """
        select count(*) from tie t where t.withdrawn = false
            and (t.from_person_id in (select person_id from participation where innovation_id = @innovationId)
                or t.to_person_id in (select person_id from participation where innovation_id = @innovationId))
        """;

    private const string Undone = "select count(*) from note where innovation_id = @innovationId and undone = true";

    private const string Told = "select id from note where innovation_id = @innovationId and undone = false";

    public async Task<IReadOnlyList<string>> Tell(Guid innovationId, CancellationToken ct)
    {
        var asked = new { innovationId };
        var (ties, undone, notes) = await database.Read(
            async c =>
                (
                    await c.ExecuteScalarAsync<long>(Ties, asked),
                    await c.ExecuteScalarAsync<long>(Undone, asked),
                    (await c.QueryAsync<Guid>(Told, asked)).AsList()
                ),
            ct
        );
        var held = (await services.GetRequiredService<INoteHold>().ReachOf(notes, ct)).Count(note =>
            note.Value < NoteReach.Everywhere
        );
        return
        [
            T["Addresses, numbers, pauses and cards stay here: nobody gave them to others."],
            T["Which groups people are members of, and for whom they speak, stays here: it was told to us alone."],
            .. ties == 0 ? Array.Empty<string>() : [T["Ties between people stay here ({0}): they are theirs.", ties]],
            .. held == 0
                ? Array.Empty<string>()
                :
                [
                    T[
                        "Notes whose words are held back stay here ({0}): whoever said them was not asked, took it back, or spoke for fewer people.",
                        held
                    ],
                ],
            .. undone == 0 ? Array.Empty<string>() : [T["Notes that were taken back stay here ({0}).", undone]],
        ];
    }
}
