using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Data;
using Dapper;

namespace CoProd.Register.Contributions;

/// <summary>Who goes along by name when an innovation leaves: those who take part, agreed to be handed over, and did not take that back.</summary>
internal sealed class RegisterGoingAlong(IModuleDatabase database, TimeProvider clock) : IGoingAlong
{
    private const string Everybody = """
        select p.id, p.name, p.role_label, p.email, p.phone, p.withdrawn, t.role
        from person p left join participation t on t.person_id = p.id and t.innovation_id = @innovationId
        order by p.id
        """;

    /// <summary>Whose agreement to go along holds on a day.</summary>
    internal const string Agreed = """
        select person_id from consent where scope = 'HandOver' and withdrawn_on is null and (until_on is null or until_on >= @today)
        """;

    public async Task<IReadOnlyList<PersonLeaving>> Of(Guid innovationId, CancellationToken ct)
    {
        var asked = new { innovationId, today = clock.Today() };
        var (rows, agreed) = await database.Read(
            async c => (await c.QueryAsync<Row>(Everybody, asked), await c.QueryAsync<Guid>(Agreed, asked)),
            ct
        );
        var willing = agreed.ToHashSet();
        return
        [
            .. rows.Select(row => new PersonLeaving
            {
                PersonId = row.Id,
                TakesPart = row.Role is not null && !row.Withdrawn,
                ByName = row.Role is not null && !row.Withdrawn && willing.Contains(row.Id),
                Name = row.Name,
                Role = string.IsNullOrEmpty(row.Role) ? row.RoleLabel : row.Role,
                Contacts = [.. new[] { row.Email, row.Phone }.Where(contact => contact.Length > 0)],
            }),
        ];
    }

    private sealed record Row
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public string RoleLabel { get; init; } = "";

        public string Email { get; init; } = "";

        public string Phone { get; init; } = "";

        public bool Withdrawn { get; init; }

        public string? Role { get; init; }
    }
}
