using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Jobs;

/// <summary>How a job ended when it last ran.</summary>
internal sealed record JobRun
{
    public required string ModuleId { get; init; }

    public required string Job { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>In a row; 0 when the last run went well.</summary>
    public required int Failures { get; init; }

    public string? Error { get; init; }
}

/// <summary>Keeps how jobs ended. A run that cannot be noted has run all the same.</summary>
internal sealed class JobRuns(Database host)
{
    private const string Upsert = """
        insert into job_run (module_id, job, ended_at, failures, error) values (@ModuleId, @Job, @Now, @Failures, @Error)
        on conflict (module_id, job) do update set ended_at = excluded.ended_at, error = excluded.error,
            failures = case when excluded.failures = 0 then 0 else job_run.failures + 1 end
        """;

    private const string Failed = """
        select module_id, job, ended_at, failures, error from job_run where failures > 0 order by module_id, job
        """;

    public Task WentWell(string moduleId, string job) => Note(moduleId, job, 0, null);

    public Task WentWrong(string moduleId, string job, Exception e) => Note(moduleId, job, 1, e.Message);

    private Task Note(string moduleId, string job, int failures, string? error) =>
        host.Write(w =>
            w.Connection.Execute(
                Upsert,
                new
                {
                    ModuleId = moduleId,
                    Job = job,
                    Failures = failures,
                    Error = error?.Length > 300 ? error[..300] : error,
                    w.Now,
                }
            )
        );

    public static async Task<IReadOnlyList<JobRun>> Failing(Database host, CancellationToken ct) =>
        (await host.Read(c => c.QueryAsync<JobRun>(Failed), ct)).AsList();
}
