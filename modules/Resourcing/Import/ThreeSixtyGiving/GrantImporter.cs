using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Resourcing.Awards;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>
/// Takes grants in. Each recipient is a group with an innovation that carries its awards; each award is known by the grant's id, so that
/// the same file twice changes nothing. What somebody corrected here is kept.
/// </summary>
internal sealed class GrantImporter(IModuleDatabase database, IServiceProvider services) : IImporter
{
    private const int AtOnce = 500;

    public string Id => "360giving";

    public string Title => T["Grants in the 360Giving format"];

    public IReadOnlyList<string> Formats => [".json", ".csv", ".xlsx"];

    public string Permission => Permissions.Record;

    public async Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct)
    {
        var read = GrantFile.Read(file, how.FileName, ct);
        if (read is GrantFileResult.Refused refused)
            return new() { Refused = refused.Sentence };
        var grants = (GrantFileResult.Grants)read;
        var totals = MoneyTotals.Of(grants.Rows.Select(row => row.Amount));
        var counts = new Counts();
        // Asked when it is needed: the module runs without a register, only this importer does not.
        var registrar = services.GetRequiredService<IRegistrar>();
        for (var done = 0; done < grants.Rows.Count; done += AtOnce)
        {
            ct.ThrowIfCancellationRequested();
            how.Progress?.Report((done, grants.Rows.Count));
            await Take([.. grants.Rows.Skip(done).Take(AtOnce)], registrar, how.Apply, counts, ct);
        }
        how.Progress?.Report((grants.Rows.Count, grants.Rows.Count));
        return new()
        {
            Read = grants.Read,
            Created = counts.Created,
            Updated = counts.Updated,
            Unchanged = counts.Unchanged,
            Rejected = grants.Rejected,
            Groups = grants.Rows.Select(row => row.RecipientId).Distinct(StringComparer.Ordinal).Count(),
            Totals = totals.ToDictionary(total => total.Currency, total => total.ToPlainString()),
            Remarks = counts.Remarks(),
        };
    }

    private async Task Take(GrantRow[] rows, IRegistrar registrar, bool apply, Counts counts, CancellationToken ct)
    {
        var known = await Known(rows, ct);
        // An award of our own that was exported and comes back has its innovation already.
        var strangers = rows.Where(row => !GrantIds.IsOurs(row.Id) || !known.ContainsKey(row.Id)).ToArray();
        var groups = strangers
            .DistinctBy(row => row.RecipientId, StringComparer.Ordinal)
            .Select(row => new GroupToRegister
            {
                OrganisationId = row.RecipientId,
                Name = row.RecipientName,
                Postcode = row.RecipientPostcode,
                Locality = row.Locality,
            })
            .ToArray();
        var innovations = await registrar.Register(groups, apply, ct);
        var (fresh, changed) = Sort(rows, known, counts);
        if (!apply || fresh.Count + changed.Count == 0)
            return;
        await database.Write(w => Write(w, fresh, changed, innovations), ct);
    }

    private static (List<GrantRow> Fresh, List<(GrantRow Row, Award Before)> Changed) Sort(
        GrantRow[] rows,
        Dictionary<string, Award> known,
        Counts counts
    )
    {
        var (fresh, changed) = (new List<GrantRow>(), new List<(GrantRow, Award)>());
        foreach (var row in rows)
        {
            if (!known.TryGetValue(row.Id, out var before))
            {
                fresh.Add(row);
                counts.Created++;
            }
            else if (GrantIds.SaysTheSame(row, before))
                counts.Unchanged++;
            else if (before.EditedByHand || before.Source == AwardSource.Here)
            {
                counts.Unchanged++;
                counts.Kept.Add(row.Id);
            }
            else
            {
                changed.Add((row, before));
                counts.Updated++;
            }
        }
        return (fresh, changed);
    }

    // Withdrawn ones too: what was taken back here is not brought back by a file.
    private const string ByExternalId = $"select {Award.Columns} from award where external_id in @ids";

    private const string ById = $"select {Award.Columns} from award where id in @ids";

    private async Task<Dictionary<string, Award>> Known(GrantRow[] rows, CancellationToken ct)
    {
        var ids = rows.Select(row => row.Id).ToArray();
        var own = ids.Select(GrantIds.AwardId).OfType<Guid>().ToArray();
        return await database.Read(
            async c =>
            {
                var known = (await c.QueryAsync<Award>(ByExternalId, new { ids })).ToDictionary(row => row.ExternalId!);
                if (own.Length > 0)
                {
                    foreach (var award in await c.QueryAsync<Award>(ById, new { ids = own }))
                        known.TryAdd(GrantIds.Of(award), award);
                }
                return known;
            },
            ct
        );
    }

    private const string Insert = """
        insert into award (id, innovation_id, funder, funder_org_id, title, description, search_key, amount_minor, currency, awarded_on,
            starts_on, ends_on, is_lump, restricted_to, programme, recipient_org_id, recipient_name, external_id, source, recorded_at, changed_at)
        values (@Id, @InnovationId, @FunderName, @FunderId, @Title, @Description, @SearchKey, @AmountMinor, @Currency, @AwardDate,
            @PlannedStart, @PlannedEnd, false, '', @ProgrammeTitle, @RecipientId, @RecipientName, @ExternalId, 'Imported', @Now, @Now)
        on conflict (external_id) do nothing
        """;

    private const string Update = """
        update award set innovation_id = @InnovationId, funder = @FunderName, funder_org_id = @FunderId, title = @Title,
            description = @Description, search_key = @SearchKey, amount_minor = @AmountMinor, currency = @Currency, awarded_on = @AwardDate,
            starts_on = @PlannedStart, ends_on = @PlannedEnd, programme = @ProgrammeTitle, recipient_org_id = @RecipientId,
            recipient_name = @RecipientName, version = version + 1, changed_at = @Now
        where external_id = @ExternalId and edited_by_hand = false
        """;

    private static void Write(
        IWriting writing,
        List<GrantRow> fresh,
        List<(GrantRow Row, Award Before)> changed,
        IReadOnlyDictionary<string, RegisteredGroup> innovations
    )
    {
        var touched = new HashSet<Guid>();
        foreach (var row in fresh)
        {
            var innovation = innovations[row.RecipientId].InnovationId;
            writing.Connection.Execute(Insert, Values(writing, row, innovation));
            touched.Add(innovation);
        }
        foreach (var (row, before) in changed)
        {
            var innovation = innovations[row.RecipientId].InnovationId;
            writing.Connection.Execute(Update, Values(writing, row, innovation));
            touched.Add(before.InnovationId);
            touched.Add(innovation);
        }
        foreach (var innovation in touched)
            writing.Changed(innovation);
    }

    private static object Values(IWriting writing, GrantRow row, Guid innovation) =>
        new
        {
            Id = Guid.CreateVersion7(),
            InnovationId = innovation,
            row.FunderName,
            FunderId = row.FunderId ?? "",
            row.Title,
            row.Description,
            SearchKey = Words.Key($"{row.FunderName} {row.Title}"),
            row.AmountMinor,
            row.Currency,
            row.AwardDate,
            row.PlannedStart,
            row.PlannedEnd,
            ProgrammeTitle = row.ProgrammeTitle ?? "",
            row.RecipientId,
            row.RecipientName,
            ExternalId = row.Id,
            writing.Now,
        };

    private sealed class Counts
    {
        private const int Named = 5;

        public int Created { get; set; }
        public int Updated { get; set; }
        public int Unchanged { get; set; }
        public List<string> Kept { get; } = [];

        public IReadOnlyList<string> Remarks() =>
            Kept.Count == 0
                ? []
                :
                [
                    T[
                        "Edited here, so what was written here is kept although the file says something else: {0} ({1}).",
                        Kept.Count,
                        string.Join(", ", Kept.Take(Named)) + (Kept.Count > Named ? ", …" : "")
                    ],
                ];
    }
}
