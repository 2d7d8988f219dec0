using CoProd.Contracts.Forms;
using CoProd.Host.Audit;
using CoProd.Host.Backups;
using CoProd.Host.Security;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Routing;

/// <summary>
/// Files that came with a form are shown to the virus scanner, where one is named, before anybody takes them, and are laid where they are
/// read from later.
/// </summary>
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

    /// <summary>
    /// Lays a file where its form's id says, whole or not at all. Sent twice it lies there once. Whoever went back and chose another file
    /// sends the same id again: that file gets an id of its own, and what lies there stays as it is being read.
    /// </summary>
    /// <param name="file">What was brought.</param>
    /// <param name="id">The id that the form carried.</param>
    /// <param name="pathOf">Where the file of an id lies.</param>
    /// <param name="ct">Gives up; nothing is left.</param>
    /// <returns>The id under which it lies.</returns>
    public static async Task<Guid> Lay(IFormFile file, Guid id, Func<Guid, string> pathOf, CancellationToken ct)
    {
        var half = pathOf(Guid.CreateVersion7()) + ".half";
        Directory.CreateDirectory(Path.GetDirectoryName(half)!);
        try
        {
            await using (var target = File.Create(half))
                await file.CopyToAsync(target, ct);
            if (MoveTo(half, pathOf(id)) || await BackupFile.Hash(half, ct) == await BackupFile.Hash(pathOf(id), ct))
                return id;
            id = Guid.CreateVersion7();
            File.Move(half, pathOf(id));
            return id;
        }
        finally
        {
            File.Delete(half);
        }
    }

    private static bool MoveTo(string half, string path)
    {
        try
        {
            File.Move(half, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
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
