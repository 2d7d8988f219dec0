using CoProd.Contracts;
using CoProd.Host.Modules;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoProd.Host.Web.Pictures;

/// <summary>Time alone raises warnings: once a day everything is worked out anew. And what changed is told to boards before long. The day of the last run is kept, so a restart neither skips nor repeats it.</summary>
internal sealed class NightlyRefresh(
    PictureMaker pictures,
    Board.BoardMaker boards,
    Data.Database host,
    InstitutionSettings settings,
    TimeProvider clock,
    ILogger<NightlyRefresh> log
) : BackgroundService
{
    public const string LastRun = "host.last-refresh";
    private const int PageSize = 200;

    private const string Page = """
        select id from host_innovation where withdrawn = false and id > @after order by id limit @PageSize
        """;

    /// <summary>Has everything worked out anew at the next start, whatever the day: data came in that nobody said a word about.</summary>
    public static Task AtNextStart(InstitutionSettings settings, CancellationToken ct) => settings.Set(LastRun, "", ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(5), clock);
        do
        {
            try
            {
                await RunIfDue(stoppingToken);
                await boards.CatchUp(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "The daily refresh failed; it is tried again");
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public async Task RunIfDue(CancellationToken ct)
    {
        var today = clock.Today().Iso();
        if ((await settings.Load(ct)).GetValueOrDefault(LastRun) == today)
            return;
        for (var after = Guid.Empty; ; )
        {
            var page = (await host.Read(c => c.QueryAsync<Guid>(Page, new { after, PageSize }), ct)).AsList();
            if (page.Count == 0)
                break;
            await pictures.Refresh(page, ct);
            after = page[^1];
        }
        await settings.Set(LastRun, today, ct);
    }
}
