using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Decisions;

/// <summary>A question that is to be decided, with its options; later, what was decided, when and by whom.</summary>
public static class RecordDecision
{
    private const int MostOptions = 20;

    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Question { get; init; }
        public required IReadOnlyList<string> Options { get; init; }
        public required string Outcome { get; init; }
        public required DateOnly? DecidedOn { get; init; }
        public required string DecidedBy { get; init; }
        public required bool WasSettledBefore { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into knowledge_decision (id, innovation_id, question, search_key, decided_on, outcome, decided_by, was_settled_before,
            recorded_by, recorded_at, changed_at)
        values (@Id, @InnovationId, @Question, @SearchKey, @DecidedOn, @Outcome, @DecidedBy, @WasSettledBefore, @RecordedBy, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update knowledge_decision set question = @Question, search_key = @SearchKey, decided_on = @DecidedOn, outcome = @Outcome,
            decided_by = @DecidedBy, was_settled_before = @WasSettledBefore, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string NoOptions = "delete from knowledge_option where decision_id = @Id";

    private const string Option = """
        insert into knowledge_option (decision_id, nr, words) values (@Id, @nr, @words) on conflict do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/decisions/new",
            Api = Paths.Api + "/decisions",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, id) => Paths.Decision(visit.InnovationId, id),
            Said = () => T["The decision is recorded. Next: what was known about it?"],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.DecisionRoute + "/edit",
            Api = "/api" + Paths.DecisionRoute + "/edit",
            Permission = Permissions.Record,
            Start = async visit => await Kept(visit) is { } kept ? InputOf(kept) : null,
            Read = Read,
            Handle = async (form, visit) =>
                await Kept(visit) is { } kept
                    ? await Handle(form with { Id = kept.Id }, visit, kept)
                    : Outcome<Guid>.Missing(),
            Show = (input, visit) => Show(input, visit, visit.RouteId("decisionId")),
            Then = (visit, _) => Paths.Decision(visit.InnovationId, visit.RouteId("decisionId")),
            Said = () => T["The change is kept."],
        };

    internal static Form Read(Input input)
    {
        var options = input
            .Text("options", T["the options"], max: 4000)
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (options.Length > MostOptions)
            input.Error("options", T["Keep to {0} options or fewer. There are {1}.", MostOptions, options.Length]);
        var form = new Form
        {
            Id = input.NewId(),
            Question = input.Text("question", T["the question"], required: true, max: 1000),
            Options = options,
            Outcome = input.Text("outcome", T["what was decided"], max: 2000),
            DecidedOn = input.Date("decidedOn", T["the day it was decided"]),
            DecidedBy = input.Text("decidedBy", T["who decided"]),
            WasSettledBefore = input.Tick("wasSettledBefore"),
            Version = input.Version(),
        };
        if (form.DecidedOn is not null && form.Outcome.Length == 0)
            input.Error("outcome", T["Enter what was decided."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Decision? before)
    {
        var today = visit.Clock.Today();
        if (form.DecidedOn > today)
            return Outcome<Guid>.Refused("decidedOn", T["That day is still to come. Record it when it has happened."]);
        var row = new
        {
            form.Id,
            form.Question,
            SearchKey = Words.Key(form.Question),
            // Decided, and no day was typed: it is so since today.
            DecidedOn = form.Outcome.Length == 0 ? (DateOnly?)null : form.DecidedOn ?? before?.DecidedOn ?? today,
            form.Outcome,
            form.DecidedBy,
            form.WasSettledBefore,
            RecordedBy = visit.Caller.AccountId,
            form.Version,
        };
        var (innovation, isNew, lost) = (visit.InnovationId, before is null, false);
        var done = await Keeping.Several(
            visit,
            form.Id,
            writing =>
            {
                var rows = writing.Connection.Execute(isNew ? Insert : Update, Keeping.With(row, innovation, writing));
                lost = rows == 0 && !isNew;
                if (rows == 0)
                    return isNew;
                WriteOptions(writing, form.Id, form.Options);
                return true;
            }
        );
        return lost && await Kept(visit) is { } theirs ? Outcome<Guid>.Conflict(InputOf(theirs)) : done;
    }

    private static void WriteOptions(IWriting writing, Guid id, IReadOnlyList<string> options)
    {
        writing.Connection.Execute(NoOptions, new { Id = id });
        for (var nr = 0; nr < options.Count; nr++)
            writing.Connection.Execute(
                Option,
                new
                {
                    Id = id,
                    nr,
                    words = options[nr],
                }
            );
    }

    private static async Task<Decision?> Kept(IVisit visit) =>
        (await KnowledgeBook.One(visit.Database, visit.InnovationId, visit.Gone)).Decision(visit.RouteId("decisionId"));

    private static Input InputOf(Decision kept) =>
        Input.Of(
            ("question", kept.Question),
            ("options", string.Join('\n', kept.Options)),
            ("outcome", kept.Outcome),
            ("decidedOn", kept.DecidedOn?.Iso()),
            ("decidedBy", kept.DecidedBy),
            ("wasSettledBefore", kept.WasSettledBefore ? "yes" : null),
            ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
        );

    private static Task<IResult?> Show(Input input, IVisit visit, Guid? id) =>
        Task.FromResult<IResult?>(
            visit.Page<RecordDecisionPage>(("Input", input), ("InnovationId", visit.InnovationId), ("DecisionId", id))
        );
}
