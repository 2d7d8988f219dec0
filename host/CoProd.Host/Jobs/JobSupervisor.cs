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

/// <summary>Runs one job of a module in a scope of its own. A job that fails is noted on the modules page and runs again at its next time.</summary>
[DisallowConcurrentExecution]
internal sealed class ModuleJob(ModuleCatalogue modules, ILogger<ModuleJob> log) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        var key = context.JobDetail.Key;
        if (modules.Find(key.Group) is not { IsActive: true } module)
            return;
        var job = module.Declared!.Jobs.First(declared => declared.Name == key.Name);
        try
        {
            await using var scope = ModuleCatalogue.NewScope(module);
            await job.Make(new Autofac.Extensions.DependencyInjection.AutofacServiceProvider(scope))
                .Run(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Job {Job} of {Module} failed", key.Name, key.Group);
            modules.Fault(module, "job " + key.Name, e);
        }
    }
}
