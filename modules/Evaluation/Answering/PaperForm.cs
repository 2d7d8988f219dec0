using CoProd.Contracts.Web;
using CoProd.Evaluation.Rounds;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;

namespace CoProd.Evaluation.Answering;

/// <summary>How a form is printed.</summary>
public enum Print
{
    /// <summary>In ordinary letters.</summary>
    Ordinary,

    /// <summary>In large letters.</summary>
    Large,

    /// <summary>Easy to read: large, one question in each box, short sentences, a picture beside each answer.</summary>
    Easy,
}

/// <summary>The form to print.</summary>
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
            ("Groups", round.Groups.Select(group => group.Name).ToArray()),
            ("Floor", round.Floor),
            ("ClosesOn", round.ClosesOn),
            ("Print", How(visit)),
            ("Questions", new Answers(instrument).Questions(instrument.Items, null).ToArray()),
            ("Back", Paths.Round(round.InnovationId, round.Id))
        );
    }

    private static Print How(IVisit visit) =>
        visit.Asked("easy") is not null ? Print.Easy
        : visit.Asked("large") is not null ? Print.Large
        : Print.Ordinary;
}
