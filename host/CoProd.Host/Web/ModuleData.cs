using System.Globalization;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Packages;
using CoProd.Host.Web.Pages;
using CoProd.Host.Web.Routing;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>A module's data as a file: taken away, found again after the module was removed, and taken in.</summary>
public static class ModuleData
{
    private const string Folder = "exports";
    private const string MediaType = "application/zip";
    private const long LargestFile = 256 << 20;

    /// <summary>Where a removal writes a module's data, inside the data folder.</summary>
    internal static string NewName(string id, string version, TimeProvider clock) =>
        $"{Folder}/{id}-{version}-{clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.zip";

    /// <summary>The files that removals have written.</summary>
    internal static IReadOnlyList<string> Kept(string dataFolder) =>
        Path.Combine(dataFolder, Folder) is var folder && Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(folder, "*.zip")
                    .Select(path => Path.GetFileName(path))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    /// <summary>Everything a module holds at this moment.</summary>
    internal static async Task<IResult?> Download(IVisit visit)
    {
        var site = visit.Get<Site>();
        if (site.Modules.Find(visit.Asked("module") ?? "") is not { Database: not null, Manifest: { } manifest } module)
            return null;
        var path = Path.Combine(Path.GetTempPath(), $"coprod-{Guid.CreateVersion7():N}.zip");
        await ModuleArchive.Write(site, module, path, visit.Gone);
        // Gone once it has been sent.
        var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.Read,
            4096,
            FileOptions.DeleteOnClose
        );
        return Results.File(file, MediaType, $"{module.Id}-{manifest.Version}.zip");
    }

    /// <summary>A file that a removal has written.</summary>
    internal static Task<IResult?> DownloadKept(IVisit visit)
    {
        var data = visit.Get<HostOptions>().DataFolder;
        var name = Kept(data).FirstOrDefault(kept => kept == visit.Asked("file"));
        return Task.FromResult(
            name is null ? null : Results.File(File.OpenRead(Path.Combine(data, Folder, name)), MediaType, name)
        );
    }

    internal static FormRoute<Guid> Import { get; } =
        new()
        {
            Page = "/modules/import",
            Permission = HostPermissions.Modules,
            Read = input => input.NewId(),
            Handle = Take,
            Show = (input, visit) => Task.FromResult<IResult?>(visit.Page<ImportDataPage>(("Input", input))),
            Then = (_, _) => "/modules",
            Said = () => T["The file is whole. It is taken in when CoProd starts again."],
            MaxBytes = LargestFile,
        };

    // Looked through now; taken in at the next start, when nobody writes.
    private static async Task<Outcome<Guid>> Take(Guid id, IVisit visit)
    {
        var file = (await visit.Http.Request.ReadFormAsync(visit.Gone)).Files.GetFile("file");
        if (file is null || file.Length == 0)
            return Outcome<Guid>.Refused("file", T["Choose a file that is not empty."]);
        var site = visit.Get<Site>();
        id = await BroughtFiles.Lay(file, id, PathOf, visit.Gone);
        var path = PathOf(id);
        if (await Refusal(site, path, visit) is { } refusal)
        {
            File.Delete(path);
            return Outcome<Guid>.Refused("file", refusal);
        }
        var head = await ModuleArchive.Look(path, visit.Gone);
        Audit.AuditNote.Of(visit.Http).Detail = head.Id;
        var wish = new Wish
        {
            Change = Change.Import,
            Id = head.Id,
            By = visit.Caller.Name,
            File = $"uploads/{id:N}",
        };
        Wishes.Alter(site.Options.DataFolder, wishes => wishes.Wanted[head.Id] = wish);
        return Outcome<Guid>.Done(id);

        string PathOf(Guid of) => Path.Combine(site.Options.DataFolder, "uploads", of.ToString("N"));
    }

    private static async Task<string?> Refusal(Site site, string path, IVisit visit)
    {
        try
        {
            var head = await ModuleArchive.Look(path, visit.Gone);
            return site.Modules.Find(head.Id)?.Manifest?.Version is not { } here
                    ? T[
                        "It holds the data of {0} {1}, which is not installed here. Install it first.",
                        head.Id,
                        head.Version
                    ]
                : here != head.Version
                    ? T["It holds the data of {0} {1}; here is {2}. Install {1} first.", head.Id, head.Version, here]
                : null;
        }
        catch (InvalidOperationException)
        {
            return T["The file is damaged, or it does not hold the data of a module. Nothing was changed."];
        }
    }
}
