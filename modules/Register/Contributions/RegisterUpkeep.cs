using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Contributions;

/// <summary>A note that was taken back is kept for a while, for whoever asks what became of it, and then removed.</summary>
internal sealed class UndoneNotesRule(IModuleDatabase database) : IRetentionRule
{
    private const int Days = 90;

    private const string Count = "select count(*) from note where undone = true and recorded_at < @before";

    private const string Remove = """
        delete from note_person where note_id in (select id from note where undone = true and recorded_at < @before)
        """;

    private const string RemoveNotes = "delete from note where undone = true and recorded_at < @before";

    public string Means => T["A note that was taken back is removed {0} days after it was written.", Days];

    public async Task<int> Preview(DateOnly on, CancellationToken ct) =>
        (int)await database.Read(c => c.ExecuteScalarAsync<long>(Count, new { before = Before(on) }), ct);

    public Task<int> Apply(DateOnly on, CancellationToken ct) =>
        database.Write(
            writing =>
            {
                writing.Connection.Execute(Remove, new { before = Before(on) });
                return writing.Connection.Execute(RemoveNotes, new { before = Before(on) });
            },
            ct
        );

    private static DateTimeOffset Before(DateOnly on) => new(on.AddDays(-Days), TimeOnly.MinValue, TimeSpan.Zero);
}

/// <summary>Whether the register can be read, and whether every person can be named.</summary>
internal sealed class RegisterHealth(IModuleDatabase database) : IModuleHealth
{
    private const string Nameless =
        "select count(*) from person where withdrawn = false and name = '' and role_label = ''";

    public async Task<string?> Check(CancellationToken ct) =>
        await database.Read(c => c.ExecuteScalarAsync<long>(Nameless), ct) is > 0 and var nameless
            ? T[
                "{0} people have neither a name nor a role. Open the list of people and give each one of the two.",
                nameless
            ]
            : null;
}
