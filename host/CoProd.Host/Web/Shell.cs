using CoProd.Contracts;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Web.Routing;
using CoProd.Ui.Forms;
using CoProd.Ui.Shell;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>The frame around every page, for the request at hand.</summary>
internal sealed class Shell(
    IHttpContextAccessor accessor,
    ModuleCatalogue modules,
    Database host,
    InstitutionSettings settings,
    HostOptions options,
    AssetFiles assets,
    FullDisk disk
) : IShell
{
    public const string CapturePath = "/capture";
    public const string CapturePermission = "register.note";

    private const int MostInnovations = 30;

    private HttpContext Http => accessor.HttpContext!;

    private Caller? Caller => Http.Features.Get<ICaller>() as Caller;

    public string Institution => settings.Find("host.institution") ?? "CoProd";

    // Whoever reads by a link or a code has no account that would open it.
    public string? Home => Http.Features.Get<ICaller>() is NobodyCaller ? null : "/";

    public string? Person => Caller?.Name;

    public string? Role => Caller is { } caller ? caller.Role.Name : null;

    public bool IsDemo => options.Demo;

    public string? Notice => disk.IsFull ? NoRoom.Banner : null;

    public string? Theme =>
        Http.Request.Cookies["theme"] is "light" or "dark" or "contrast" ? Http.Request.Cookies["theme"] : null;

    public string Language => System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public string Here => Http.Request.Path + Http.Request.QueryString;

    public string? Said => said ??= Flash.Hear(Http);

    private string? said;

    public string Asset(string path) => assets.Address(path);

    public IReadOnlyList<ShellLink> Navigation =>
        Caller is not { } caller
            ? []
            :
            [
                Link(T["Home"], "/", "house"),
                .. modules
                    .Navigation.Where(entry => caller.MayOpen(entry.Permission))
                    .Select(e => Link(e.Text(), e.Path, e.Icon)),
                .. caller.MayOpen(HostPermissions.Board)
                    ? new[] { Link(T["For the board"], "/board", "landmark") }
                    : [],
                .. caller.MayOpen(HostPermissions.Import)
                    ? new[] { Link(T["Take in a file"], "/imports", "upload") }
                    : [],
                .. caller.MayOpen(HostPermissions.Accounts)
                    ? new[] { Link(T["People who sign in"], "/accounts", "key-round") }
                    : [],
                .. caller.MayOpen(HostPermissions.Privacy)
                    ? new[] { Link(T["Privacy"], "/privacy", "shield-check") }
                    : [],
                .. caller.MayOpen(HostPermissions.Modules) ? new[] { Link(T["Modules"], "/modules", "blocks") } : [],
                .. caller.MayOpen(HostPermissions.Audit) ? new[] { Link(T["Who did what"], "/audit", "history") } : [],
                .. caller.MayOpen(HostPermissions.Settings)
                    ? new[] { Link(T["Settings"], "/settings", "settings") }
                    : [],
            ];

    private ShellLink Link(string text, string path, string icon) =>
        new()
        {
            Text = text,
            Path = path,
            Icon = icon,
            IsHere = path == "/" ? Http.Request.Path == "/" : Http.Request.Path.StartsWithSegments(path),
        };

    private const string Innovations = """
        select i.id, i.name from host_innovation i
        where i.withdrawn = false
            and (@SeesAll or exists (select 1 from host_access a where a.innovation_id = i.id and a.person_id in @SeesAs))
        order by i.name_key, i.id limit @MostInnovations
        """;

    private const string OneInnovation = """
        select i.id, i.name from host_innovation i
        where i.id = @last and i.withdrawn = false
            and (@SeesAll or exists (select 1 from host_access a where a.innovation_id = i.id and a.person_id in @SeesAs))
        """;

    private bool captureRead;
    private CapturePanel? capture;

    /// <summary>Read before the page is rendered: components wait for nothing.</summary>
    public async Task Prepare()
    {
        captureRead = true;
        if (Caller?.Across(CapturePermission) is not { } caller || Http.Request.Path.StartsWithSegments(CapturePath))
            return;
        var who = new
        {
            caller.SeesAll,
            caller.SeesAs,
            MostInnovations,
            last = LastUsed,
        };
        var rows = await host.Read(async c =>
            (last: await c.QueryAsync<Named>(OneInnovation, who), all: await c.QueryAsync<Named>(Innovations, who))
        );
        var choices = rows
            .last.Concat(rows.all)
            .DistinctBy(row => row.Id)
            .Select(row => new Choice(row.Id.ToString(), row.Name))
            .ToList();
        if (choices.Count > 0)
            capture = new CapturePanel
            {
                Path = CapturePath,
                NamesPath = "/api/notes/names",
                Innovations = choices,
                Today = options.Clock.Today().Iso(),
                UsualHours = Http.Request.Cookies["coprod.hours"] is { Length: < 6 } hours ? hours : "",
            };
    }

    public CapturePanel? Capture => captureRead ? capture : null;

    // The innovation of this page, else the one last written about.
    private Guid LastUsed =>
        Guid.TryParse(Http.Request.RouteValues["innovationId"] as string, out var here) ? here
        : Guid.TryParse(Http.Request.Cookies["coprod.last"], out var last) ? last
        : Guid.Empty;

    private sealed record Named
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";
    }
}
