using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Handovers;

/// <summary>A handover is drafted, by those who give or by those who are to take; both can go on with the draft.</summary>
public static class RecordHandover
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required Guid? GiverId { get; init; }
        public required Guid? ReceiverId { get; init; }
        public required DateOnly? DualFrom { get; init; }
        public required DateOnly? DualUntil { get; init; }
        public required DateOnly? TailUntil { get; init; }
        public required string TailSupport { get; init; }
        public required string ReversionTrigger { get; init; }
        public required DateOnly? RevertsOn { get; init; }
        public required bool MovesData { get; init; }
        public required LawfulBasis? DataBasis { get; init; }
        public required int Version { get; init; }
    }

    internal const string Insert = """
        insert into handover (id, innovation_id, name, search_key, giver_id, receiver_id, drafted_on, dual_from, dual_until, tail_until,
            tail_support, reversion_trigger, reverts_on, moves_data, data_basis, recorded_at, changed_at)
        values (@Id, @InnovationId, @Name, @SearchKey, @GiverId, @ReceiverId, @Today, @DualFrom, @DualUntil, @TailUntil,
            @TailSupport, @ReversionTrigger, @RevertsOn, @MovesData, @DataBasis, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal const string Update = """
        update handover set name = @Name, search_key = @SearchKey, giver_id = @GiverId, receiver_id = @ReceiverId, dual_from = @DualFrom,
            dual_until = @DualUntil, tail_until = @TailUntil, tail_support = @TailSupport, reversion_trigger = @ReversionTrigger,
            reverts_on = @RevertsOn, moves_data = @MovesData, data_basis = @DataBasis, terms = terms + 1, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false and ended_on is null
        """;

    private const string Withdraw = """
        update handover set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false and not exists (
            select 1 from handover_right r where r.handover_id = @Id and r.held_on is not null)
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/handovers/new",
            Api = Paths.Api + "/handovers",
            Permission = Permissions.TakePart,
            Read = Read,
            Handle = Make,
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, id) => Paths.Handover(visit.InnovationId, id),
            Said = () => T["The handover is drafted. Next: which rights pass, and when?"],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.HandoverRoute + "/edit",
            Api = "/api" + Paths.HandoverRoute + "/edit",
            Permission = Permissions.TakePart,
            Start = async visit => await HandoverCase.ToDraft(visit) is { } kept ? InputOf(kept.Handover) : null,
            Read = Read,
            Handle = Change,
            Show = async (input, visit) =>
                await HandoverCase.ToDraft(visit) is { } kept ? await Show(input, visit, kept) : null,
            Then = (visit, _) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")),
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        new AskOnce
        {
            Title = () => T["Withdraw this handover"],
            Lede = () => T["For a draft that comes to nothing. Once a right was taken, end the handover instead."],
            Name = async visit =>
                await HandoverCase.ToDraft(visit) is { Handover.HasBegun: false } kept ? kept.Handover.Name : null,
            Label = () => T["Yes, nothing comes of it"],
            Send = () => T["Withdraw it"],
            Said = () => T["The handover is withdrawn."],
            Do = (visit, writing) => Keeping.Mark(visit, writing, Withdraw, new { Id = visit.RouteId("handoverId") }),
        }.Route(
            Paths.HandoverRoute + "/withdraw",
            "/api" + Paths.HandoverRoute + "/withdraw",
            Permissions.Record,
            visit => Paths.Ownership(visit.InnovationId) + "#handovers"
        );

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Name = input.Text("name", T["what is handed over"], required: true),
            GiverId = input.Id("giverId", T["who gives"], required: true),
            ReceiverId = input.Id("receiverId", T["who takes"], required: true),
            DualFrom = input.Date("dualFrom", T["the day from which both run it"]),
            DualUntil = input.Date("dualUntil", T["the last day on which both run it"]),
            TailUntil = input.Date("tailUntil", T["the last day of support"]),
            TailSupport = input.Text("tailSupport", T["the support"], max: 2000),
            ReversionTrigger = input.Text("reversionTrigger", T["what would make the rights go back"], max: 2000),
            RevertsOn = input.Date("revertsOn", T["the day on which the rights go back"]),
            MovesData = input.Tick("movesData"),
            DataBasis = input.Choice<LawfulBasis>("dataBasis", T["the lawful basis"]),
            Version = input.Version(),
        };
        if (form.GiverId is not null && form.GiverId == form.ReceiverId)
            input.Error("receiverId", T["Choose somebody else: nobody hands over to themselves."]);
        input.InOrder(
            "dualUntil",
            form.DualFrom,
            form.DualUntil,
            T["The last day on which both run it must not be before the first."]
        );
        input.InOrder(
            "tailUntil",
            form.DualUntil ?? form.DualFrom,
            form.TailUntil,
            T["Support must not end before both have run it side by side."]
        );
        return form;
    }

    private static async Task<Outcome<Guid>> Make(Form form, IVisit visit)
    {
        var book = await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return Refusal(form, visit, book, null)
            ?? await Keeping.Make(visit, Insert, form.Id, Row(form, visit.Clock.Today()));
    }

    private static async Task<Outcome<Guid>> Change(Form form, IVisit visit)
    {
        if (await HandoverCase.ToDraft(visit) is not { } kept)
            return Outcome<Guid>.Missing();
        return Refusal(form, visit, kept.Book, kept.Handover)
            ?? await Keeping.Change(
                visit,
                Update,
                kept.Handover.Id,
                Row(form with { Id = kept.Handover.Id }, visit.Clock.Today()),
                async (again, _) => await HandoverCase.ToDraft(again) is { } theirs ? InputOf(theirs.Handover) : null
            );
    }

    private static Outcome<Guid>? Refusal(Form form, IVisit visit, InnovationOwnership book, Handover? before)
    {
        if (book.PartyOf(form.GiverId) is not { } giver || book.PartyOf(form.ReceiverId) is not { } receiver)
            return Outcome<Guid>.Missing();
        if (before is { HasBegun: true } && (form.GiverId, form.ReceiverId) != (before.GiverId, before.ReceiverId))
            return Outcome<Guid>.Refused(
                "receiverId",
                T[
                    "A right was taken already, so who gives and who takes stays as it is. Draft another handover instead."
                ]
            );
        if (
            !visit.Caller.May(Permissions.Record)
            && !visit.Caller.SpeaksFor(giver)
            && !visit.Caller.SpeaksFor(receiver)
        )
            return Outcome<Guid>.Refused(
                "giverId",
                T["You speak for neither of them. Whoever coordinates this innovation can say that you do."]
            );
        return receiver.People.Count == 0
            ? Outcome<Guid>.Refused(
                "receiverId",
                T[
                    "Nobody speaks for {0} yet. They take part from the first draft: say who does, on their page.",
                    receiver.Name
                ]
            )
            : null;
    }

    internal static object Row(Form form, DateOnly today) =>
        new
        {
            form.Id,
            form.Name,
            SearchKey = Words.Key(form.Name),
            form.GiverId,
            form.ReceiverId,
            form.DualFrom,
            form.DualUntil,
            form.TailUntil,
            form.TailSupport,
            form.ReversionTrigger,
            form.RevertsOn,
            form.MovesData,
            DataBasis = form.DataBasis?.ToString() ?? "",
            form.Version,
            Today = today,
        };

    internal static Input InputOf(Handover kept) =>
        Input.Of(
            ("name", kept.Name),
            ("giverId", kept.GiverId.ToString()),
            ("receiverId", kept.ReceiverId.ToString()),
            ("dualFrom", kept.DualFrom?.Iso()),
            ("dualUntil", kept.DualUntil?.Iso()),
            ("tailUntil", kept.TailUntil?.Iso()),
            ("tailSupport", kept.TailSupport),
            ("reversionTrigger", kept.ReversionTrigger),
            ("revertsOn", kept.RevertsOn?.Iso()),
            ("movesData", kept.MovesData ? "yes" : null),
            ("dataBasis", kept.DataBasis),
            ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
        );

    private static async Task<IResult?> Show(Input input, IVisit visit, HandoverCase? kept)
    {
        var book = kept?.Book ?? await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return visit.Page<RecordHandoverPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("HandoverId", kept?.Handover.Id),
            ("IsConfirmed", kept?.Handover.IsConfirmed ?? false),
            ("MayWithdraw", kept is { Handover.HasBegun: false } && visit.Caller.May(Permissions.Record)),
            ("MayRecord", visit.Caller.May(Permissions.Record)),
            ("Parties", book.Parties.Select(one => new Choice(one.Id.ToString(), one.Name)).ToList())
        );
    }
}
