using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Dapper;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Exchange;

/// <summary>Goes through the innovations that somebody may see, some at a time.</summary>
internal static class Books
{
    private const int PageSize = 200;

    private const string Page = """
        select i.id, i.name from host_innovation i where i.withdrawn = false and i.id > @after and (@SeesAll or exists (
            select 1 from host_access h where h.innovation_id = i.id and h.person_id in @SeesAs))
        order by i.id limit @PageSize
        """;

    public static async Task<IReadOnlyList<(string Innovation, InnovationOwnership Book)>> All(
        IModuleDatabase database,
        ICaller caller,
        CancellationToken ct
    )
    {
        var all = new List<(string, InnovationOwnership)>();
        for (var after = Guid.Empty; ; )
        {
            var asked = new
            {
                after,
                caller.SeesAll,
                caller.SeesAs,
                PageSize,
            };
            var page = (await database.Read(c => c.QueryAsync<(Guid Id, string Name)>(Page, asked), ct)).AsList();
            if (page.Count == 0)
                return all;
            after = page[^1].Id;
            var books = await OwnershipBook.Read(database, [.. page.Select(one => one.Id)], ct);
            all.AddRange(page.Zip(books, (one, book) => (one.Name, book)));
        }
    }
}

/// <summary>Who holds which right, as a CSV file that <see cref="RightsCsvImport"/> reads back.</summary>
internal sealed class RightsCsvExport(IModuleDatabase database) : IExporter
{
    public string Id => "rights-csv";

    public string Title => T["Who holds which right, as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "rights.csv";

    public string Permission => Permissions.See;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var rows = (await Books.All(database, caller, ct)).SelectMany(one =>
            one.Book.Holdings.Select(holding =>
                (IReadOnlyList<string>)
                    [
                        one.Innovation,
                        holding.RightKind.ToString(),
                        one.Book.NameOf(holding.PartyId),
                        holding.Share.ToString(CultureInfo.InvariantCulture),
                        holding.HasVeto ? "yes" : "no",
                        holding.FromOn.Iso(),
                        holding.UntilOn?.Iso() ?? "",
                        holding.Note,
                        holding.Id.ToString(),
                    ]
            )
        );
        await file.WriteAsync(CsvFile.Write(RightsCsvImport.Headings, rows), ct);
    }
}

/// <summary>What must be ready and how far it is, as a CSV file that <see cref="ReadinessCsvImport"/> reads back.</summary>
internal sealed class ReadinessCsvExport(IModuleDatabase database) : IExporter
{
    public string Id => "readiness-csv";

    public string Title => T["What must be ready before a handover, as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "readiness.csv";

    public string Permission => Permissions.See;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var rows = (await Books.All(database, caller, ct)).SelectMany(one =>
            one.Book.Items.Select(item =>
                (IReadOnlyList<string>)
                    [
                        one.Innovation,
                        item.Domain.ToString(),
                        item.What,
                        item.IsMandatory ? "yes" : "no",
                        item.Level?.ToString(CultureInfo.InvariantCulture) ?? "",
                        item.Evidence,
                        item.LookedOn?.Iso() ?? "",
                        item.Id.ToString(),
                    ]
            )
        );
        await file.WriteAsync(CsvFile.Write(ReadinessCsvImport.Headings, rows), ct);
    }
}

/// <summary>What has to be done, as a CSV file that <see cref="ObligationsCsvImport"/> reads back. It names parties and no people.</summary>
internal sealed class ObligationsCsvExport(IModuleDatabase database) : IExporter
{
    public string Id => "obligations-csv";

    public string Title => T["What has to be done, and who carries it, as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "obligations.csv";

    public string Permission => Permissions.See;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var rows = (await Books.All(database, caller, ct)).SelectMany(one =>
            one.Book.Obligations.Select(obligation =>
                (IReadOnlyList<string>)
                    [
                        one.Innovation,
                        obligation.What,
                        one.Book.NameOf(obligation.PartyId),
                        obligation.Weight.ToString(CultureInfo.InvariantCulture),
                        obligation.FromOn.Iso(),
                        obligation.UntilOn?.Iso() ?? "",
                        obligation.Note,
                        obligation.Id.ToString(),
                    ]
            )
        );
        await file.WriteAsync(CsvFile.Write(ObligationsCsvImport.Headings, rows), ct);
    }
}

/// <summary>Handovers as they stand, as a CSV file that <see cref="HandoversCsvImport"/> reads back.</summary>
internal sealed class HandoversCsvExport(IModuleDatabase database) : IExporter
{
    public string Id => "handovers-csv";

    public string Title => T["Handovers, as CSV"];

    public string MediaType => "text/csv";

    public string FileName => "handovers.csv";

    public string Permission => Permissions.See;

    public async Task Export(Stream file, ICaller caller, CancellationToken ct)
    {
        var rows = (await Books.All(database, caller, ct)).SelectMany(one =>
            one.Book.Handovers.Select(handover =>
                (IReadOnlyList<string>)
                    [
                        one.Innovation,
                        handover.Name,
                        one.Book.NameOf(handover.GiverId),
                        one.Book.NameOf(handover.ReceiverId),
                        handover.DualFrom?.Iso() ?? "",
                        handover.DualUntil?.Iso() ?? "",
                        handover.TailUntil?.Iso() ?? "",
                        handover.TailSupport,
                        handover.ReversionTrigger,
                        handover.RevertsOn?.Iso() ?? "",
                        handover.MovesData ? "yes" : "no",
                        handover.DataBasis,
                        Say.State(handover),
                        handover.Id.ToString(),
                    ]
            )
        );
        await file.WriteAsync(CsvFile.Write(HandoversCsvImport.Headings, rows), ct);
    }
}
