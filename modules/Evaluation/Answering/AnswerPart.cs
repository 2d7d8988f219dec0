using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Rounds;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Answering;

/// <summary>One page of the form. It is kept when one goes on, so a half-filled answer is never lost.</summary>
internal static class AnswerPart
{
    private const string Keep = """
        update answer_sheet set answers = @Answers where key_hash = @KeyHash and is_sent = false
        """;

    internal static FormRoute<Input> Route { get; } =
        new()
        {
            Page = OpenForm.Route + "/{key}/{page:int}",
            Permission = Permission.Anyone,
            Start = async visit =>
                visit.Asked("blank") is null && await Draft.Of(visit) is { } draft
                    ? draft.Answers.Fields(draft.Given)
                    : new Input(),
            Read = input => input,
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => $"{Here(visit)}/{visit.Http.Items["next"]}",
        };

    private static string Here(IVisit visit) => $"{OpenForm.Path(visit)}/{visit.Http.GetRouteValue("key")}";

    private static int Page(IVisit visit) =>
        int.TryParse(
            visit.Http.GetRouteValue("page") as string,
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var page
        )
            ? page
            : 0;

    private static async Task<Outcome<Guid>> Handle(Input input, IVisit visit)
    {
        if (await Draft.Of(visit) is not { } draft)
            return Outcome<Guid>.Missing();
        if (draft.Round.IsClosed(visit.Clock.Today()))
            return Outcome<Guid>.Refused(
                "",
                T["The round was closed while you were answering. What you typed can no longer be kept."]
            );
        var sections = Sections.Of(draft.Instrument, draft.Group);
        var page = Page(visit);
        if (page < 1 || page > sections.Count)
            return Outcome<Guid>.Missing();
        var given = draft.Given;
        var before = draft.Answers.Shown(given);
        var all = sections[page - 1].Items.SelectMany(item => item.All).ToArray();
        var enough = input.Tick("enough");
        draft.Answers.Take(input, all.Where(item => before.Contains(item.Id)), given, mustAnswer: !enough);
        // What was rightly filled in is kept even where something else on the page is not right yet.
        await visit.Database.Write(
            writing => writing.Connection.Execute(Keep, new { draft.KeyHash, Answers = AnswerText.Write(given) }),
            visit.Gone
        );
        if (!input.IsGood)
            return Outcome<Guid>.Refused(input.Errors[0].Field, input.Errors[0].Sentence);
        visit.Say(T["What you answered is kept."]);
        visit.Http.Items["next"] = enough ? "send" : Next(draft, sections, page, before, visit);
        return Outcome<Guid>.Done(Guid.Empty);
    }

    // An answer may bring more questions on the same page; pages on which nothing is asked are passed over.
    private static string Next(
        Draft draft,
        IReadOnlyList<Section> sections,
        int page,
        IReadOnlySet<string> before,
        IVisit visit
    )
    {
        var shown = draft.Answers.Shown(draft.Given);
        if (Ids(sections[page - 1]).Any(id => shown.Contains(id) && !before.Contains(id)))
        {
            visit.Say(T["Your answers are kept. There is a little more to ask on this page because of them."]);
            return page.ToString(CultureInfo.InvariantCulture);
        }
        for (var next = page + 1; next <= sections.Count; next++)
        {
            if (Ids(sections[next - 1]).Any(shown.Contains))
                return next.ToString(CultureInfo.InvariantCulture);
        }
        return "send";
    }

    private static IEnumerable<string> Ids(Section section) =>
        section.Items.SelectMany(item => item.All).Where(item => item.Kind != ItemKind.Group).Select(item => item.Id);

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        if (await Draft.Of(visit) is not { } draft)
            return await OpenForm.Found(visit) is null
                ? null
                : visit.Page<SheetGonePage>(("Link", OpenForm.Path(visit)));
        if (input.IsGood && draft.Round.IsClosed(visit.Clock.Today()))
            return visit.Page<SheetGonePage>(("Link", OpenForm.Path(visit)));
        var sections = Sections.Of(draft.Instrument, draft.Group);
        var page = Page(visit);
        if (page < 1 || page > sections.Count)
            return null;
        var section = sections[page - 1];
        return visit.Page<AnswerPartPage>(
            ("Input", input),
            ("Title", section.Title.Length > 0 ? section.Title : draft.Round.Title),
            ("Questions", draft.Answers.Questions(section.Items, draft.Answers.Shown(draft.Given)).ToArray()),
            ("At", page),
            ("Of", sections.Count),
            ("Back", page > 1 ? $"{Here(visit)}/{page - 1}" : null),
            ("Address", visit.Address($"{Here(visit)}/{page}"))
        );
    }
}
