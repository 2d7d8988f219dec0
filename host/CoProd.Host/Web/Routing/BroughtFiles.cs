using CoProd.Contracts.Forms;
using CoProd.Host.Audit;
using CoProd.Host.Security;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Routing;

/// <summary>Files that came with a form are shown to the virus scanner, where one is named, before anybody takes them.</summary>
internal static class BroughtFiles
{
    /// <summary>Null when they may be taken; else the status of the answer, with the reason beside the field.</summary>
    public static async Task<int?> Refusal(Visit visit, Input input)
    {
        var scanner = visit.Get<VirusScanner>();
        if (scanner.Address is null)
            return null;
        foreach (var file in visit.Http.Request.Form.Files)
        {
            await using var content = file.OpenReadStream();
            var answer = await scanner.Look(content, visit.Gone);
            if (answer.Result == ScanResult.Clean)
                continue;
            var note = AuditNote.Of(visit.Http);
            note.Outcome = AuditOutcome.Refused;
            note.Detail = Detail(answer);
            input.Error(file.Name, Sentence(answer));
            return answer.Result == ScanResult.NoAnswer
                ? StatusCodes.Status503ServiceUnavailable
                : StatusCodes.Status400BadRequest;
        }
        return null;
    }

    // What the scanner calls it is short and names nobody; a scanner of somebody's own could say anything.
    private static string Detail(ScanAnswer answer) =>
        answer.Result switch
        {
            ScanResult.Found =>
                $"virus scanner: {new string([.. answer.Found.Where(sign => sign is > ' ' and <= '~').Take(80)])}",
            ScanResult.TooLarge => "virus scanner: too large",
            _ => "virus scanner: no answer",
        };

    private static string Sentence(ScanAnswer answer) =>
        answer.Result switch
        {
            ScanResult.Found => T[
                "The virus scanner found something harmful in this file ({0}). Nothing of it was kept. Have the computer looked at that it comes from.",
                answer.Found
            ],
            ScanResult.TooLarge => T[
                "The virus scanner does not look at files of this size, so it was not taken. Nothing of it was kept. Ask whoever looks after CoProd where you are to raise the scanner’s limit (StreamMaxLength)."
            ],
            _ => T[
                "The virus scanner does not answer at the moment, so the file was not taken. Nothing of it was kept. Try again in a few minutes; if it stays so, tell whoever looks after CoProd where you are."
            ],
        };
}
