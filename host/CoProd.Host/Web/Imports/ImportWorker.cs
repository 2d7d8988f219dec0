using Microsoft.Extensions.Hosting;

namespace CoProd.Host.Web.Imports;

internal sealed class ImportWorker(ImportRuns runs) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await runs.NoteInterrupted(stoppingToken);
        await runs.Work(stoppingToken);
    }
}
