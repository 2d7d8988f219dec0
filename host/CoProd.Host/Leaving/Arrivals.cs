using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Host.Audit;
using CoProd.Host.Data;
using CoProd.Host.Events;
using CoProd.Host.Modules;
using CoProd.Host.Privacy;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Leaving;

/// <summary>An archive that came, and how far each part of it is.</summary>
internal sealed record Arrival
{
    public Guid Id { get; init; }

    /// <summary>The number that the archive gives itself.</summary>
    public Guid ArchiveId { get; init; }
    public Guid InnovationId { get; init; }
    public string Sender { get; init; } = "";
    public string Fingerprint { get; init; } = "";
    public bool IsTrusted { get; init; }
    public DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset ArrivedAt { get; init; }
    public string Manifest { get; init; } = "";
    public string Story { get; init; } = "";
    public IReadOnlyList<ArrivedPart> Parts { get; init; } = [];

    public Manifest Told => JsonSerializer.Deserialize<Manifest>(Manifest, Leaving.Manifest.Json)!;

    /// <summary>Parts that wait: for their module, or for it to be well again.</summary>
    public IReadOnlyList<ArrivedPart> Waiting =>
        [.. Parts.Where(part => part.TakenAt is null && part.DroppedAt is null)];
}

/// <summary>A module's part of an archive that came.</summary>
internal sealed record ArrivedPart
{
    public Guid ArrivalId { get; init; }
    public string ModuleId { get; init; } = "";
    public string? WaitsFor { get; init; }
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>When somebody here said that it is not to come in.</summary>
    public DateTimeOffset? DroppedAt { get; init; }
}

/// <summary>That an innovation came from elsewhere, in a line.</summary>
public sealed record ArrivalGlance
{
    public string Sender { get; init; } = "";

    public DateTimeOffset ArrivedAt { get; init; }

    /// <summary>How many parts were not taken in yet.</summary>
    public long Waiting { get; init; }

    /// <summary>It was begun here, had left, and came back.</summary>
    public bool CameHome { get; init; }
}

/// <summary>
/// Takes archives in. All of one is written down in the host's database first, in one write; then each module takes its part, the Register
/// before the others. A part is marked once it is in, and taking it in twice changes nothing, so whatever was cut short is carried on at the
/// next opening. A part whose module is not here waits until it is.
/// </summary>
internal sealed class Arrivals(
    ModuleCatalogue modules,
    Database host,
    AuditTrail trail,
    AfterList list,
    CatchUp catchUp,
    Deliverer deliverer,
    Func<Capabilities> capabilities
)
{
    public const string Action = "innovation arrived";

    private const string One = """
        select id, archive_id, innovation_id, sender, fingerprint, is_trusted, made_at, arrived_at, manifest, story from innovation_arrival
        """;

    private const string Parts = "select arrival_id, module_id, waits_for, taken_at, dropped_at from innovation_part";

    private const string Seen = """
        select a.sender, a.arrived_at, (select count(*) from innovation_part p where p.arrival_id = a.id and p.taken_at is null
                and p.dropped_at is null) as waiting,
            exists (select 1 from innovation_leaving l where l.innovation_id = a.innovation_id and l.left_at <= a.arrived_at and not exists (
                select 1 from innovation_arrival b where b.innovation_id = a.innovation_id and b.arrived_at < l.left_at)) as came_home
        from innovation_arrival a where a.innovation_id = @id order by a.arrived_at desc
        """;

    private const string Insert = """
        insert into innovation_arrival (id, archive_id, seal, innovation_id, sender, fingerprint, is_trusted, made_at, arrived_at, manifest,
            story)
        values (@Id, @ArchiveId, @Seal, @InnovationId, @Sender, @Key, @IsTrusted, @MadeAt, @Now, @Signed, @Story) on conflict (id) do nothing
        """;

    // What came before arrivals had a seal is known by its number and its signer.
    private const string CameAs = """
        select id from innovation_arrival where archive_id = @ArchiveId and fingerprint = @Key and seal in (@Seal, '')
        """;

    private const string IsThere = "select count(*) from innovation_arrival where id = @ArchiveId";

    private const string InsertPart =
        "insert into innovation_part (arrival_id, module_id, records) values (@Id, @ModuleId, @Records)";

    private const string Open =
        "select arrival_id, module_id from innovation_part where taken_at is null and dropped_at is null order by arrival_id, module_id";

    private const string Kept =
        "select records from innovation_part where arrival_id = @ArrivalId and module_id = @ModuleId and taken_at is null and dropped_at is null";

    // What is in needs not be kept a second time.
    private const string Taken = """
        update innovation_part set taken_at = @Now, records = null, waits_for = null where arrival_id = @ArrivalId and module_id = @ModuleId
        """;

    private const string DropPart = """
        update innovation_part set dropped_at = @Now, records = null, waits_for = null
        where arrival_id = @id and module_id = @moduleId and taken_at is null and dropped_at is null
            and exists (select 1 from innovation_arrival a where a.id = @id and a.innovation_id = @innovation)
        """;

    private const string Waits =
        "update innovation_part set waits_for = @why where arrival_id = @ArrivalId and module_id = @ModuleId";

    private const string Drop = """
        delete from innovation_part where arrival_id = @id;
        delete from innovation_arrival where id = @id;
        """;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>What came of this innovation, the latest first.</summary>
    public Task<IReadOnlyList<Arrival>> Of(Guid innovationId, CancellationToken ct) =>
        Some("innovation_id = @id", innovationId, ct);

    /// <summary>The archive of that id; null when it did not come.</summary>
    public async Task<Arrival?> Find(Guid id, CancellationToken ct) =>
        (await Some("id = @id", id, ct)).FirstOrDefault();

    /// <summary>As what an archive came before, the very same by the same signer; null when it did not.</summary>
    public Task<Guid?> Before(Archive archive, CancellationToken ct) =>
        host.Read(c => c.QueryFirstOrDefaultAsync<Guid?>(CameAs, SealOf(archive)), ct);

    /// <summary>What came under an archive's number and is something else, or signed by somebody else.</summary>
    public async Task<IReadOnlyList<Arrival>> Rivals(Archive archive, CancellationToken ct)
    {
        var same = await Before(archive, ct);
        var all = await Some("archive_id = @id", archive.Manifest.Id, ct);
        return [.. all.Where(one => one.Id != same)];
    }

    private static SealedAs SealOf(Archive archive) =>
        new(
            archive.Manifest.Id,
            archive.Manifest.Key,
            Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(archive.Signed)))
        );

    private sealed record SealedAs(Guid ArchiveId, string Key, string Seal);

    /// <summary>From whom this innovation came and what of it still waits, without what the archives tell.</summary>
    public async Task<IReadOnlyList<ArrivalGlance>> Glance(Guid innovationId, CancellationToken ct) =>
        (await host.Read(c => c.QueryAsync<ArrivalGlance>(Seen, new { id = innovationId }), ct)).AsList();

    private Task<IReadOnlyList<Arrival>> Some(string which, Guid id, CancellationToken ct) =>
        host.Read<IReadOnlyList<Arrival>>(
            async c =>
            {
                var arrivals = (
                    await c.QueryAsync<Arrival>($"{One} where {which} order by arrived_at desc", new { id })
                ).AsList();
                var parts = (
                    await c.QueryAsync<ArrivedPart>(
                        $"{Parts} where arrival_id in @ids order by module_id",
                        new { ids = arrivals.Select(one => one.Id).Append(Guid.Empty).ToArray() }
                    )
                ).ToLookup(part => part.ArrivalId);
                return [.. arrivals.Select(one => one with { Parts = [.. parts[one.Id]] })];
            },
            ct
        );

    /// <summary>Why an archive that is whole still cannot come in here, a sentence; null where it can.</summary>
    public async Task<string?> Refusal(Archive archive, CancellationToken ct)
    {
        if (modules.Find(ModuleLoader.Ground) is not { IsActive: true })
            return T["{0} is not running here, and nothing can come in without it.", ModuleLoader.Ground];
        if (!archive.Records.ContainsKey(ModuleLoader.Ground))
            return T["It lacks the part of {0}, without which nobody knows what it is about.", ModuleLoader.Ground];
        await using var asked = capabilities();
        return await asked.Directory.Innovations([archive.Manifest.InnovationId], ct) is [{ Withdrawn: true }]
            ? T["This innovation was withdrawn here, and what was withdrawn does not come back."]
            : null;
    }

    /// <summary>Takes an archive in. One that came before changes nothing; what was cut short then is carried on.</summary>
    /// <exception cref="InvalidOperationException">It cannot come in; nothing was written.</exception>
    public async Task<(Arrival Arrival, bool CameBefore)> TakeIn(Archive archive, Guid by, CancellationToken ct)
    {
        if (await Refusal(archive, ct) is { } refusal)
            throw new InvalidOperationException(T["{0} Nothing was written.", refusal]);
        // Of the archive as it was signed, whatever is taken out of it here.
        var seal = SealOf(archive);
        archive = ErasedHere.TakenOut(
            archive,
            list.Read(),
            ProgramWords.Of(modules.Active.Select(module => module.Assembly).OfType<System.Reflection.Assembly>())
        );
        var manifest = archive.Manifest;
        var isTrusted = await new ArchiveTrust(host).Knows(manifest.Key, ct) is not null;
        var (id, isNew) = await host.Write(w => Keep(w, archive, seal, isTrusted), ct);
        // Written down, it is carried on, whether or not somebody waits for it.
        await Resume(CancellationToken.None);
        if (isNew)
            await trail.Append(
                new()
                {
                    Kind = AuditKind.Host,
                    Action = Action,
                    Who = by,
                    InnovationId = manifest.InnovationId,
                    RecordId = id,
                    Detail = "signed by " + manifest.Key,
                }
            );
        return await Find(id, CancellationToken.None) is { } arrival
            ? (arrival, !isNew)
            : throw new InvalidOperationException(
                T["{0} could not take its part in. Nothing was written.", ModuleLoader.Ground]
            );
    }

    private static (Guid Id, bool IsNew) Keep(IWriting w, Archive archive, SealedAs seal, bool isTrusted)
    {
        var manifest = archive.Manifest;
        if (w.Connection.QueryFirstOrDefault<Guid?>(CameAs, seal) is { } before)
            return (before, false);
        // A number that another archive bears already, forged or not, keeps nobody out.
        var id = w.Connection.ExecuteScalar<long>(IsThere, seal) == 0 ? seal.ArchiveId : Guid.CreateVersion7();
        var row = new
        {
            Id = id,
            seal.ArchiveId,
            seal.Seal,
            manifest.InnovationId,
            manifest.Sender,
            manifest.Key,
            IsTrusted = isTrusted,
            manifest.MadeAt,
            archive.Signed,
            archive.Story,
            w.Now,
        };
        w.Connection.Execute(Insert, row);
        foreach (var (moduleId, records) in archive.Records)
            w.Connection.Execute(
                InsertPart,
                new
                {
                    Id = id,
                    ModuleId = moduleId,
                    Records = records,
                }
            );
        Travels.Note(
            w,
            manifest.InnovationId,
            id,
            T["It came from {0}.", manifest.Sender],
            $"/innovations/{manifest.InnovationId}/arrival",
            "package"
        );
        return (id, true);
    }

    /// <summary>A part that waits is not to come in, and what was kept of it goes; false when no such part of this innovation waits.</summary>
    public static bool DropWaiting(IWriting w, Guid innovation, Guid id, string moduleId) =>
        w.Connection.Execute(
            DropPart,
            new
            {
                innovation,
                id,
                moduleId,
                w.Now,
            }
        ) == 1;

    /// <summary>Takes in whatever waits and can be taken in now. Each opening asks.</summary>
    public async Task Resume(CancellationToken ct)
    {
        var open = (await host.Read(c => c.QueryAsync<ArrivedPart>(Open), ct)).AsList();
        var took = false;
        foreach (var arrival in open.GroupBy(part => part.ArrivalId))
        {
            // In a start that lacks the ground nothing is decided: it may be well again at the next.
            if (modules.Find(ModuleLoader.Ground) is not { IsActive: true })
                continue;
            foreach (var part in arrival.OrderBy(part => part.ModuleId == ModuleLoader.Ground ? 0 : 1))
            {
                var why = await Take(part, ct);
                // Without its ground nothing else of it may come in: it is as if it had never been brought.
                if (why is not null && part.ModuleId == ModuleLoader.Ground)
                {
                    await Forget(part.ArrivalId, why);
                    break;
                }
                took |= why is null;
                if (part.ModuleId == ModuleLoader.Ground)
                    // The others keep copies of who takes part, and ask them.
                    await deliverer.Drain(ct);
            }
        }
        if (took)
        {
            await deliverer.Drain(ct);
            await HoldsAgain(ct);
        }
    }

    // Null once it is in, else why it waits.
    private async Task<string?> Take(ArrivedPart part, CancellationToken ct)
    {
        var why = T["It is not installed here, or not running."];
        if (modules.Find(part.ModuleId) is { IsActive: true } module)
        {
            why = T["It takes nothing in."];
            // Another process may have taken it in meanwhile.
            if (await host.Read(c => c.QuerySingleOrDefaultAsync<string?>(Kept, part), ct) is not { } text)
                return null;
            var records = JsonNode.Parse(text, documentOptions: new() { MaxDepth = 300 })!;
            if (module.Database is { } database && list.Read().Count > 0)
                // Whoever was erased here, or took something back, may have come along: all of that holds again afterwards.
                await database.Write(w => w.Connection.Execute("delete from host_after"), ct);
            var answers = await modules.Ask<IPortability, bool>(
                async into =>
                {
                    if (into.GetType().Assembly != module.Assembly)
                        return false;
                    try
                    {
                        await into.Import(records.DeepClone(), ct);
                        return true;
                    }
                    catch (Exception e) when (BadRecord.Tell(e, records) is { } sentence)
                    {
                        // The module is well: it is the file that is not.
                        why = T["It could not take its part in: {0}", sentence];
                        return false;
                    }
                },
                ct,
                (failed, e) =>
                {
                    if (failed.Id == module.Id)
                        why = T[
                            "It could not take its part in: {0}",
                            e is TimeoutException
                                ? T["it took too long."]
                                : T["something went wrong in it. The page of its modules says what."]
                        ];
                },
                Longest
            );
            if (answers.Any(answer => answer.Result))
            {
                await host.Write(
                    w =>
                        w.Connection.Execute(
                            Taken,
                            new
                            {
                                part.ArrivalId,
                                part.ModuleId,
                                w.Now,
                            }
                        ),
                    ct
                );
                return null;
            }
        }
        await host.Write(
            w =>
                w.Connection.Execute(
                    Waits,
                    new
                    {
                        why,
                        part.ArrivalId,
                        part.ModuleId,
                    }
                ),
            ct
        );
        return why;
    }

    private async Task HoldsAgain(CancellationToken ct)
    {
        if (list.Read().Count > 0)
            await catchUp.Run(ct);
    }

    private async Task Forget(Guid id, string why)
    {
        await host.Write(w =>
        {
            w.Connection.Execute(
                "delete from timeline where module_id = 'host' and key = @Key",
                new { Key = Travels.Prefix + id }
            );
            return w.Connection.Execute(Drop, new { id });
        });
        await trail.Append(
            new()
            {
                Kind = AuditKind.Host,
                Action = Action,
                Outcome = AuditOutcome.Failed,
                RecordId = id,
                Detail = why,
            }
        );
    }
}
