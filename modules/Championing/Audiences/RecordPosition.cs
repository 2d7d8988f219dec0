using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Audiences;

/// <summary>Somebody says where an audience stands now, or stood on a day.</summary>
public static class RecordPosition
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required int Stance { get; init; }
        public required DateOnly? On { get; init; }
        public required string Why { get; init; }
    }

    private const string Name =
        "select name from audience where id = @id and innovation_id = @InnovationId and withdrawn = false";

    private const string Insert = """
        insert into audience_position (id, innovation_id, audience_id, stance, on_day, why, recorded_at, changed_at)
        values (@Id, @InnovationId, @AudienceId, @Stance, @On, @Why, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/audiences/{audienceId:guid}/position",
            Api = Paths.Api + "/audiences/{audienceId:guid}/positions",
            Permission = Permissions.Record,
            Read = input =>
                new()
                {
                    Id = input.NewId(),
                    Stance = input.Whole("stance", T["where it stands"], -2, 2, required: true) ?? 0,
                    On = input.Date("on", T["the day"]),
                    Why = input.Text("why", T["how you know"], max: 1000),
                },
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Champions(visit.InnovationId) + "#map",
            Said = () => T["The position is recorded."],
        };

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var asked = new { id = visit.RouteId("audienceId"), visit.InnovationId };
        var name = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<string>(Name, asked), visit.Gone);
        return name is null
            ? null
            : visit.Page<RecordPositionPage>(("Input", input), ("InnovationId", visit.InnovationId), ("Name", name));
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var today = visit.Clock.Today();
        if (form.On > today)
            return Outcome<Guid>.Refused("on", T["That day is still to come. Record it when it has happened."]);
        var innovation = visit.InnovationId;
        var audience = visit.RouteId("audienceId");
        return await Keeping.Several(
            visit,
            form.Id,
            writing =>
            {
                var asked = new { id = audience, InnovationId = innovation };
                if (writing.Connection.QuerySingleOrDefault<string>(Name, asked) is null)
                    return false;
                var row = new
                {
                    form.Id,
                    AudienceId = audience,
                    form.Stance,
                    On = form.On ?? today,
                    form.Why,
                };
                writing.Connection.Execute(Insert, Keeping.With(row, innovation, writing));
                return true;
            }
        );
    }
}
