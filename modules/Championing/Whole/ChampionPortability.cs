using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CoProd.Championing.Champions;
using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Ui;
using Dapper;

namespace CoProd.Championing.Whole;

/// <summary>
/// Carries an innovation's champions to another installation. Only the ids of people who take part travel, and what backs them stays: by
/// which name they go along is the register's affair. Taken in twice, it is there once.
/// </summary>
internal sealed class ChampionPortability(IModuleDatabase database) : IPortability
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        IgnoreReadOnlyProperties = true,
    };

    private const string TakesPart = "select person_id from host_access where innovation_id = @innovationId";

    private const string Audiences = "select id from audience where innovation_id = @InnovationId";
    private const string Roles = "select id from champion_role where innovation_id = @InnovationId";
    private const string Acts = "select id from advocacy_act where innovation_id = @InnovationId";
    private const string Messages = "select id from kit_message where innovation_id = @InnovationId";

    private const string InsertAudience = """
        insert into audience (id, innovation_id, name, search_key, power, is_required, asks, recorded_at, changed_at)
        values (@Id, @InnovationId, @Name, @SearchKey, @Power, @IsRequired, @Asks, @Now, @Now) on conflict do nothing
        """;

    private const string InsertRole = """
        insert into champion_role (id, innovation_id, person_id, kind, hours_a_month, backing, deputy_id, from_on, until_on,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @PersonId, @Kind, @HoursAMonth, @Backing, @DeputyId, @FromOn, @UntilOn, @RecordedAt, @Now)
        on conflict do nothing
        """;

    private const string InsertBefore =
        "insert into champion_audience (role_id, audience_id) values (@RoleId, @AudienceId) on conflict do nothing";

    private const string InsertMessage = """
        insert into kit_message (id, innovation_id, audience_id, words, search_key, evidence, source, recorded_at, changed_at)
        values (@Id, @InnovationId, @AudienceId, @Words, @SearchKey, @Evidence, @Source, @Now, @Now) on conflict do nothing
        """;

    private const string InsertAct = """
        insert into advocacy_act (id, innovation_id, audience_id, message_id, said, channel, on_day, evidence, result, recorded_by,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @AudienceId, @MessageId, @Said, @Channel, @OnDay, @Evidence, @Result, @RecordedBy, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertWho =
        "insert into act_champion (act_id, role_id) values (@ActId, @RoleId) on conflict do nothing";

    private const string InsertPosition = """
        insert into audience_position (id, innovation_id, audience_id, stance, on_day, why, act_id, recorded_at, changed_at)
        values (@Id, @InnovationId, @AudienceId, @Stance, @OnDay, @Why, @ActId, @Now, @Now) on conflict do nothing
        """;

    private const string InsertObjection = """
        insert into objection (id, innovation_id, audience_id, words, search_key, raised_on, raised_by, answer, answered_on, settled,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @AudienceId, @Words, @SearchKey, @RaisedOn, @RaisedBy, @Answer, @AnsweredOn, @Settled, @Now, @Now)
        on conflict do nothing
        """;

    public async Task<JsonNode> Export(Guid innovationId, CancellationToken ct)
    {
        var book = await ChampionBook.One(database, innovationId, ct);
        var here = (await database.Read(c => c.QueryAsync<Guid>(TakesPart, new { innovationId }), ct)).ToHashSet();
        var leaving = book with
        {
            Roles =
            [
                .. book.Roles.Select(role =>
                    role with
                    {
                        PersonId = Only(role.PersonId),
                        DeputyId = Only(role.DeputyId),
                        Name = null,
                        DeputyName = null,
                        Backing = "",
                    }
                ),
            ],
            Acts = [.. book.Acts.Select(act => act with { RecordedBy = Guid.Empty })],
            Objections =
            [
                .. book.Objections.Select(one => one with { RaisedBy = Only(one.RaisedBy), RaisedByName = null }),
            ],
        };
        return JsonSerializer.SerializeToNode(leaving, Json)!;

        Guid? Only(Guid? person) => person is { } id && here.Contains(id) ? id : null;
    }

    private static readonly RecordLimits Limits = new RecordLimits()
        .Number<Audience>(nameof(Audience.Power), 1, 5)
        .Number<Position>(nameof(Position.Stance), -2, 2)
        .Number<ChampionRole>(nameof(ChampionRole.HoursAMonth), 0, RecordRole.HoursInAMonth)
        .Text<Audience>(nameof(Audience.Name), 120, required: true)
        .Text<KitMessage>(nameof(KitMessage.Words), 500, required: true)
        .Text<Objection>(nameof(Objection.Words), 2000, required: true);

    public async Task Import(JsonNode records, CancellationToken ct)
    {
        if (records.Deserialize<InnovationChampions>(Json) is not { } book)
            return;
        Limits.Check(book);
        await Put(database, book, ct);
    }

    /// <summary>Writes records as they are; the demo's too.</summary>
    public static Task Put(IModuleDatabase database, InnovationChampions book, CancellationToken ct) =>
        database.Write(writing => Put(writing, book), ct);

    private static void Put(IWriting writing, InnovationChampions book)
    {
        var c = writing.Connection;
        var whole = new { book.InnovationId };
        foreach (var one in book.Audiences)
            c.Execute(InsertAudience, Values(one, one.Name));
        foreach (var one in book.Roles)
            c.Execute(
                InsertRole,
                Values(one with { RecordedAt = one.RecordedAt == default ? writing.Now : one.RecordedAt }, "")
            );
        // What refers to a record refers to one of this innovation, or to none: a file may say what it likes.
        var audiences = c.Query<Guid>(Audiences, whole).ToHashSet();
        var roles = c.Query<Guid>(Roles, whole).ToHashSet();
        foreach (var one in book.Messages)
            c.Execute(InsertMessage, Values(one with { AudienceId = Known(one.AudienceId, audiences) }, one.Words));
        var messages = c.Query<Guid>(Messages, whole).ToHashSet();
        foreach (var one in book.Acts)
            c.Execute(
                InsertAct,
                Values(
                    one with
                    {
                        AudienceId = Known(one.AudienceId, audiences),
                        MessageId = Known(one.MessageId, messages),
                    },
                    ""
                )
            );
        var acts = c.Query<Guid>(Acts, whole).ToHashSet();
        foreach (var role in book.Roles.Where(role => roles.Contains(role.Id)))
        {
            foreach (var audience in role.Audiences.Where(audiences.Contains))
                c.Execute(InsertBefore, new { RoleId = role.Id, AudienceId = audience });
        }
        foreach (var act in book.Acts.Where(act => acts.Contains(act.Id)))
        {
            foreach (var role in act.Roles.Where(roles.Contains))
                c.Execute(InsertWho, new { ActId = act.Id, RoleId = role });
        }
        foreach (var one in book.Positions.Where(one => audiences.Contains(one.AudienceId)))
            c.Execute(InsertPosition, Values(one with { ActId = Known(one.ActId, acts) }, ""));
        foreach (var one in book.Objections)
            c.Execute(InsertObjection, Values(one with { AudienceId = Known(one.AudienceId, audiences) }, one.Words));
        writing.Changed(book.InnovationId);

        DynamicParameters Values(object row, string words)
        {
            var all = new DynamicParameters();
            foreach (var property in row.GetType().GetProperties().Where(property => property.CanWrite))
            {
                var value = property.GetValue(row);
                if (value is not IReadOnlyList<Guid>)
                    all.Add(property.Name, value is Enum word ? word.ToString() : value);
            }
            all.Add("SearchKey", Words.Key(words));
            all.Add("InnovationId", book.InnovationId);
            all.Add("Now", writing.Now);
            return all;
        }
    }

    private static Guid? Known(Guid? id, HashSet<Guid> known) => id is { } one && known.Contains(one) ? one : null;
}
