using System.Globalization;
using CoProd.Host.Audit;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CoProd.Host.Data;

/// <summary>
/// Looks every two seconds how the disk stands. One that is as good as full is found before anybody's words are lost to it; one that has
/// room again, shown by really writing, opens the site again without anybody doing anything.
/// </summary>
internal sealed class DiskWatch(Engine engine, Database host, AuditTrail trail, ILogger<DiskWatch> log)
    : BackgroundService
{
    /// <summary>When the disk was full the last time, from and to, for <c>coprod doctor</c>.</summary>
    public const string WasFull = "host.disk-was-full";

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private const string Remember = """
        insert into institution_setting (name, value, changed_at) values (@WasFull, @value, @Now)
        on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at
        """;

    private bool told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Look(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(e, "How the disk stands could not be seen; it is tried again");
            }
            await Task.Delay(LookEvery, stoppingToken);
        }
    }

    private async Task Look(CancellationToken ct)
    {
        var disk = engine.Disk;
        if (!disk.IsFull && disk.HasCrumbsOnly && !engine.HasRoom())
            disk.Note();
        if (disk.Since is not { } since)
            return;
        if (!told)
            log.LogCritical(
                "The disk is full. Nothing more is taken until there is room again; pages can be read. Make room: it goes on by itself"
            );
        told = true;
        if (engine.HasRoom() && await Writes(since, ct))
            await GoOn(since);
    }

    // A file beside is one thing, the database itself another: it may have a limit of its own, or lie on another machine.
    private async Task<bool> Writes(DateTimeOffset since, CancellationToken ct)
    {
        try
        {
            await host.WriteAnyway(
                w =>
                    w.Connection.Execute(
                        Remember,
                        new
                        {
                            WasFull,
                            value = string.Create(CultureInfo.InvariantCulture, $"{since:O} {w.Now:O}"),
                            w.Now,
                        }
                    ),
                ct
            );
            return true;
        }
        catch (DiskFullException)
        {
            return false;
        }
    }

    private async Task GoOn(DateTimeOffset since)
    {
        engine.Disk.End();
        told = false;
        log.LogWarning("There is room on the disk again; everything is taken as before");
        await trail.Append(
            new()
            {
                Kind = AuditKind.Host,
                Action = "disk was full",
                Who = Guid.Empty,
                Detail = string.Create(CultureInfo.InvariantCulture, $"since {since:u}"),
            }
        );
    }
}
