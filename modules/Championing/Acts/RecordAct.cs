using System.Globalization;
using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Acts;

/// <summary>What a champion said or did, before whom, and what came of it. A champion tells of their own acts; a coordinator of all.</summary>
public static class RecordAct
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required IReadOnlyList<Guid> ChampionIds { get; init; }
        public required Guid? AudienceId { get; init; }
        public required Guid? MessageId { get; init; }
        public required string Said { get; init; }
        public required ActChannel Channel { get; init; }
        public required DateOnly? On { get; init; }
        public required string Evidence { get; init; }
        public required string Result { get; init; }
        public required int? Stance { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into advocacy_act (id, innovation_id, audience_id, message_id, said, channel, on_day, evidence, result, recorded_by,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @AudienceId, @MessageId, @Said, @Channel, @On, @Evidence, @Result, @RecordedBy, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update advocacy_act set audience_id = @AudienceId, message_id = @MessageId, said = @Said, channel = @Channel, on_day = @On,
            evidence = @Evidence, result = @Result, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Leave = "delete from act_champion where act_id = @Id";

    private const string Join =
        "insert into act_champion (act_id, role_id) values (@Id, @RoleId) on conflict do nothing";

    private const string NoEffect = "delete from audience_position where act_id = @Id";

    private const string Effect = """
        insert into audience_position (id, innovation_id, audience_id, stance, on_day, why, act_id, recorded_at, changed_at)
        values (@PositionId, @InnovationId, @AudienceId, @Stance, @On, @Result, @Id, @Now, @Now)
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/acts/new",
            Api = Paths.Api + "/acts",
            Permission = Permissions.Act,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Champions(visit.InnovationId) + "#acts",
            Said = () => T["The act is recorded."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/acts/{actId:guid}",
            Api = Paths.Api + "/acts/{actId:guid}",
            Permission = Permissions.Act,
            Start = async visit => await Kept(visit) is (var book, var act) ? InputOf(book, act) : null,
            Read = Read,
            Handle = async (form, visit) =>
                await Kept(visit) is (_, var act)
                    ? await Handle(form with { Id = act.Id }, visit, act)
                    : Outcome<Guid>.Missing(),
            Show = (input, visit) => Show(input, visit, visit.RouteId("actId")),
            Then = (visit, _) => Paths.Champions(visit.InnovationId) + "#acts",
            Said = () => T["The change is kept."],
        };

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            ChampionIds = input.Ids("championIds", T["the champions"]),
            AudienceId = input.Id("audienceId", T["the audience"]),
            MessageId = input.Id("messageId", T["the message"]),
            Said = input.Text("said", T["what was said or done"], max: 2000),
            Channel = input.Choice<ActChannel>("channel", T["how it was said"]) ?? ActChannel.Talk,
            On = input.Date("on", T["the day"]),
            Evidence = input.Text("evidence", T["the evidence shown"], max: 1000),
            Result = input.Text("result", T["what came of it"], max: 2000),
            Stance = input.Whole("stance", T["where it stands"], -2, 2),
            Version = input.Version(),
        };
        if (form.Said.Length == 0 && form.MessageId is null && input.ErrorOf("messageId") is null)
            input.Error("said", T["Say in a few words what was said or done, or choose a message."]);
        if (form.Stance is not null && form.AudienceId is null)
            input.Error("audienceId", T["Choose the audience whose position you tell."]);
        return form;
    }

    internal static bool MayEdit(ICaller caller, Act act) =>
        caller.May(Permissions.Act) && (caller.May(Permissions.Record) || act.RecordedBy == caller.AccountId);

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Act? before)
    {
        var today = visit.Clock.Today();
        if (form.On > today)
            return Outcome<Guid>.Refused("on", T["That day is still to come. Record it when it has happened."]);
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        if (!AllHere(form, book, Choosable(visit.Caller, book, before)))
            return Outcome<Guid>.Missing();
        var account = visit.Caller.AccountId;
        var row = form with { On = form.On ?? before?.OnDay ?? today };
        var innovation = visit.InnovationId;
        var done = await Keeping.Several(
            visit,
            form.Id,
            writing => Write(writing, row, innovation, account, before is null)
        );
        return done.Kind == OutcomeKind.Missing && await Kept(visit) is (var there, var theirs)
            ? Outcome<Guid>.Conflict(InputOf(there, theirs))
            : done;
    }

    // Whoever is no coordinator tells of what they did themselves.
    private static IReadOnlyList<ChampionRole> Choosable(ICaller caller, InnovationChampions book, Act? act) =>
        [
            .. book.Roles.Where(role =>
                caller.May(Permissions.Record)
                || (role.PersonId is { } person && person == caller.PersonId)
                || (act?.Roles.Contains(role.Id) ?? false)
            ),
        ];

    private static bool AllHere(Form form, InnovationChampions book, IReadOnlyList<ChampionRole> roles) =>
        form.ChampionIds.All(id => roles.Any(role => role.Id == id))
        && (form.AudienceId is null || book.Audiences.Any(one => one.Id == form.AudienceId))
        && (form.MessageId is null || book.Messages.Any(one => one.Id == form.MessageId));

    private static bool Write(IWriting writing, Form form, Guid innovation, Guid account, bool isNew)
    {
        var c = writing.Connection;
        var row = Keeping.With(
            new
            {
                form.Id,
                form.AudienceId,
                form.MessageId,
                form.Said,
                Channel = form.Channel.ToString(),
                form.On,
                form.Evidence,
                form.Result,
                form.Version,
                form.Stance,
                PositionId = Guid.CreateVersion7(),
                RecordedBy = account,
            },
            innovation,
            writing
        );
        if (c.Execute(isNew ? Insert : Update, row) == 0)
            return isNew;
        c.Execute(Leave, row);
        foreach (var role in form.ChampionIds)
            c.Execute(Join, new { form.Id, RoleId = role });
        c.Execute(NoEffect, row);
        if (form.Stance is not null)
            c.Execute(Effect, row);
        return true;
    }

    private static async Task<(InnovationChampions Book, Act Act)?> Kept(IVisit visit)
    {
        if (!visit.Http.Request.RouteValues.ContainsKey("actId"))
            return null;
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        var act = book.Acts.FirstOrDefault(one => one.Id == visit.RouteId("actId"));
        return act is null || !MayEdit(visit.Caller, act) ? null : (book, act);
    }

    private static Input InputOf(InnovationChampions book, Act act) =>
        new(
            Input
                .Of(
                    ("audienceId", act.AudienceId?.ToString() ?? ""),
                    ("messageId", act.MessageId?.ToString() ?? ""),
                    ("said", act.Said),
                    ("channel", act.Channel.ToString()),
                    ("on", act.OnDay.Iso()),
                    ("evidence", act.Evidence),
                    ("result", act.Result),
                    (
                        "stance",
                        book.Positions.FirstOrDefault(one => one.ActId == act.Id)
                            ?.Stance.ToString(CultureInfo.InvariantCulture)
                    ),
                    ("version", act.Version.ToString(CultureInfo.InvariantCulture))
                )
                .Raw.Append(
                    KeyValuePair.Create<string, IReadOnlyList<string>>(
                        "championIds",
                        [.. act.Roles.Select(id => id.ToString())]
                    )
                )
        );

    private static async Task<IResult?> Show(Input input, IVisit visit, Guid? id)
    {
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        var act = book.Acts.FirstOrDefault(one => one.Id == id);
        if (id is not null && (act is null || !MayEdit(visit.Caller, act)))
            return null;
        var roles = Choosable(visit.Caller, book, act);
        if (roles.Count == 1 && input["said"] is null && !visit.Caller.May(Permissions.Record))
            input.Set("championIds", roles[0].Id.ToString());
        return visit.Page<RecordActPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("ActId", id),
            ("MayWithdraw", visit.Caller.May(Permissions.Record)),
            ("Champions", roles.Select(one => new Choice(one.Id.ToString(), one.Name ?? T["Somebody"])).ToList()),
            ("Audiences", book.Audiences.Select(one => new Choice(one.Id.ToString(), one.Name)).ToList()),
            ("Messages", book.Messages.Select(one => new Choice(one.Id.ToString(), one.Words)).ToList())
        );
    }
}
