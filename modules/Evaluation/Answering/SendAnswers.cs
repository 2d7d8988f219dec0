using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Rounds;
using CoProd.Evaluation.Scores;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Answering;

/// <summary>The answers are sent: from now on they count, and their address opens nothing.</summary>
internal static class SendAnswers
{
    private const string Send = """
        update answer_sheet set is_sent = true, key_hash = null, answers = @Answers where key_hash = @KeyHash and is_sent = false
        """;

    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = OpenForm.Route + "/{key}/send",
            Permission = Permission.Anyone,
            Read = _ => true,
            Handle = (_, visit) => Handle(visit),
            Show = Show,
            Then = (visit, _) => OpenForm.Path(visit) + "/thanks",
        };

    private static async Task<Outcome<Guid>> Handle(IVisit visit)
    {
        if (await Draft.Of(visit) is not { } draft)
            // Sent twice: the first counts.
            return await OpenForm.Found(visit) is null ? Outcome<Guid>.Missing() : Outcome<Guid>.Done(Guid.Empty);
        if (draft.Round.IsClosed(visit.Clock.Today()))
            return Outcome<Guid>.Refused(
                "",
                T["The round was closed before you sent your answers. They do not count; thank you all the same."]
            );
        var shown = draft.Answers.Shown(draft.Given);
        var kept = draft.Given.Where(each => shown.Contains(each.Key)).ToDictionary();
        if (kept.Count == 0)
            return Outcome<Guid>.Refused("", T["There is no answer yet. Go back and answer at least one question."]);
        if (Ratios.Faults(draft.Instrument, draft.Answers.Values(kept)).FirstOrDefault().Sentence is { } fault)
            return Outcome<Guid>.Refused("", T["{0} Go back and change it; everything is kept.", fault]);
        await visit.Database.Write(
            writing =>
            {
                writing.Connection.Execute(Send, new { draft.KeyHash, Answers = AnswerText.Write(kept) });
                writing.Changed(draft.Round.InnovationId);
            },
            visit.Gone
        );
        OpenForm.Forget(visit);
        return Outcome<Guid>.Done(Guid.Empty);
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        if (await Draft.Of(visit) is not { } draft)
            return await OpenForm.Found(visit) is null
                ? null
                : visit.Page<SheetGonePage>(("Link", OpenForm.Path(visit)));
        var shown = draft.Answers.Shown(draft.Given);
        var here = $"{OpenForm.Path(visit)}/{visit.Http.GetRouteValue("key")}";
        return visit.Page<SendAnswersPage>(
            ("Input", input),
            ("Together", draft.Round.Together),
            (
                "Parts",
                Sections
                    .Of(draft.Instrument, draft.Group)
                    .Select(
                        (section, i) =>
                        {
                            var asked = section
                                .Items.SelectMany(item => item.All)
                                .Where(item =>
                                    item.Kind is not (ItemKind.Group or ItemKind.Display) && shown.Contains(item.Id)
                                )
                                .ToArray();
                            var title = section.Title.Length > 0 ? section.Title : T["Page {0}", i + 1];
                            return (
                                title,
                                asked.Count(item => draft.Given.ContainsKey(item.Id)),
                                asked.Length,
                                $"{here}/{i + 1}"
                            );
                        }
                    )
                    .Where(part => part.Length > 0)
                    .ToArray()
            )
        );
    }
}
