using System.Text.Json;
using Autofac;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Host.Audit;
using CoProd.Host.Data;
using CoProd.Host.Events;
using CoProd.Host.Modules;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Privacy;

/// <summary>What an erasure removed and kept, or would.</summary>
public sealed record ErasureReceipt
{
    public DateTimeOffset At { get; init; }

    /// <summary>What each part says it removes and keeps, with the reason.</summary>
    public IReadOnlyList<ErasurePart> Parts { get; init; } = [];

    /// <summary>What was not done, and what happens next; empty when all was.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}

/// <summary>One module's part, or the host's.</summary>
public sealed record ErasurePart(string Of, IReadOnlyList<string> Sentences);

/// <summary>
/// Erases a person over all modules, from copies kept for a rollback, from data of modules that are not running, from what the host worked
/// out of them, and from texts that others wrote. It is written down in the <see cref="AfterList"/> first: cut short anywhere, it is finished
/// at the next opening, and data that comes back later loses them again (<see cref="CatchUp"/>).
/// </summary>
internal sealed class Erasure(
    Site site,
    ModuleCatalogue modules,
    Database host,
    AfterList list,
    AuditTrail trail,
    Deliverer deliverer,
    TextScrub scrub,
    TimeProvider clock
)
{
    private const string Accounts = "select id from account where person_id = @id";

    private const string BlankAccount = """
        update account set user_name = 'erased ' || id, user_name_key = 'erased ' || id, display_name = '', password_hash = null,
            disabled = true, security_stamp = @stamp where person_id = @id
        """;

    // A link that was made for them is theirs no longer, and nobody else's.
    private const string EndLinks = """
        update board_link set ended_at = @Now
        where ended_at is null and for_key in (select name_key from host_person where id = @id and name_key <> '')
        """;

    private const string Begin = """
        insert into erasure_under_way (person_id, words, begun_at) values (@id, @words, @Now)
        on conflict (person_id) do update set words = excluded.words
        """;

    private const string End = "delete from erasure_under_way where person_id = @id";

    private const string KeepReceipt = """
        insert into erasure_receipt (person_id, at, receipt) values (@id, @at, @receipt)
        on conflict (person_id) do update set at = excluded.at, receipt = excluded.receipt
        """;

    private const string ReceiptOf = "select receipt from erasure_receipt where person_id = @id";

    /// <summary>What would go and what would stay, told by doing it and taking it back.</summary>
    public async Task<ErasureReceipt> Rehearse(PersonFile person, CancellationToken ct)
    {
        var said = new Said();
        await AskModules(person.PersonId, rehearse: true, said, ct);
        var found = await scrub.Count(person.PersonId, TextScrub.WordsOf(person), ct);
        return new()
        {
            At = clock.GetUtcNow(),
            Parts = [.. said.Parts, Others(found, willBe: true)],
            Missing = said.Missing,
        };
    }

    /// <summary>Erases, and keeps the receipt.</summary>
    public async Task<ErasureReceipt> Do(PersonFile person, CancellationToken ct)
    {
        var id = person.PersonId;
        var words = TextScrub.WordsOf(person);
        await host.Write(
            w =>
                w.Connection.Execute(
                    Begin,
                    new
                    {
                        id,
                        words = JsonSerializer.Serialize(words),
                        w.Now,
                    }
                ),
            ct
        );
        var line = list.Add(AfterList.Erased, id, "", clock.GetUtcNow());
        return await Finish(id, words, PersonTraces.Sayings(person.Kept), line.At, new Said(), ct);
    }

    /// <summary>Erases them everywhere; also where that was done before, or was cut short.</summary>
    public async Task<ErasureReceipt> Finish(
        Guid id,
        IReadOnlyList<string> words,
        IReadOnlyList<string> sayings,
        DateTimeOffset at,
        Said said,
        CancellationToken ct
    )
    {
        // While their name is still known here.
        await host.Write(w => w.Connection.Execute(EndLinks, new { id, w.Now }), ct);
        await AskModules(id, rehearse: false, said, ct);
        await EraseHere(id, ct);
        // What was erased is told to the copies in every database, and warnings and stories are worked out anew.
        await deliverer.Drain(ct);
        var found = await scrub.Replace(id, words, said.Missing, ct);
        var gone = await scrub.NoLongerHere(sayings, ct);
        await site.Engine.TakeOut(
            (connection, tables) => PersonTraces.TakeOut(connection, tables, id, found.Replaced, found.Finder, gone),
            ct
        );
        scrub.RemoveReplacedUploads();
        await host.Write(w => w.Connection.Execute(End, new { id }), ct);
        // At the end, so that nothing of it is left behind in free pages and logs either.
        said.Missing.AddRange(
            (await site.Engine.Compact(ct)).Select(file =>
                T[
                    "Somebody reads {0} at the moment, so its log still holds what was removed. It is emptied when CoProd next starts.",
                    file
                ]
            )
        );
        var receipt = new ErasureReceipt
        {
            At = at,
            Parts = [.. said.Parts, Others(found, willBe: false)],
            Missing = said.Missing,
        };
        await Keep(id, receipt, ct);
        return receipt;
    }

    /// <summary>The modules' own part.</summary>
    public async Task AskModules(Guid id, bool rehearse, Said said, CancellationToken ct)
    {
        foreach (var module in modules.Active)
        {
            try
            {
                if (await EraseIn(module, id, rehearse, ct) is { Count: > 0 } sentences)
                    said.Parts.Add(new(module.Id, sentences));
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                modules.Fault(module, nameof(IPersonData), e);
                said.Failed.Add(module.Id);
                said.Missing.Add(
                    T[
                        "{0} could not erase its part. It is tried again when CoProd starts: start it again soon, and look at the modules page.",
                        module.Id
                    ]
                );
            }
        }
        said.Missing.AddRange(
            modules
                .All.Where(module => module is { IsActive: false, Manifest: not null })
                .Select(module =>
                    T[
                        "{0} is not running. Whatever pointed to the person is taken out of its data; it erases by its own rules when it runs again.",
                        module.Id
                    ]
                )
        );
    }

    private static async Task<IReadOnlyList<string>> EraseIn(
        LoadedModule module,
        Guid id,
        bool rehearse,
        CancellationToken ct
    )
    {
        if (!module.Declared!.Contributions.Contains(typeof(IPersonData)))
            return [];
        await using var scope = module.Scope!.BeginLifetimeScope(builder =>
        {
            if (rehearse && module.Database is { } database)
                builder.RegisterInstance(new RehearsalDatabase(database)).As<IModuleDatabase>().ExternallyOwned();
        });
        var said = new List<string>();
        foreach (var data in scope.Resolve<IEnumerable<IPersonData>>())
            said.AddRange(await data.Erase(id, ct));
        return said;
    }

    /// <summary>The host's own part: accounts, tokens, addresses in the trail, warnings, brought files.</summary>
    public async Task EraseHere(Guid id, CancellationToken ct)
    {
        var accounts = (await host.Read(c => c.QueryAsync<Guid>(Accounts, new { id }), ct)).AsList();
        foreach (var account in accounts)
            await trail.Forget(account, ct);
        var tables = await host.Read(host.Tables, ct);
        await host.Write(
            w =>
            {
                PersonTraces.TakeOutOfAccounts(w.Connection, tables, accounts);
                w.Connection.Execute(BlankAccount, new { id, stamp = Guid.CreateVersion7().ToString("N") });
                w.Connection.Execute("delete from warning where person_id = @id", new { id });
            },
            ct
        );
        foreach (var database in scrub.Databases)
            await database.Write(w => w.Connection.Execute("delete from host_person where id = @id", new { id }), ct);
        await scrub.RemoveUploads(ct);
    }

    private ErasurePart Others(Scrubbed found, bool willBe) =>
        new(
            "CoProd",
            [
                willBe
                    ? T["Their account ends, and its name, its tokens and the addresses it was used from go."]
                    : T["Their account, its name, its tokens and the addresses it was used from are gone."],
                found.Rows == 0 ? T["Nobody else wrote their full name, address or number anywhere."]
                : willBe
                    ? T[
                        "Their full name, address or number stands in up to {0} texts, and is replaced there by “{1}”.",
                        found.Rows,
                        PersonTraces.Instead
                    ]
                : T[
                    "Their full name, address or number stood in {0} other texts, and was replaced there by “{1}”.",
                    found.Rows,
                    PersonTraces.Instead
                ],
                .. found.Shared
                    ? new[]
                    {
                        T[
                            "Somebody else bears the same full name, so the name stays in texts: nobody but you can tell which of the two is meant. Search for it, and edit the texts that mean this person."
                        ],
                    }
                    : [],
                T["Copies kept for a rollback lose them too, and files that were brought for an import are removed."],
                T[
                    "Kept: that somebody was erased, when and by whom, as a bare number; and what was done before, without a name. Otherwise nobody could show that it was done."
                ],
                T[
                    "Not in our hands: printed pages, files taken away, archives and replicas that others keep, and backups made before today. Data that comes back from such a backup loses them again as soon as CoProd opens it."
                ],
                site.Options.Postgres is null
                    ? T["The database files are written anew, so that nothing is left in their free space."]
                    : T[
                        "PostgreSQL gives the freed space back as it goes; its own log archives are kept by whoever runs it."
                    ],
            ]
        );

    private Task Keep(Guid id, ErasureReceipt receipt, CancellationToken ct) =>
        host.Write(
            w =>
                w.Connection.Execute(
                    KeepReceipt,
                    new
                    {
                        id,
                        at = receipt.At,
                        receipt = JsonSerializer.Serialize(receipt, PersonFiles.Json),
                    }
                ),
            ct
        );

    /// <summary>The receipt of an erasure; null when there was none.</summary>
    public async Task<ErasureReceipt?> Receipt(Guid id, CancellationToken ct) =>
        await host.Read(c => c.QuerySingleOrDefaultAsync<string>(ReceiptOf, new { id }), ct) is { } text
            ? JsonSerializer.Deserialize<ErasureReceipt>(text, PersonFiles.Json)
            : null;

    /// <summary>What was said so far, and who failed.</summary>
    internal sealed class Said
    {
        public List<ErasurePart> Parts { get; } = [];

        public List<string> Missing { get; } = [];

        public HashSet<string> Failed { get; } = new(StringComparer.Ordinal);
    }
}
