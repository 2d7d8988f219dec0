using CoProd.Host.Modules;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Quartz;

namespace CoProd.Host.Jobs;

/// <summary>Runs the modules' jobs on their schedules. One job type for all: the store holds a module's id and a name, never a type of a module.</summary>
internal static class JobSupervisor
{
    public static void Add(IServiceCollection services, Site site)
    {
        services.AddSingleton<JobBudget>();
        services.AddSingleton<JobRuns>();
        services.AddQuartz(quartz =>
        {
            foreach (var job in site.Modules.All.SelectMany(module => module.Declared?.Jobs ?? []))
            {
                var key = new JobKey(job.Name, job.ModuleId);
                quartz.AddJob<ModuleJob>(configure => configure.WithIdentity(key).StoreDurably());
                quartz.AddTrigger(trigger =>
                    trigger.ForJob(key).WithCronSchedule(job.Cron, cron => cron.InTimeZone(TimeZoneInfo.Utc))
                );
            }
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
    }
}

/// <summary>Runs one job of a module in a scope of its own. A job that fails is noted on the modules page and
/// runs again at its next time; one that keeps failing rests until CoProd starts again.</summary>
[DisallowConcurrentExecution]
internal sealed class ModuleJob(
    ModuleCatalogue modules,
    Ledger ledger,
    JobBudget budget,
    JobRuns runs,
    Data.FullDisk disk,
    ILogger<ModuleJob> log
) : IJob
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var key = context.JobDetail.Key;
        if (modules.Find(key.Group) is not { IsActive: true } module || budget.IsSpent(key))
            return;
        var job = module.Declared!.Jobs.First(declared => declared.Name == key.Name);
        try
        {
            using var entry = ledger.Enter(module.Id, "running its job " + key.Name);
            await using var scope = ModuleCatalogue.NewScope(module);
            var services = new Autofac.Extensions.DependencyInjection.AutofacServiceProvider(scope);
            await Task.Run(() => job.Make(services).Run(cancellationToken), cancellationToken)
                .WaitAsync(Longest, cancellationToken);
            budget.Succeeded(key);
            await Noted(key, runs.WentWell(key.Group, key.Name));
        }
        catch (Exception e) when (disk.Is(e))
        {
            // Not the job's failure: it runs again at its next time.
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogError(e, "Job {Job} of {Module} failed", key.Name, key.Group);
            modules.Fault(module, "job " + key.Name, e);
            budget.Failed(key);
            await Noted(key, runs.WentWrong(key.Group, key.Name, e));
        }
    }

    private async Task Noted(JobKey key, Task noting)
    {
        try
        {
            await noting;
        }
        catch (Exception e)
        {
            log.LogError(e, "How job {Job} of {Module} ended could not be noted", key.Name, key.Group);
        }
    }
}
