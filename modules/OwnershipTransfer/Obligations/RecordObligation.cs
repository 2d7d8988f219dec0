using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Handovers;
using CoProd.OwnershipTransfer.Parties;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Obligations;

/// <summary>Something that has to be done for an innovation to go on, and who carries it.</summary>
public static class RecordObligation
{
    private const int Usual = 2;

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string What { get; init; }
        public required Guid? PartyId { get; init; }
        public required Guid? PersonId { get; init; }
        public required int Weight { get; init; }
        public required DateOnly? From { get; init; }
        public required DateOnly? Until { get; init; }
        public required string Note { get; init; }
        public required int Version { get; init; }
    }

    internal const string Insert = """
        insert into ownership_obligation (id, innovation_id, what, search_key, party_id, person_id, weight, from_on, until_on, note,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @What, @SearchKey, @PartyId, @PersonId, @Weight, @From, @Until, @Note, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal const string Update = """
        update ownership_obligation set what = @What, search_key = @SearchKey, party_id = @PartyId, person_id = @PersonId,
            weight = @Weight, from_on = @From, until_on = @Until, note = @Note, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Find =
        "select what from ownership_obligation where id = @Id and innovation_id = @InnovationId and withdrawn = false";

    private const string Withdraw = """
        update ownership_obligation set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/obligations/new",
            Api = Paths.Api + "/obligations",
            Permission = Permissions.Record,
            Start = visit => Task.FromResult<Input?>(Input.Of(("from", visit.Clock.Today().Iso()))),
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Ownership(visit.InnovationId) + "#obligations",
            Said = () => T["It is recorded what has to be done."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/obligations/{obligationId:guid}",
            Api = Paths.Api + "/obligations/{obligationId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("obligationId")),
            Read = Read,
            Handle = (form, visit) =>
                Handle(form with { Id = visit.RouteId("obligationId") }, visit, visit.RouteId("obligationId")),
            Show = (input, visit) => Show(input, visit, visit.RouteId("obligationId")),
            Then = (visit, _) => Paths.Ownership(visit.InnovationId) + "#obligations",
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        new AskOnce
        {
            Title = () => T["Withdraw this obligation"],
            Lede = () =>
                T["For one that was recorded by mistake. If it need not be done any more, edit it and say until when."],
            Name = visit => Keeping.NameOf(visit, Find, visit.RouteId("obligationId")),
            Label = () => T["Yes, it was recorded by mistake"],
            Send = () => T["Withdraw it"],
            Said = () => T["It is withdrawn. It no longer counts."],
            Do = (visit, writing) =>
            {
                var row = new { Id = visit.RouteId("obligationId") };
                if (!Keeping.Mark(visit, writing, Withdraw, row))
                    return false;
                Keeping.Mark(visit, writing, HandoverCase.NewTermsOfObligation, row);
                return true;
            },
        }.Route(
            Paths.Route + "/obligations/{obligationId:guid}/withdraw",
            Paths.Api + "/obligations/{obligationId:guid}/withdraw",
            Permissions.Record,
            visit => Paths.Ownership(visit.InnovationId) + "#obligations"
        );

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            What = input.Text("what", T["what has to be done"], required: true, max: 500),
            PartyId = input.Id("partyId", T["who carries it"]),
            PersonId = input.Id("personId", T["who does it"]),
            Weight = input.Whole("weight", T["how heavy it is"], 1, 3) ?? Usual,
            From = input.Date("from", T["the first day"], required: true),
            Until = input.Date("until", T["the last day"]),
            Note = input.Text("note", T["the note"], max: 1000),
            Version = input.Version(),
        };
        input.InOrder("until", form.From, form.Until, T["The last day must not be before the first day."]);
        if (form.PersonId is not null && form.PartyId is null)
            input.Error("partyId", T["Choose for whom this person does it."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Guid? before)
    {
        var book = await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone);
        var kept = book.Obligations.FirstOrDefault(one => one.Id == before);
        if ((before is not null && kept is null) || (form.PartyId is { } party && book.PartyOf(party) is null))
            return Outcome<Guid>.Missing();
        if (
            form.PersonId is { } person
            && person != kept?.PersonId
            && !await visit.Database.Read(
                c => Task.FromResult(People.AllTakePart(c, visit.InnovationId, [person])),
                visit.Gone
            )
        )
            return Outcome<Guid>.Refused(
                "personId",
                T["They take no part in this innovation. Add them to its people first."]
            );
        return kept is null ? await Keeping.Make(visit, Insert, form.Id, Row(form)) : await Change(form, visit, kept);
    }

    private static async Task<Outcome<Guid>> Change(Form form, IVisit visit, Obligation kept)
    {
        var innovation = visit.InnovationId;
        var done = await Keeping.Several(
            visit,
            kept.Id,
            writing =>
            {
                var row = Keeping.With(Row(form), innovation, writing);
                if (writing.Connection.Execute(Update, row) == 0)
                    return false;
                if (form.What != kept.What)
                    writing.Connection.Execute(HandoverCase.NewTermsOfObligation, row);
                return true;
            }
        );
        return done.Kind == OutcomeKind.Missing && await Start(visit, kept.Id) is { } theirs
            ? Outcome<Guid>.Conflict(theirs)
            : done;
    }

    internal static object Row(Form form) =>
        new
        {
            form.Id,
            form.What,
            SearchKey = Words.Key(form.What),
            form.PartyId,
            form.PersonId,
            form.Weight,
            form.From,
            form.Until,
            form.Note,
            form.Version,
        };

    private static async Task<Input?> Start(IVisit visit, Guid id)
    {
        var book = await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return book.Obligations.FirstOrDefault(one => one.Id == id) is { } kept ? InputOf(kept) : null;
    }

    internal static Input InputOf(Obligation kept) =>
        Input.Of(
            ("what", kept.What),
            ("partyId", kept.PartyId?.ToString() ?? ""),
            ("personId", kept.PersonId?.ToString() ?? ""),
            ("weight", kept.Weight.ToString(CultureInfo.InvariantCulture)),
            ("from", kept.FromOn.Iso()),
            ("until", kept.UntilOn?.Iso()),
            ("note", kept.Note),
            ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
        );

    private static async Task<IResult?> Show(Input input, IVisit visit, Guid? id)
    {
        var book = await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone);
        var kept = book.Obligations.FirstOrDefault(one => one.Id == id);
        if (id is not null && kept is null)
            return null;
        return visit.Page<RecordObligationPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("ObligationId", id),
            ("Parties", book.Parties.Select(one => new Choice(one.Id.ToString(), one.Name)).ToList()),
            ("People", await People.Choices(visit, input["personId"], kept?.PersonId?.ToString()))
        );
    }
}
