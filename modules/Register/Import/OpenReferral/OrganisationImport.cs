using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using static CoProd.Register.Texts;

namespace CoProd.Register.Import.OpenReferral;

/// <summary>Takes a directory of organisations in as groups. What was edited here by hand is kept, and told.</summary>
internal sealed class OrganisationImport(IModuleDatabase database) : IImporter
{
    private const int BatchSize = 500;
    private const int MostRemarks = 20;

    public string Id => "open-referral";

    public string Title => T["Organisations in the Open Referral format"];

    public IReadOnlyList<string> Formats => [".json", ".csv", ".zip"];

    public string Permission => Permissions.Record;

    public async Task<ImportReport> Import(Stream file, ImportRun how, CancellationToken ct) =>
        OrganisationFile.Read(file, how.FileName, ct) switch
        {
            OrganisationFileResult.Refused refused => new ImportReport { Refused = refused.Sentence },
            OrganisationFileResult.Organisations read => await Take(read, how, ct),
            _ => throw new InvalidOperationException("A file is refused or read; there is no third way."),
        };

    private async Task<ImportReport> Take(
        OrganisationFileResult.Organisations read,
        ImportRun how,
        CancellationToken ct
    )
    {
        var taken = new OrganisationsTaken();
        var done = 0;
        foreach (var rows in read.Rows.Chunk(BatchSize))
        {
            ct.ThrowIfCancellationRequested();
            var before = taken;
            // A write may run twice, so each run begins with what the batches before it left.
            taken = how.Apply
                ? await database.Write(
                    writing => new OrganisationBatch(writing.Connection, writing, before).Take(rows),
                    ct
                )
                : await database.Read(c => Task.FromResult(new OrganisationBatch(c, null, before).Take(rows)), ct);
            how.Progress?.Report((done += rows.Length, read.Rows.Count));
        }
        return new ImportReport
        {
            Read = read.Read,
            Created = taken.Created,
            Updated = taken.Updated,
            Unchanged = taken.Unchanged,
            Rejected = read.Rejected,
            Groups = taken.Groups.Count,
            Remarks =
                taken.Remarks.Count <= MostRemarks
                    ? taken.Remarks
                    :
                    [
                        .. taken.Remarks.Take(MostRemarks),
                        T["And {0} more like these.", taken.Remarks.Count - MostRemarks],
                    ],
        };
    }
}
