using System.Globalization;
using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Champions;

/// <summary>Somebody stands up for an innovation, before these audiences; later the role is corrected, gets a deputy, or ends.</summary>
public static class RecordRole
{
    internal const int HoursInAMonth = 744;

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required Guid? PersonId { get; init; }
        public required IReadOnlyList<Guid> AudienceIds { get; init; }
        public required ChampionKind Kind { get; init; }
        public required decimal? Hours { get; init; }
        public required string Backing { get; init; }
        public required Guid? DeputyId { get; init; }
        public required DateOnly? From { get; init; }
        public required DateOnly? Until { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into champion_role (id, innovation_id, person_id, kind, hours_a_month, backing, deputy_id, from_on, until_on,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @PersonId, @Kind, @Hours, @Backing, @DeputyId, @From, @Until, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update champion_role set person_id = @PersonId, kind = @Kind, hours_a_month = @Hours, backing = @Backing, deputy_id = @DeputyId,
            from_on = @From, until_on = @Until, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Mine =
        "select count(*) from audience where id in @ids and innovation_id = @innovation and withdrawn = false";

    private const string Leave = "delete from champion_audience where role_id = @Id";

    private const string Join =
        "insert into champion_audience (role_id, audience_id) values (@Id, @AudienceId) on conflict do nothing";

    // A person's other innovations hear of it too: whether somebody stands up for many shows on each of them.
    private const string Elsewhere =
        "select distinct innovation_id from champion_role where person_id = @PersonId and withdrawn = false";

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/roles/new",
            Api = Paths.Api + "/roles",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Champions(visit.InnovationId) + "#champions",
            Said = () => T["The champion is recorded."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/roles/{roleId:guid}",
            Api = Paths.Api + "/roles/{roleId:guid}",
            Permission = Permissions.Record,
            Start = async visit => await Kept(visit) is { } role ? InputOf(role) : null,
            Read = Read,
            Handle = async (form, visit) =>
                await Kept(visit) is { } role
                    ? await Handle(form with { Id = role.Id }, visit, role)
                    : Outcome<Guid>.Missing(),
            Show = (input, visit) => Show(input, visit, visit.RouteId("roleId")),
            Then = (visit, _) => Paths.Champions(visit.InnovationId) + "#champions",
            Said = () => T["The change is kept."],
        };

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            PersonId = input.Id("personId", T["a person"], required: true),
            AudienceIds = input.Ids("audienceIds", T["the audiences"]),
            Kind = input.Choice<ChampionKind>("kind", T["how it came about"]) ?? ChampionKind.Emergent,
            Hours = input.Number("hours", T["the hours a month"], 0, HoursInAMonth),
            Backing = input.Text("backing", T["the backing"], max: 1000),
            DeputyId = input.Id("deputyId", T["the deputy"]),
            From = input.Date("from", T["the first day"]),
            Until = input.Date("until", T["the last day"]),
            Version = input.Version(),
        };
        input.InOrder("until", form.From, form.Until, T["The last day must not be before the first day."]);
        if (form.DeputyId is { } deputy && deputy == form.PersonId)
            input.Error("deputyId", T["Choose somebody else as the deputy: nobody stands in for themselves."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, ChampionRole? before)
    {
        if (!await PeopleToChoose.Offers(visit, [form.PersonId, form.DeputyId], before?.PersonId, before?.DeputyId))
            return Outcome<Guid>.Missing();
        if (await Refusal(form, visit, before) is { } refused)
            return refused;
        var innovation = visit.InnovationId;
        var done = await Keeping.Several(visit, form.Id, writing => Write(writing, form, innovation, before));
        return
            done.Kind == OutcomeKind.Missing
            && before is not null
            && await Kept(visit) is { } theirs
            && theirs.Version != form.Version
            ? Outcome<Guid>.Conflict(InputOf(theirs))
            : done;
    }

    // To appoint somebody, or to name them deputy, is to ask them: whoever wants to be left alone is not asked.
    private static async Task<Outcome<Guid>?> Refusal(Form form, IVisit visit, ChampionRole? before)
    {
        var asked = new List<(string Field, Guid Id)>();
        if (form.Kind == ChampionKind.Appointed && form.PersonId != before?.PersonId)
            asked.Add(("personId", form.PersonId!.Value));
        if (form.DeputyId is { } deputy && deputy != before?.DeputyId)
            asked.Add(("deputyId", deputy));
        if (asked.Count == 0 || visit.Maybe<IAskGate>() is not { } gate)
            return null;
        var verdicts = await gate.MayAsk([.. asked.Select(one => one.Id)], visit.Gone);
        foreach (var (field, id) in asked)
        {
            if (verdicts.First(verdict => verdict.PersonId == id) is { Answer: AskAnswer.Stop } stop)
                return Outcome<Guid>.Refused(
                    field,
                    T["{0} Choose somebody else. If they do it already, by themselves, say so above.", stop.Why]
                );
        }
        return null;
    }

    internal static bool Write(IWriting writing, Form form, Guid innovation, ChampionRole? before)
    {
        var c = writing.Connection;
        var ids = form.AudienceIds;
        if (ids.Count > 0 && c.ExecuteScalar<long>(Mine, new { ids, innovation }) != ids.Count)
            return false;
        var row = Keeping.With(Row(form), innovation, writing);
        if (before is null)
        {
            if (c.Execute(Insert, row) == 0)
                return true;
        }
        else
        {
            if (c.Execute(Update, row) == 0)
                return false;
            c.Execute(Leave, new { form.Id });
        }
        foreach (var audience in ids)
            c.Execute(Join, new { form.Id, AudienceId = audience });
        foreach (var person in new[] { form.PersonId, before?.PersonId }.OfType<Guid>().Distinct())
            ChangedElsewhere(writing, person);
        return true;
    }

    /// <summary>Has every innovation that somebody stands up for worked out anew.</summary>
    internal static void ChangedElsewhere(IWriting writing, Guid person)
    {
        foreach (var other in writing.Connection.Query<Guid>(Elsewhere, new { PersonId = person }).AsList())
            writing.Changed(other);
    }

    /// <summary>The form as it would stand for what is kept.</summary>
    internal static Form Of(ChampionRole kept) =>
        new()
        {
            Id = kept.Id,
            PersonId = kept.PersonId,
            AudienceIds = kept.Audiences,
            Kind = kept.Kind,
            Hours = (decimal?)kept.HoursAMonth,
            Backing = kept.Backing,
            DeputyId = kept.DeputyId,
            From = kept.FromOn,
            Until = kept.UntilOn,
            Version = kept.Version,
        };

    private static object Row(Form form) =>
        new
        {
            form.Id,
            form.PersonId,
            Kind = form.Kind.ToString(),
            Hours = (double?)form.Hours,
            form.Backing,
            form.DeputyId,
            form.From,
            form.Until,
            form.Version,
        };

    private static async Task<ChampionRole?> Kept(IVisit visit)
    {
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return book.Roles.FirstOrDefault(role => role.Id == visit.RouteId("roleId"));
    }

    internal static Input InputOf(ChampionRole role)
    {
        var input = Input.Of(
            ("personId", role.PersonId?.ToString()),
            ("kind", role.Kind.ToString()),
            ("hours", role.HoursAMonth?.ToString("0.##", CultureInfo.InvariantCulture) ?? ""),
            ("backing", role.Backing),
            ("deputyId", role.DeputyId?.ToString() ?? ""),
            ("from", role.FromOn?.Iso()),
            ("until", role.UntilOn?.Iso()),
            ("version", role.Version.ToString(CultureInfo.InvariantCulture))
        );
        return new Input(
            input.Raw.Append(
                KeyValuePair.Create<string, IReadOnlyList<string>>(
                    "audienceIds",
                    [.. role.Audiences.Select(id => id.ToString())]
                )
            )
        );
    }

    private static async Task<IResult?> Show(Input input, IVisit visit, Guid? role)
    {
        var book = await ChampionBook.One(visit.Database, visit.InnovationId, visit.Gone);
        if (role is not null && book.Roles.All(one => one.Id != role))
            return null;
        return visit.Page<RecordRolePage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("RoleId", role),
            ("People", await PeopleToChoose.Choices(visit, input["personId"], input["deputyId"])),
            ("Audiences", book.Audiences.Select(one => new Choice(one.Id.ToString(), one.Name)).ToList()),
            ("Find", visit.Asked("find") ?? "")
        );
    }
}
