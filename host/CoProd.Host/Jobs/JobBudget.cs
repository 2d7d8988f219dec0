using System.Collections.Concurrent;
using Quartz;

namespace CoProd.Host.Jobs;

/// <summary>How often each job failed in a row. One that spent its budget rests until CoProd starts again.</summary>
internal sealed class JobBudget
{
    public const int MostFailures = 5;

    private readonly ConcurrentDictionary<JobKey, int> failures = new();

    public bool IsSpent(JobKey job) => failures.GetValueOrDefault(job) >= MostFailures;

    public void Failed(JobKey job) => failures.AddOrUpdate(job, 1, (_, count) => count + 1);

    public void Succeeded(JobKey job) => failures.TryRemove(job, out _);
}
