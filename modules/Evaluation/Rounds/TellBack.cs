using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Rounds;

/// <summary>Those who answered hear what came of it: nobody answers into silence.</summary>
internal static class TellBack
{
    private const string Update = """
        update evaluation_round set told_on = @On, told_how = @How, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<(DateOnly? On, string How)> Route { get; } =
        new()
        {
            Page = Paths.RoundRoute + "/tell",
            Api = Paths.RoundApi + "/tell",
            Permission = Permissions.Record,
            Start = async visit =>
                await SeeRound.Found(visit) is { } round
                    ? Input.Of(("how", round.ToldHow), ("on", round.ToldOn?.Iso()))
                    : null,
            Read = input =>
                (
                    input.Date("on", T["the day they heard"]),
                    input.Text("how", T["how they heard"], required: true, max: 500)
                ),
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Round(visit.InnovationId, visit.RouteId("roundId")),
            Said = () => T["It is noted that they heard."],
        };

    private static async Task<Outcome<Guid>> Handle((DateOnly? On, string How) form, IVisit visit)
    {
        var today = visit.Clock.Today();
        if (await SeeRound.Found(visit) is not { } round)
            return Outcome<Guid>.Missing();
        if (!round.IsClosed(today))
            return Outcome<Guid>.Refused(
                "how",
                T["The round is still open. Close it first: then there is something to tell."]
            );
        if (form.On > today)
            return Outcome<Guid>.Refused("on", T["That day is still to come. Record it when it has happened."]);
        return await Keeping.Do(
            visit,
            Update,
            round.Id,
            new
            {
                round.Id,
                On = form.On ?? today,
                form.How,
            }
        );
    }

    private static async Task<IResult?> Show(Input input, IVisit visit) =>
        await SeeRound.Found(visit) is not { } round
            ? null
            : visit.Page<TellBackPage>(
                ("Input", input),
                ("Back", Paths.Round(round.InnovationId, round.Id)),
                (
                    "Links",
                    round.Groups.Select(group => (group.Name, $"{Paths.Open}/{LinkCode.Printed(group.Code)}")).ToArray()
                )
            );
}
