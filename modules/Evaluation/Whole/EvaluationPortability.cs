using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Answering;
using CoProd.Evaluation.Claims;
using CoProd.Evaluation.Indicators;
using CoProd.Evaluation.Library;
using CoProd.Evaluation.Rounds;
using CoProd.Ui;
using Dapper;

namespace CoProd.Evaluation.Whole;

/// <summary>
/// Carries an innovation's evaluation to another installation. Answers travel only of closed rounds and of groups at or above the floor;
/// links do not travel, new ones are made where it arrives. Taken in twice, it is there once.
/// </summary>
internal sealed class EvaluationPortability(IModuleDatabase database, TimeProvider clock) : IPortability
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        IgnoreReadOnlyProperties = true,
        // A questionnaire may nest as deep as FHIR files are read.
        MaxDepth = 256,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private const string TakesPart = "select person_id from host_access where innovation_id = @innovationId";

    private const string Rounds = "select id from evaluation_round where innovation_id = @InnovationId";
    private const string Groups = """
        select g.id from round_group g join evaluation_round r on r.id = g.round_id where r.innovation_id = @InnovationId
        """;
    private const string Indicators = "select id from indicator where innovation_id = @InnovationId";

    private const string InsertAction = """
        insert into evaluation_action (id, innovation_id, round_id, domain, finding, what, search_key, owner_id, due_on, done_on, changed,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @RoundId, @Domain, @Finding, @What, @SearchKey, @OwnerId, @DueOn, @DoneOn, @Changed, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertIndicator = """
        insert into indicator (id, innovation_id, name, search_key, unit, baseline, target, better, source, recorded_at, changed_at)
        values (@Id, @InnovationId, @Name, @SearchKey, @Unit, @Baseline, @Target, @Better, @Source, @Now, @Now)
        on conflict do nothing
        """;

    private const string InsertMeasure = """
        insert into measure (id, innovation_id, indicator_id, on_day, amount, note, recorded_at, changed_at)
        values (@Id, @InnovationId, @IndicatorId, @OnDay, @Amount, @Note, @Now, @Now) on conflict do nothing
        """;

    public async Task<JsonNode> Export(Guid innovationId, CancellationToken ct)
    {
        Guid[] here = [innovationId];
        var today = clock.Today();
        var people = (await database.Read(c => c.QueryAsync<Guid>(TakesPart, new { innovationId }), ct)).ToHashSet();
        var rounds = await RoundBook.Answered(database, await RoundBook.Of(database, here, ct), ct);
        var file = new EvaluationFile
        {
            InnovationId = innovationId,
            Rounds = [.. rounds.Select(one => Leaving(one, today))],
            Actions =
            [
                .. (await ActionBook.Of(database, here, ct)).Select(one =>
                    one with
                    {
                        OwnerName = null,
                        OwnerId = one.OwnerId is { } owner && people.Contains(owner) ? owner : null,
                    }
                ),
            ],
            Indicators = await IndicatorBook.Of(database, here, ct),
            Claims = await ClaimBook.Of(database, here, ct),
        };
        return JsonSerializer.SerializeToNode(file, Json)!;
    }

    private static RoundFile Leaving(AnsweredRound one, DateOnly today)
    {
        var shown = one.Round.IsClosed(today)
            ? one.Round.Groups.Where(group => one.Round.Shown(group) is not null).Select(group => group.Id).ToHashSet()
            : [];
        return new()
        {
            Round = one.Round with
            {
                Groups = [.. one.Round.Groups.Select(group => group with { Code = "", Sent = 0 })],
            },
            Instrument = one.Instrument,
            Sheets = [.. one.Sheets.Where(sheet => shown.Contains(sheet.GroupId))],
        };
    }

    private static readonly RecordLimits Limits = new RecordLimits()
        .Number<Round>(nameof(Round.Floor), 1, 1000)
        .Text<Round>(nameof(Round.Title), 120, required: true)
        .Text<ActionItem>(nameof(ActionItem.What), 1000, required: true)
        .Text<Indicator>(nameof(Indicator.Name), 120, required: true);

    public async Task Import(JsonNode records, CancellationToken ct)
    {
        if (records.Deserialize<EvaluationFile>(Json) is not { } file)
            return;
        Limits.Check(file);
        // A floor below any that can be set here would show the answers of a few.
        var rounds = file.Rounds.Select(one =>
            one with
            {
                Round = one.Round with
                {
                    Floor = one.Round.Together ? 1 : Math.Max(EvaluationSettings.LowestFloor, one.Round.Floor),
                },
            }
        );
        await Put(database, file with { Rounds = [.. rounds] }, ct);
    }

    /// <summary>Writes records as they are; the demo's too.</summary>
    public static Task Put(IModuleDatabase database, EvaluationFile file, CancellationToken ct) =>
        database.Write(writing => Put(writing, file), ct);

    private static void Put(IWriting writing, EvaluationFile file)
    {
        var c = writing.Connection;
        var whole = new { file.InnovationId };
        foreach (var one in file.Rounds)
            OpenRound.Put(writing, file.InnovationId, one.Round.Id, Row(one), one.Round.Groups);
        // What refers to a record refers to one of this innovation, or to none: a file may say what it likes.
        var rounds = c.Query<Guid>(Rounds, whole).ToHashSet();
        var groups = c.Query<Guid>(Groups, whole).ToHashSet();
        foreach (var one in file.Rounds.Where(one => rounds.Contains(one.Round.Id)))
        {
            foreach (var sheet in one.Sheets.Where(sheet => groups.Contains(sheet.GroupId)))
                c.Execute(
                    TypeInAnswer.Insert,
                    new
                    {
                        sheet.Id,
                        RoundId = one.Round.Id,
                        sheet.GroupId,
                        sheet.FromPaper,
                        Answers = AnswerText.Write(sheet.Given),
                    }
                );
        }
        foreach (var one in file.Actions)
            c.Execute(
                InsertAction,
                Values(
                    one with
                    {
                        RoundId = one.RoundId is { } round && rounds.Contains(round) ? round : null,
                    },
                    one.What
                )
            );
        foreach (var one in file.Indicators)
            c.Execute(InsertIndicator, Values(one, one.Name));
        var indicators = c.Query<Guid>(Indicators, whole).ToHashSet();
        foreach (var one in file.Indicators.Where(one => indicators.Contains(one.Id)))
        {
            foreach (var measure in one.Measures)
                c.Execute(InsertMeasure, Values(measure with { IndicatorId = one.Id }, ""));
        }
        foreach (var one in file.Claims)
            c.Execute(RecordClaim.Insert, Values(one, one.Outcome.Length > 0 ? one.Outcome : one.Involved));
        writing.Changed(file.InnovationId);

        DynamicParameters Values(object row, string words)
        {
            var all = new DynamicParameters();
            foreach (var property in row.GetType().GetProperties().Where(property => property.CanWrite))
            {
                var value = property.GetValue(row);
                if (value is not IReadOnlyList<Measure>)
                    all.Add(property.Name, value is Enum word ? word.ToString() : value);
            }
            all.Add("SearchKey", Words.Key(words));
            all.Add("InnovationId", file.InnovationId);
            all.Add("Now", writing.Now);
            return all;
        }
    }

    private static object Row(RoundFile one) =>
        new
        {
            one.Round.Id,
            one.Round.Title,
            SearchKey = Words.Key(one.Round.Title),
            one.Round.Purpose,
            one.Round.InstrumentKey,
            one.Round.InstrumentVersion,
            Definition = InstrumentText.Write(one.Instrument),
            one.Round.Together,
            one.Round.Floor,
            one.Round.OpenedOn,
            one.Round.ClosesOn,
            one.Round.ClosedOn,
            one.Round.ToldOn,
            one.Round.ToldHow,
        };
}
