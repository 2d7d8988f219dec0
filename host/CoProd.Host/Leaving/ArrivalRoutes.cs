using System.Text.Json;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Leaving.Pages;
using CoProd.Host.Modules;
using CoProd.Host.Web.Routing;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Leaving;

/// <summary>An innovation comes from elsewhere: the file, what would come in, and afterwards where it came from.</summary>
internal static class ArrivalRoutes
{
    private const string Brought = "archive-";

    // An archive that nobody took in for a day is about people whom nobody here expects.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public static void Map(RouteTable host)
    {
        host.Form(
            new FormRoute<Guid>
            {
                Page = "/imports/innovation",
                Permission = HostPermissions.TakeIn,
                Read = input => input.NewId(),
                Handle = Take,
                Show = (input, visit) => Task.FromResult<IResult?>(visit.Page<BringArchivePage>(("Input", input))),
                Then = (_, id) => $"/imports/innovation/{id}",
                MaxBytes = ArchiveReader.LargestFile + (1 << 20),
            }
        );
        host.Page("/imports/innovation/{archiveId:guid}", HostPermissions.TakeIn, Preview);
        host.Form(
            new FormRoute<bool>
            {
                Page = "/imports/innovation/{archiveId:guid}/apply",
                Permission = HostPermissions.TakeIn,
                Read = _ => true,
                Handle = Apply,
                Show = (_, visit) =>
                    Task.FromResult<IResult?>(
                        Results.LocalRedirect($"/imports/innovation/{visit.RouteId("archiveId")}")
                    ),
                Then = (_, id) => $"/innovations/{id}/arrival",
                Said = () => T["It is in."],
            }
        );
        host.Page("/innovations/{innovationId:guid}/arrival", HostPermissions.Home, Show);
        host.Form(
            new AskOnce
            {
                Title = () => T["Do not take this part in"],
                Lede = () =>
                    T[
                        "For a part that is not wanted, or of an archive that its sender did not make. What was kept of it here is removed. What came in already stays."
                    ],
                Name = WaitingPart,
                Label = () => T["Yes, it is not to come in, also when its module is here"],
                Send = () => T["Drop this part"],
                Said = () => T["The part is dropped. Nothing of it was taken in."],
                Do = (visit, w) => Arrivals.DropWaiting(w, visit.InnovationId, visit.RouteId("arrivalId"), Part(visit)),
            }.Route(
                "/innovations/{innovationId:guid}/arrival/{arrivalId:guid}/{part}/drop",
                "/api/innovations/{innovationId:guid}/arrival/{arrivalId:guid}/{part}/drop",
                HostPermissions.TakeIn,
                visit => $"/innovations/{visit.InnovationId}/arrival"
            )
        );
    }

    private static string Part(IVisit visit) => visit.Http.Request.RouteValues["part"] as string ?? "";

    private static async Task<string?> WaitingPart(IVisit visit) =>
        await visit.Get<Arrivals>().Find(visit.RouteId("arrivalId"), visit.Gone) is { } arrival
        && arrival.InnovationId == visit.InnovationId
            ? arrival.Waiting.FirstOrDefault(part => part.ModuleId == Part(visit))?.ModuleId
            : null;

    private static string PathOf(string dataFolder, Guid id) => Path.Combine(dataFolder, "uploads", $"{Brought}{id:N}");

    /// <summary>Removes archives that were brought and not taken in.</summary>
    internal static void RemoveBrought(string dataFolder, DateTimeOffset before)
    {
        var folder = Path.Combine(dataFolder, "uploads");
        if (!Directory.Exists(folder))
            return;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles(Brought + "*"))
            if (file.LastWriteTimeUtc < before.UtcDateTime)
                file.Delete();
    }

    private static async Task<Outcome<Guid>> Take(Guid id, IVisit visit)
    {
        var file = (await visit.Http.Request.ReadFormAsync(visit.Gone)).Files.GetFile("file");
        if (file is null || file.Length == 0)
            return Outcome<Guid>.Refused("file", T["Choose a file that is not empty."]);
        var data = visit.Get<HostOptions>().DataFolder;
        RemoveBrought(data, visit.Clock.GetUtcNow() - Kept);
        id = await BroughtFiles.Lay(file, id, one => PathOf(data, one), visit.Gone);
        var path = PathOf(data, id);
        try
        {
            await ArchiveReader.Read(path, visit.Gone);
            return Outcome<Guid>.Done(id);
        }
        catch (InvalidOperationException e)
        {
            File.Delete(path);
            return Outcome<Guid>.Refused("file", e.Message);
        }
    }

    private static async Task<IResult?> Preview(IVisit visit)
    {
        var id = visit.RouteId("archiveId");
        var path = PathOf(visit.Get<HostOptions>().DataFolder, id);
        if (!File.Exists(path))
            return null;
        var archive = await ArchiveReader.Read(path, visit.Gone);
        var arrivals = visit.Get<Arrivals>();
        var manifest = archive.Manifest;
        var here = await visit.Maybe<IInnovationDirectory>()!.Innovations([manifest.InnovationId], visit.Gone);
        return visit.Page<ArchivePreviewPage>(
            ("ArchiveId", id),
            ("Manifest", manifest),
            ("KnownAs", await new ArchiveTrust(visit.Get<Database>()).Knows(manifest.Key, visit.Gone)),
            ("Refusal", await arrivals.Refusal(archive, visit.Gone)),
            ("IsHere", here.Count > 0),
            ("CameBefore", await arrivals.Before(archive, visit.Gone) is not null),
            ("Rivals", (await arrivals.Rivals(archive, visit.Gone)).Select(RivalArchive.Told).ToList()),
            ("Missing", MissingHere(visit, manifest.Modules.Select(part => part.Id)))
        );
    }

    private static List<string> MissingHere(IVisit visit, IEnumerable<string> ids) =>
        [.. ids.Where(id => visit.Get<ModuleCatalogue>().Find(id) is not { IsActive: true })];

    private static async Task<Outcome<Guid>> Apply(bool sure, IVisit visit)
    {
        var path = PathOf(visit.Get<HostOptions>().DataFolder, visit.RouteId("archiveId"));
        if (!File.Exists(path))
            return Outcome<Guid>.Missing();
        try
        {
            var archive = await ArchiveReader.Read(path, visit.Gone);
            var (arrival, _) = await visit.Get<Arrivals>().TakeIn(archive, visit.Caller.AccountId, visit.Gone);
            File.Delete(path);
            return Outcome<Guid>.Done(arrival.InnovationId);
        }
        catch (InvalidOperationException e)
        {
            visit.Say(e.Message);
            return Outcome<Guid>.Refused("", e.Message);
        }
    }

    private static async Task<IResult?> Show(IVisit visit)
    {
        var arrivals = await visit.Get<Arrivals>().Of(visit.InnovationId, visit.Gone);
        if (arrivals.Count == 0)
            return null;
        var trust = new ArchiveTrust(visit.Get<Database>());
        var shown = new List<ShownArrival>();
        foreach (var arrival in arrivals)
            shown.Add(
                new()
                {
                    Id = arrival.Id,
                    HasRival = arrivals.Any(other => other.Id != arrival.Id && other.ArchiveId == arrival.ArchiveId),
                    Manifest = arrival.Told,
                    ArrivedAt = arrival.ArrivedAt,
                    KnownAs = await trust.Knows(arrival.Fingerprint, visit.Gone),
                    Waiting =
                    [
                        .. arrival.Waiting.Select(part =>
                            (part.ModuleId, part.WaitsFor ?? T["It is about to be taken in."])
                        ),
                    ],
                    Dropped =
                    [
                        .. arrival
                            .Parts.Where(part => part.DroppedAt is not null)
                            .Select(part => (part.ModuleId, part.DroppedAt!.Value)),
                    ],
                    Story =
                    [
                        .. JsonSerializer
                            .Deserialize<List<StoryLine>>(arrival.Story, Manifest.Json)!
                            .Where(line =>
                                line.Permission == HostPermissions.Home || visit.Caller.May(line.Permission)
                            ),
                    ],
                }
            );
        return visit.Page<ArrivalPage>(
            ("Arrivals", shown),
            ("InnovationId", visit.InnovationId),
            ("MayDrop", visit.Caller.May(HostPermissions.TakeIn))
        );
    }
}

/// <summary>What came under the number of another archive and is not the same.</summary>
public static class RivalArchive
{
    internal static string Told(Arrival one) =>
        T[
            "On {0} another archive with this same number came, which calls its sender “{1}” and is signed with {2}. One of the two is not what its sender made. What came then stays as it is, and of this one only what is new would come in. Compare both keys with the sender by telephone first.",
            DateOnly.FromDateTime(one.ArrivedAt.UtcDateTime).Long(),
            one.Sender,
            one.Fingerprint
        ];
}

/// <summary>An archive that came, as its page tells it.</summary>
public sealed record ShownArrival
{
    public Guid Id { get; init; }

    public Manifest Manifest { get; init; } = new();

    public DateTimeOffset ArrivedAt { get; init; }

    /// <summary>How the sender's key is known here; null where it is not.</summary>
    public string? KnownAs { get; init; }

    /// <summary>Another archive came under the same number.</summary>
    public bool HasRival { get; init; }

    /// <summary>Parts that were not taken in yet, and why.</summary>
    public IReadOnlyList<(string Module, string Why)> Waiting { get; init; } = [];

    /// <summary>Parts that somebody here said are not to come in, and when.</summary>
    public IReadOnlyList<(string Module, DateTimeOffset At)> Dropped { get; init; } = [];

    public IReadOnlyList<StoryLine> Story { get; init; } = [];
}
