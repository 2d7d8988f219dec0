using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Items;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Exchanges;

/// <summary>A question that somebody is owed an answer to. Everybody who takes part may ask; whoever records answers.</summary>
public static class AskQuestion
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Words { get; init; }
        public required string FromGroup { get; init; }
        public required Guid? PersonId { get; init; }
        public required string OwedBy { get; init; }
        public required DateOnly? AskedOn { get; init; }
        public required string Answer { get; init; }
        public required DateOnly? AnsweredOn { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into knowledge_question (id, innovation_id, words, from_group, person_id, owed_by, asked_on, answer, answered_on, recorded_by,
            recorded_at, changed_at)
        values (@Id, @InnovationId, @Words, @FromGroup, @PersonId, @OwedBy, @AskedOn, @Answer, @AnsweredOn, @RecordedBy, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update knowledge_question set words = @Words, from_group = @FromGroup, person_id = @PersonId, owed_by = @OwedBy, asked_on = @AskedOn,
            answer = @Answer, answered_on = @AnsweredOn, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Find = """
        select words from knowledge_question where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Withdraw = """
        update knowledge_question set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/questions/new",
            Api = Paths.Api + "/questions",
            Permission = Permissions.Tell,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Exchange(visit.InnovationId) + "#questions",
            Said = () => T["The question is kept. Somebody owes you an answer now."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/questions/{questionId:guid}",
            Api = Paths.Api + "/questions/{questionId:guid}",
            Permission = Permissions.Record,
            Start = visit => Start(visit, visit.RouteId("questionId")),
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, visit.RouteId("questionId")),
            Show = (input, visit) => Show(input, visit, visit.RouteId("questionId")),
            Then = (visit, _) => Paths.Exchange(visit.InnovationId) + "#questions",
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Withdrawal.Asking(
            Find,
            Withdraw,
            new Withdrawal
            {
                Record = Paths.Route + "/questions/{questionId:guid}",
                RouteId = "questionId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this question"],
                Lede = () => T["For one that nobody asked."],
                Said = () => T["The question is withdrawn."],
                Back = visit => Paths.Exchange(visit.InnovationId),
            }
        );

    private static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Words = input.Text("words", T["the question"], required: true, max: 2000),
            FromGroup = input.Text("fromGroup", T["the group it comes from"]),
            PersonId = input.Id("personId", T["who asks"]),
            OwedBy = input.Text("owedBy", T["who owes the answer"]),
            AskedOn = input.Date("askedOn", T["the day it was asked"]),
            Answer = input.Text("answer", T["the answer"], max: 4000),
            AnsweredOn = input.Date("answeredOn", T["the day of the answer"]),
            Version = input.Version(),
        };
        input.InOrder("answeredOn", form.AskedOn, form.AnsweredOn, T["The answer must not be before the question."]);
        if (form.Answer.Length == 0 && form.AnsweredOn is not null)
            input.Error("answer", T["Enter the answer that was given."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Guid? id)
    {
        var today = visit.Clock.Today();
        if (form.AskedOn > today || form.AnsweredOn > today)
            return Outcome<Guid>.Refused(
                form.AskedOn > today ? "askedOn" : "answeredOn",
                T["That day is still to come. Record it when it has happened."]
            );
        var mayRecord = visit.Caller.May(Permissions.Record);
        var who = mayRecord ? form.PersonId : visit.Caller.PersonId;
        if (!await PeopleToChoose.Offers(visit, [who], await Asker(visit, id), visit.Caller.PersonId))
            return Outcome<Guid>.Missing();
        var row = new
        {
            Id = id ?? form.Id,
            form.Words,
            form.FromGroup,
            PersonId = who,
            form.OwedBy,
            AskedOn = form.AskedOn ?? form.AnsweredOn ?? today,
            // Whoever asks does not answer themselves.
            Answer = mayRecord ? form.Answer : "",
            AnsweredOn = mayRecord && form.Answer.Length > 0 ? form.AnsweredOn ?? today : (DateOnly?)null,
            RecordedBy = visit.Caller.AccountId,
            form.Version,
        };
        return id is { } kept
            ? await Keeping.Change(visit, Update, kept, row, Start)
            : await Keeping.Make(visit, Insert, form.Id, row);
    }

    private static async Task<Guid?> Asker(IVisit visit, Guid? id) =>
        id is null
            ? null
            : (await ExchangeBook.One(visit.Database, visit.InnovationId, visit.Gone))
                .Questions.FirstOrDefault(one => one.Id == id)
                ?.PersonId;

    private static async Task<Input?> Start(IVisit visit, Guid id)
    {
        var book = await ExchangeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return book.Questions.FirstOrDefault(one => one.Id == id) is not { } kept
            ? null
            : Input.Of(
                ("words", kept.Words),
                ("fromGroup", kept.FromGroup),
                ("personId", kept.PersonId?.ToString() ?? ""),
                ("owedBy", kept.OwedBy),
                ("askedOn", kept.AskedOn.Iso()),
                ("answer", kept.Answer),
                ("answeredOn", kept.AnsweredOn?.Iso()),
                ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
            );
    }

    private static async Task<IResult?> Show(Input input, IVisit visit, Guid? id)
    {
        var mayRecord = visit.Caller.May(Permissions.Record);
        return visit.Page<AskQuestionPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("QuestionId", id),
            ("MayRecord", mayRecord),
            ("People", mayRecord ? await PeopleToChoose.Choices(visit, input["personId"]) : [])
        );
    }
}
