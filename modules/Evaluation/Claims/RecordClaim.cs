using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Claims;

/// <summary>Somebody saw something change, or took part so that it might: what the innovation had to do with it, and what speaks against that.</summary>
public static class RecordClaim
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Outcome { get; init; }
        public required string Involved { get; init; }
        public required string Hoped { get; init; }
        public required string Matters { get; init; }
        public required IReadOnlyList<Standard> Standards { get; init; }
        public required string Contribution { get; init; }
        public required string CounterEvidence { get; init; }
        public required DateOnly? SeenOn { get; init; }
        public required int Version { get; init; }
    }

    internal const string Insert = """
        insert into claim (id, innovation_id, outcome, search_key, involved, hoped, matters, standards, contribution, counter_evidence,
            seen_on, recorded_at, changed_at)
        values (@Id, @InnovationId, @Outcome, @SearchKey, @Involved, @Hoped, @Matters, @Standards, @Contribution, @CounterEvidence,
            @SeenOn, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal const string Update = """
        update claim set outcome = @Outcome, search_key = @SearchKey, involved = @Involved, hoped = @Hoped, matters = @Matters,
            standards = @Standards, contribution = @Contribution, counter_evidence = @CounterEvidence, seen_on = @SeenOn,
            version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Find =
        "select case when outcome = '' then involved else outcome end from claim where id = @Id and innovation_id = @InnovationId and withdrawn = false";

    private const string Mistake = """
        update claim set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/claims/new",
            Api = Paths.Api + "/claims",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Of(visit.InnovationId) + "#claims",
            Said = () => T["It is recorded."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/claims/{claimId:guid}",
            Api = Paths.Api + "/claims/{claimId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("claimId")),
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, visit.RouteId("claimId")),
            Show = (input, visit) => Show(input, visit, visit.RouteId("claimId")),
            Then = (visit, _) => Paths.Of(visit.InnovationId) + "#claims",
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Withdrawal.Asking(
            Find,
            Mistake,
            new Withdrawal
            {
                Record = Paths.Route + "/claims/{claimId:guid}",
                RouteId = "claimId",
                Permission = Permissions.Record,
                Back = visit => Paths.Of(visit.InnovationId),
                Title = () => T["Withdraw this"],
                Lede = () =>
                    T[
                        "For something that nobody saw. What turned out to have other causes is kept: say so in the counter-evidence."
                    ],
                Said = () => T["It is withdrawn."],
            }
        );

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Outcome = input.Text("outcome", T["what was seen to change"], max: 1000),
            Involved = input.Text("involved", T["how people took part"], max: 2000),
            Hoped = input.Text("hoped", T["what they hoped for"], max: 1000),
            Matters = input.Text("matters", T["why it matters"], max: 1000),
            Standards = input.Choices<Standard>("standards", T["the standards"]),
            Contribution = input.Text("contribution", T["what we had to do with it"], max: 2000),
            CounterEvidence = input.Text("counterEvidence", T["what speaks against it"], max: 2000),
            SeenOn = input.Date("seenOn", T["the day"]),
            Version = input.Version(),
        };
        if (form.Outcome.Length + form.Involved.Length == 0)
            input.Error("outcome", T["Say what changed, or how people took part. One of the two is enough."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Guid? id)
    {
        var today = visit.Clock.Today();
        if (form.SeenOn > today)
            return Outcome<Guid>.Refused("seenOn", T["That day is still to come. Record it when it has happened."]);
        var row = Row(form with { Id = id ?? form.Id, SeenOn = form.SeenOn ?? today });
        return id is { } kept
            ? await Keeping.Change(visit, Update, kept, row, Start)
            : await Keeping.Make(visit, Insert, form.Id, row);
    }

    internal static object Row(Form form) =>
        new
        {
            form.Id,
            form.Outcome,
            SearchKey = Words.Key(form.Outcome.Length > 0 ? form.Outcome : form.Involved),
            form.Involved,
            form.Hoped,
            form.Matters,
            Standards = Standards.Keep(form.Standards),
            form.Contribution,
            form.CounterEvidence,
            form.SeenOn,
            form.Version,
        };

    private static async Task<Input?> Start(IVisit visit, Guid id) =>
        (await ClaimBook.Of(visit.Database, [visit.InnovationId], visit.Gone)).FirstOrDefault(one => one.Id == id)
            is { } kept
            ? InputOf(kept)
            : null;

    /// <summary>The form as it would stand for what is kept.</summary>
    internal static Input InputOf(Claim kept)
    {
        var input = Input.Of(
            ("outcome", kept.Outcome),
            ("involved", kept.Involved),
            ("hoped", kept.Hoped),
            ("matters", kept.Matters),
            ("contribution", kept.Contribution),
            ("counterEvidence", kept.CounterEvidence),
            ("seenOn", kept.SeenOn.Iso()),
            ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
        );
        return new Input(
            input.Raw.Append(
                KeyValuePair.Create<string, IReadOnlyList<string>>(
                    "standards",
                    [.. Standards.Kept(kept.Standards).Select(one => one.ToString())]
                )
            )
        );
    }

    private static Task<IResult?> Show(Input input, IVisit visit, Guid? id) =>
        Task.FromResult<IResult?>(
            visit.Page<RecordClaimPage>(("Input", input), ("InnovationId", visit.InnovationId), ("ClaimId", id))
        );
}
