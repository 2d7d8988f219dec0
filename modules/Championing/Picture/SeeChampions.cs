using CoProd.Championing.Acts;
using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Picture;

/// <summary>Who stands up for an innovation, before whom, what they did, and what moved.</summary>
public static class SeeChampions
{
    private const int MapMonths = 24;

    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Guid InnovationId { get; init; }

        /// <summary>The share of the power with a champion before it, 0 to 1; null without audiences.</summary>
        public required double? Cover { get; init; }

        /// <summary>How far positions moved over a quarter, each by its power; null while there is nothing to compare.</summary>
        public required double? Momentum { get; init; }
        public required IReadOnlyList<AudienceLine> Audiences { get; init; }
        public required IReadOnlyList<RoleLine> Roles { get; init; }
        public required IReadOnlyList<ActLine> Acts { get; init; }
        public required IReadOnlyList<ObjectionLine> Objections { get; init; }
        public required IReadOnlyList<MessageLine> Messages { get; init; }
        public required WayToYes? Yes { get; init; }

        /// <summary>The day the map begins and the day it ends.</summary>
        public required DateOnly MapFrom { get; init; }
        public required DateOnly MapTo { get; init; }
    }

    /// <summary>An audience, and where it stood when.</summary>
    public sealed record AudienceLine(
        Guid Id,
        string Name,
        int Power,
        bool IsRequired,
        string Asks,
        int? Stance,
        int? Moved,
        string Champions,
        bool HasChampion,
        IReadOnlyList<StanceLine> Positions
    );

    /// <summary>A position from a day on.</summary>
    public sealed record StanceLine(DateOnly On, int Stance, string Why);

    /// <summary>A champion's role; names only for those who may see them.</summary>
    public sealed record RoleLine(
        Guid Id,
        string Name,
        string Before,
        ChampionKind Kind,
        double? HoursAMonth,
        string Backing,
        string Deputy,
        bool HasDeputy,
        DateOnly? From,
        DateOnly? Until,
        bool IsActive,
        bool MayStop
    );

    /// <summary>An act and its effect.</summary>
    public sealed record ActLine(
        Guid Id,
        DateOnly On,
        string Champions,
        string Audience,
        string Said,
        ActChannel Channel,
        string Evidence,
        string Result,
        int? Stance,
        bool MayEdit
    );

    /// <summary>An objection and its answer.</summary>
    public sealed record ObjectionLine(
        Guid Id,
        DateOnly RaisedOn,
        string Audience,
        string RaisedBy,
        string Words,
        string Answer,
        DateOnly? AnsweredOn,
        string Settled
    );

    /// <summary>A message of the kit.</summary>
    public sealed record MessageLine(Guid Id, string Words, string Audience, string Evidence, string Source);

    /// <summary>Whom to ask for the yeses that are missing.</summary>
    public sealed record WayToYes
    {
        public required IReadOnlyList<YesStep> Steps { get; init; }

        /// <summary>The deciders for whom there is nobody to ask now.</summary>
        public required IReadOnlyList<string> Nobody { get; init; }

        /// <summary>Whether no lighter set exists, or it is only a good one.</summary>
        public required bool IsExact { get; init; }
    }

    /// <summary>Somebody to ask, for which audiences, and why with care.</summary>
    public sealed record YesStep(string Who, string For, string? Care);

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<SeeChampionsPage>(
            ("Model", await Answer(visit)),
            ("MayRecord", visit.Caller.May(Permissions.Record)),
            ("MayAct", visit.Caller.May(Permissions.Act))
        );

    internal static async Task<IResult?> Brief(IVisit visit) =>
        visit.Page<BriefPage>(
            ("Model", await Answer(visit)),
            ("For", Guid.TryParse(visit.Asked("audience"), out var id) ? id : null),
            ("Today", visit.Clock.Today())
        );

    internal static async Task<View?> Answer(IVisit visit)
    {
        var settings = ChampionSettings.From(visit.Get<ISettings>());
        var today = visit.Clock.Today();
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return new()
        {
            InnovationId = visit.InnovationId,
            Cover = book.Cover(today),
            Momentum = book.Movement(today, settings.QuarterDays),
            Audiences = [.. book.Audiences.Select(one => Line(one, book, visit.Caller, today, settings))],
            Roles = [.. book.Roles.Select(role => Line(role, book, visit.Caller, today))],
            Acts = [.. book.Acts.Select(act => Line(act, book, visit.Caller))],
            Objections = [.. book.Objections.Select(one => Line(one, book, visit.Caller))],
            Messages =
            [
                .. book.Messages.Select(one => new MessageLine(
                    one.Id,
                    one.Words,
                    book.NameOf(one.AudienceId),
                    one.Evidence,
                    one.Source
                )),
            ],
            Yes = await YesView.Of(visit, book, settings),
            MapFrom = today.AddMonths(-MapMonths),
            MapTo = today,
        };
    }

    private static AudienceLine Line(
        Audience one,
        InnovationChampions book,
        ICaller caller,
        DateOnly today,
        ChampionSettings settings
    )
    {
        var before = book.Active(today).Where(role => role.Audiences.Contains(one.Id)).ToArray();
        return new(
            one.Id,
            one.Name,
            one.Power,
            one.IsRequired,
            one.Asks,
            book.StanceOn(one.Id, today),
            book.Moved(one.Id, today, settings.QuarterDays),
            before.Length == 0 ? T["nobody yet"]
                : caller.SeesNames() ? string.Join(", ", before.Select(role => role.Name ?? T["somebody"]))
                : T["somebody"],
            before.Length > 0,
            [
                .. book
                    .Positions.Where(position => position.AudienceId == one.Id)
                    .Select(position => new StanceLine(position.OnDay, position.Stance, position.Why)),
            ]
        );
    }

    private static RoleLine Line(ChampionRole role, InnovationChampions book, ICaller caller, DateOnly today)
    {
        var names = caller.SeesNames();
        return new(
            role.Id,
            names ? role.Name ?? T["Somebody"] : T["A champion"],
            book.NamesOf(role.Audiences),
            role.Kind,
            role.HoursAMonth,
            names ? role.Backing : "",
            role.DeputyId is null ? T["nobody yet"]
                : names ? role.DeputyName ?? T["somebody"]
                : T["somebody"],
            role.DeputyId is not null,
            role.FromOn,
            role.UntilOn,
            role.IsActiveOn(today),
            role.IsActiveOn(today) && role.UntilOn != today && caller.PersonId == role.PersonId
        );
    }

    private static ActLine Line(Act act, InnovationChampions book, ICaller caller)
    {
        var who = book.Roles.Where(role => act.Roles.Contains(role.Id)).Select(role => role.Name ?? T["somebody"]);
        return new(
            act.Id,
            act.OnDay,
            caller.SeesNames() ? string.Join(", ", who)
                : act.Roles.Count > 0 ? T["a champion"]
                : "",
            book.NameOf(act.AudienceId),
            act.Said.Length > 0 ? act.Said : book.Messages.FirstOrDefault(one => one.Id == act.MessageId)?.Words ?? "",
            act.Channel,
            act.Evidence,
            act.Result,
            book.Positions.FirstOrDefault(position => position.ActId == act.Id)?.Stance,
            RecordAct.MayEdit(caller, act)
        );
    }

    private static ObjectionLine Line(Objection one, InnovationChampions book, ICaller caller) =>
        new(
            one.Id,
            one.RaisedOn,
            book.NameOf(one.AudienceId),
            caller.May(Permissions.Names) ? one.RaisedByName ?? "" : "",
            one.Words,
            one.Answer,
            one.AnsweredOn,
            one.Settled
        );
}
