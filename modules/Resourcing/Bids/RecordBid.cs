using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Bids;

/// <summary>Somebody means to ask a funder for money.</summary>
public static class RecordBid
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Funder { get; init; }
        public required string FunderKind { get; init; }
        public required string Title { get; init; }
        public required Money Amount { get; init; }
        public required BidStage Stage { get; init; }
        public required OddsWord Odds { get; init; }
        public required decimal? Percent { get; init; }
        public required DateOnly? Deadline { get; init; }
        public required DateOnly? DecisionDue { get; init; }
        public required DateOnly? StartsOn { get; init; }
        public required DateOnly? EndsOn { get; init; }
        public required bool IsLump { get; init; }
        public required decimal? EffortHours { get; init; }
        public required string Coauthors { get; init; }
        public required string RestrictedTo { get; init; }
        public required Guid? RenewalOf { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into bid (id, innovation_id, funder, funder_kind, title, search_key, amount_minor, currency, stage, odds, probability,
            deadline, decision_due, starts_on, ends_on, is_lump, effort_hours, coauthors, restricted_to, renewal_of, recorded_at, changed_at)
        values (@Id, @InnovationId, @Funder, @FunderKind, @Title, @SearchKey, @AmountMinor, @Currency, @Stage, @Odds, @Probability,
            @Deadline, @DecisionDue, @StartsOn, @EndsOn, @IsLump, @EffortHours, @Coauthors, @RestrictedTo, @RenewalOf, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/bids/new",
            Api = Paths.Api + "/bids",
            Permission = Permissions.Record,
            Read = input => Read(input, editing: false),
            Handle = (form, visit) => Keeping.Make(visit, Insert, form.Id, Row(form)),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordBidPage>(("Input", input), ("InnovationId", visit.InnovationId))
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId),
            Said = () => T["The bid is recorded."],
        };

    internal static Form Read(Input input, bool editing)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Funder = input.Text("funder", T["the funder"], required: true, max: 200),
            FunderKind = input.Text("funderKind", T["the kind of funder"], max: 100),
            Title = input.Text("title", T["what it is for"], max: 500),
            Amount = input.Money("amount", T["the amount"], required: true) ?? default,
            // An edit leaves the stage alone: MoveBid moves it, and makes the award when it is won.
            Stage = editing
                ? BidStage.Idea
                : input.Choice<BidStage>("stage", T["how far it has come"]) ?? BidStage.Idea,
            Odds = input.Choice<OddsWord>("odds", T["how likely it is"]) ?? OddsWord.Even,
            Percent = input.Number("percent", T["the chance"], 0, 100),
            Deadline = input.Date("deadline", T["the deadline"]),
            DecisionDue = input.Date("decisionDue", T["the day of the decision"]),
            StartsOn = input.Date("startsOn", T["the first day"]),
            EndsOn = input.Date("endsOn", T["the last day"]),
            IsLump = input.Tick("isLump"),
            EffortHours = input.Number("effortHours", T["hours of work left"], 0, 10_000),
            Coauthors = input.Text("coauthors", T["who writes it"], max: 300),
            RestrictedTo = input.Text("restrictedTo", T["what it may be spent on"], max: 300),
            RenewalOf = input.Id("renewalOf", T["the award it renews"]),
            Version = input.Version(),
        };
        input.InOrder("endsOn", form.StartsOn, form.EndsOn, T["The last day must not be before the first day."]);
        if (form.Stage is BidStage.Won or BidStage.Lost or BidStage.Withdrawn)
            input.Error("stage", T["Record the bid first, then say what came of it."]);
        return form;
    }

    internal static object Row(Form form) =>
        new
        {
            form.Id,
            form.Funder,
            form.FunderKind,
            form.Title,
            SearchKey = Words.Key($"{form.Funder} {form.Title}"),
            AmountMinor = form.Amount.Minor,
            form.Amount.Currency,
            Stage = form.Stage.ToString(),
            Odds = form.Odds.ToString(),
            Probability = (double?)(form.Percent / 100),
            form.Deadline,
            form.DecisionDue,
            form.StartsOn,
            form.EndsOn,
            form.IsLump,
            EffortHours = (double?)form.EffortHours,
            form.Coauthors,
            form.RestrictedTo,
            form.RenewalOf,
            form.Version,
        };
}
