using CoProd.Contracts.Web;
using CoProd.Evaluation.Instruments;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Evaluation.Texts;

namespace CoProd.Evaluation.Library;

/// <summary>Which instruments there are, and which of them can be used as they are.</summary>
public static class SeeInstruments
{
    /// <summary>An instrument in a line.</summary>
    public sealed record Row(string Title, string Version, string Path, int Questions, string Words, bool CanBeAsked);

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<SeeInstrumentsPage>(
            ("Rows", await Answer(visit)),
            ("MayLoad", visit.Caller.May(Permissions.Instruments))
        );

    internal static async Task<IReadOnlyList<Row>?> Answer(IVisit visit) =>
        [
            .. (await Shelf.All(visit.Database, visit.Gone)).Select(one => new Row(
                one.Title,
                one.Version,
                SeeInstrument.Path(one.Key, one.Version),
                one.All.Count(item => item.Kind is not (ItemKind.Group or ItemKind.Display)),
                WordsOf(one),
                one.HasWords
            )),
        ];

    internal static string WordsOf(Instrument instrument) =>
        instrument.Licence.Wording switch
        {
            Wording.Ours => T["our own plain words"],
            Wording.Absent => T["structure only: the words belong to others"],
            _ => T["loaded here"],
        };
}
