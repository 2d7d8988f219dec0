using CoProd.Contracts.Web;
using CoProd.Evaluation.Rounds;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;

namespace CoProd.Evaluation.Answering;

/// <summary>The form to print, in ordinary or in large letters.</summary>
internal static class PaperForm
{
    internal static async Task<IResult?> Show(IVisit visit)
    {
        if (await SeeRound.Found(visit) is not { } round)
            return null;
        var instrument = await RoundBook.Asked(visit.Database, round.Id, visit.Gone);
        return visit.Page<PaperFormPage>(
            ("Title", round.Title),
            ("Purpose", round.Purpose),
            ("Together", round.Together),
            ("Floor", round.Floor),
            ("ClosesOn", round.ClosesOn),
            ("Large", visit.Asked("large") is not null),
            ("Questions", new Answers(instrument).Questions(instrument.Items, null).ToArray()),
            ("Back", Paths.Round(round.InnovationId, round.Id))
        );
    }
}
