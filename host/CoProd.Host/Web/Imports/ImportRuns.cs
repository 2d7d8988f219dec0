using System.Text.Json;
using System.Threading.Channels;
using CoProd.Contracts.Contributions;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using Dapper;

namespace CoProd.Host.Web.Imports;

/// <summary>Keeps what is known of each import, and runs them one after the other.</summary>
internal sealed class ImportRuns(Database host, ModuleCatalogue modules, HostOptions options)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Channel<(Guid Id, bool Apply)> waiting = Channel.CreateUnbounded<(Guid, bool)>();

    private const string Insert = """
        insert into import_run (id, importer, file_name, file_path, account_id, state, started_at)
        values (@Id, @Importer, @FileName, @FilePath, @AccountId, @State, @Now)
        on conflict (id) do nothing
        """;

    private const string One = """
        select id, importer, file_name, file_path, account_id, state, done, total, report, started_at
        from import_run where id = @id
        """;

    // Only from a preview: sending "take it in" twice takes it in once.
    private const string Begin =
        "update import_run set state = 'Applying', done = 0, total = 0 where id = @id and state in ('Preview', 'Failed')";

    private const string SetState = "update import_run set state = @State, report = @Report where id = @Id";

    private const string SetProgress = "update import_run set done = @Done, total = @Total where id = @Id";

    private const string Interrupted = "update import_run set state = 'Failed' where state in ('Looking', 'Applying')";

    /// <summary>Where the file of a run lies.</summary>
    public string PathOf(Guid id) => Path.Combine(options.DataFolder, "uploads", id.ToString("N"));

    public Task<ImportRunRow?> Find(Guid id, CancellationToken ct) =>
        host.Read(c => c.QuerySingleOrDefaultAsync<ImportRunRow>(One, new { id }), ct);

    /// <summary>Whether a file may be brought under an id: it is new, or a run of the same kind and account whose file still lies there.</summary>
    public async Task<bool> Accepts(Guid id, string importer, Guid accountId, CancellationToken ct) =>
        await Find(id, ct) is not { } run
        || ((run.AccountId, run.Importer) == (accountId, importer) && File.Exists(run.FilePath));

    /// <summary>Looks through the file that lies there. Said twice it is looked through once.</summary>
    public async Task Look(Guid id, string importer, string fileName, Guid accountId, CancellationToken ct)
    {
        var row = new
        {
            Id = id,
            Importer = importer,
            FileName = fileName,
            FilePath = PathOf(id),
            AccountId = accountId,
            State = nameof(ImportState.Looking),
        };
        var begun = await host.Write(
            w =>
                w.Connection.Execute(
                    Insert,
                    new
                    {
                        row.Id,
                        row.Importer,
                        row.FileName,
                        row.FilePath,
                        row.AccountId,
                        row.State,
                        w.Now,
                    }
                ),
            ct
        );
        if (begun == 1)
            waiting.Writer.TryWrite((id, false));
    }

    public async Task<bool> Apply(Guid id, CancellationToken ct)
    {
        var begun = await host.Write(w => w.Connection.Execute(Begin, new { id }), ct) == 1;
        if (begun)
            waiting.Writer.TryWrite((id, true));
        return begun;
    }

    /// <summary>An import that the last run of the host left unfinished can be run again: importers are safe to repeat.</summary>
    public Task NoteInterrupted(CancellationToken ct) =>
        OnceThereIsRoom(() => host.Write(w => w.Connection.Execute(Interrupted), ct), ct);

    // How an import ended must not be lost because the disk is full at that moment; nobody waits for an answer here.
    private static async Task OnceThereIsRoom(Func<Task> write, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (DiskFullException)
            {
                await Task.Delay(TimeSpan.FromSeconds(5), ct);
            }
        }
    }

    public async Task Work(CancellationToken ct)
    {
        await foreach (var (id, apply) in waiting.Reader.ReadAllAsync(ct))
        {
            if (await Find(id, ct) is { } run)
                await Run(run, apply, ct);
        }
    }

    private async Task Run(ImportRunRow run, bool apply, CancellationToken ct)
    {
        try
        {
            if (modules.One<IImporter>(importer => importer.Id == run.Importer) is not { } found)
                throw new InvalidOperationException("The module that reads this kind of file is not running.");
            await using var scope = found.Scope;
            await using var file = File.OpenRead(run.FilePath);
            var how = new ImportRun
            {
                FileName = run.FileName,
                Apply = apply,
                Progress = new Progress(host, run.Id),
            };
            var report = await found.Contribution.Import(file, how, ct);
            var state =
                report.Refused is not null ? ImportState.Refused
                : apply ? ImportState.Done
                : ImportState.Preview;
            await Keep(run.Id, state, report, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await Keep(run.Id, ImportState.Failed, new ImportReport { Refused = e.Message }, ct);
        }
    }

    private Task Keep(Guid id, ImportState state, ImportReport report, CancellationToken ct) =>
        OnceThereIsRoom(
            () =>
                host.Write(
                    w =>
                        w.Connection.Execute(
                            SetState,
                            new
                            {
                                Id = id,
                                State = state.ToString(),
                                Report = JsonSerializer.Serialize(report, Json),
                            }
                        ),
                    ct
                ),
            ct
        );

    // Told at most a few times a second: the bar need not move with every row.
    private sealed class Progress(Database host, Guid id) : IProgress<(int Done, int Of)>
    {
        private long last;

        public void Report((int Done, int Of) value)
        {
            var now = Environment.TickCount64;
            if (now - last < 300 && value.Done != value.Of)
                return;
            last = now;
            _ = host.Write(w =>
                w.Connection.Execute(
                    SetProgress,
                    new
                    {
                        Id = id,
                        value.Done,
                        Total = value.Of,
                    }
                )
            );
        }
    }
}
