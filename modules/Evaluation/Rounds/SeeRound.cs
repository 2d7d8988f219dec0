using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Answering;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Rounds;

/// <summary>A round from the inside: its links, who has answered, the forms on paper, and how to close it.</summary>
public static class SeeRound
{
    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Guid Id { get; init; }
        public required Guid InnovationId { get; init; }
        public required string Title { get; init; }
        public required string Purpose { get; init; }
        public required string Instrument { get; init; }
        public required bool IsClosed { get; init; }
        public required bool Together { get; init; }
        public required int Floor { get; init; }
        public required DateOnly OpenedOn { get; init; }
        public required DateOnly? ClosesOn { get; init; }
        public required DateOnly? EndedOn { get; init; }
        public required DateOnly? ToldOn { get; init; }
        public required string ToldHow { get; init; }
        public required IReadOnlyList<GroupLine> Groups { get; init; }
    }

    /// <summary>A group with its link; the count is null while too few have answered to say it.</summary>
    public sealed record GroupLine(Guid Id, string Name, string Side, string Link, string Code, int? Sent);

    internal static async Task<IResult?> Show(IVisit visit) =>
        await ViewOf(visit) is { } view
            ? visit.Page<SeeRoundPage>(("Model", view), ("MayRecord", visit.Caller.May(Permissions.Record)))
            : null;

    /// <summary>A page for each group to hang up or hand out, with the camera's code.</summary>
    internal static async Task<IResult?> Poster(IVisit visit) =>
        await ViewOf(visit) is { } view
            ? visit.Page<PosterPage>(("Model", view), ("Entry", visit.Address(Paths.Open)))
            : null;

    internal static async Task<View?> Answer(IVisit visit) => await ViewOf(visit);

    internal static Task<Round?> Found(IVisit visit) =>
        RoundBook.One(visit.Database, visit.InnovationId, visit.RouteId("roundId"), visit.Gone);

    private static async Task<View?> ViewOf(IVisit visit)
    {
        if (await Found(visit) is not { } round)
            return null;
        var today = visit.Clock.Today();
        var instrument = await RoundBook.Asked(visit.Database, round.Id, visit.Gone);
        var links = visit.Caller.May(Permissions.Record);
        return new()
        {
            Id = round.Id,
            InnovationId = round.InnovationId,
            Title = round.Title,
            Purpose = round.Purpose,
            Instrument = $"{instrument.Title} ({T["version {0}", instrument.Version]})",
            IsClosed = round.IsClosed(today),
            Together = round.Together,
            Floor = round.Floor,
            OpenedOn = round.OpenedOn,
            ClosesOn = round.ClosesOn,
            EndedOn = round.EndedOn(today),
            ToldOn = round.ToldOn,
            ToldHow = round.ToldHow,
            Groups =
            [
                .. round.Groups.Select(group => new GroupLine(
                    group.Id,
                    group.Name,
                    Say.Side(group.Side),
                    links ? visit.Address($"{Paths.Open}/{LinkCode.Printed(group.Code)}") : "",
                    links ? LinkCode.Printed(group.Code) : "",
                    round.Shown(group)
                )),
            ],
        };
    }
}
