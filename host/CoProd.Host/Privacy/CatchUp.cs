using System.Text.Json;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Events;
using CoProd.Host.Board;
using CoProd.Host.Data;
using CoProd.Host.Events;
using CoProd.Host.Modules;
using Dapper;

namespace CoProd.Host.Privacy;

/// <summary>
/// Brings every database up to what must hold: one that was rolled back, restored or taken in loses again whoever was erased since, and
/// pauses and withdrawals that came later hold again. Each opening does it; where nothing came back it costs a glance at each database.
/// </summary>
internal sealed class CatchUp(
    ModuleCatalogue modules,
    Database host,
    AfterList list,
    PersonFiles files,
    Erasure erasure,
    Deliverer deliverer,
    BoardLinks links,
    Security.Access.ClosedAgain closed
)
{
    private const string Mark = """
        insert into host_after (id, come_to) values (1, @seal) on conflict (id) do update set come_to = excluded.come_to
        """;

    private const string ComeTo = "select come_to from host_after where id = 1";

    private const string UnderWay = "select person_id, words from erasure_under_way order by begun_at, person_id";

    public async Task Run(CancellationToken ct)
    {
        var lines = list.Read();
        var cutShort = (await host.Read(c => c.QueryAsync<(Guid Id, string Words)>(UnderWay), ct)).ToDictionary(
            row => row.Id,
            row => JsonSerializer.Deserialize<List<string>>(row.Words)!
        );
        var behind = new List<Database>();
        var from = lines.Count;
        foreach (var database in Databases)
        {
            // A line that is not in the list is of a list that was lost: all of the new one holds anew then.
            var seal = await database.Read(c => c.QuerySingleOrDefaultAsync<string>(ComeTo), ct);
            var at = lines.Count;
            while (at > 0 && lines[at - 1].Seal != seal)
                at--;
            if (at < lines.Count)
                behind.Add(database);
            from = Math.Min(from, at);
        }
        var said = new Erasure.Said();
        // Of several lines about one thing the last holds.
        foreach (var line in lines.Skip(from).GroupBy(line => (line.What, line.Id)).Select(same => same.Last()))
        {
            if (line.What == AfterList.Erased)
                await Erase(line.Id, line.At, cutShort, said, ct);
            else if (line.What == BoardLinks.Ended)
                await links.EndAgain(line.Id, by: null, ct);
            else if (!await closed.Again(line, ct))
                await Again(
                    new MustHold
                    {
                        What = line.What,
                        Id = line.Id,
                        How = line.How,
                    },
                    said,
                    ct
                );
        }
        foreach (var id in cutShort.Keys.ToList())
            await Erase(
                id,
                list.Read().LastOrDefault(line => line.Id == id)?.At ?? DateTimeOffset.UnixEpoch,
                cutShort,
                said,
                ct
            );
        if (behind.Count > 0)
            await deliverer.Drain(ct);
        // Whoever failed has not come as far, and is asked again at the next opening.
        foreach (var database in behind.Where(database => !said.Failed.Contains(database.ModuleId)))
            await database.Write(w => w.Connection.Execute(Mark, new { seal = lines[^1].Seal }), ct);
    }

    private async Task Erase(
        Guid id,
        DateTimeOffset at,
        Dictionary<Guid, List<string>> cutShort,
        Erasure.Said said,
        CancellationToken ct
    )
    {
        var file = await files.Of(id, ct);
        var words = file is null ? [] : TextScrub.WordsOf(file);
        var sayings = file is null ? [] : PersonTraces.Sayings(file.Kept);
        if (cutShort.Remove(id, out var begun))
            words = [.. words.Union(begun, StringComparer.Ordinal).OrderByDescending(word => word.Length)];
        else if (words.Count == 0 && sayings.Count == 0)
        {
            await erasure.AskModules(id, rehearse: false, said, ct);
            await erasure.EraseHere(id, ct);
            return;
        }
        var one = new Erasure.Said();
        await erasure.Finish(id, words, sayings, at, one, ct);
        said.Failed.UnionWith(one.Failed);
    }

    private async Task Again(MustHold line, Erasure.Said said, CancellationToken ct)
    {
        await modules.Ask<IHoldsAgain, bool>(
            async holds =>
            {
                await holds.Again(line, ct);
                return true;
            },
            ct,
            (module, _) => said.Failed.Add(module.Id),
            TimeSpan.FromMinutes(1)
        );
    }

    private IEnumerable<Database> Databases =>
        modules.Active.Select(module => module.Database).OfType<Database>().Append(host);
}
