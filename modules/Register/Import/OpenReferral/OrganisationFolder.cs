using System.IO.Compression;
using CoProd.Contracts.Exchange;

namespace CoProd.Register.Import.OpenReferral;

/// <summary>Organisations in the CSV files of HSDS: organizations.csv alone, or with its neighbours in a zip of the folder.</summary>
internal static class OrganisationFolder
{
    private const long LargestUnpacked = 256L * 1024 * 1024;

    internal static OrganisationFileResult.Organisations ReadCsv(Stream file, CancellationToken ct) =>
        Read(HsdsTable.Read(file, ct), Neighbours.None, ct);

    internal static OrganisationFileResult.Organisations ReadZip(Stream file, CancellationToken ct)
    {
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (!ZipContent.FitsInto(zip, LargestUnpacked, ct))
                throw new NotOrganisationsException(
                    "is far larger unpacked than a folder of organisations can be. Bring organizations.csv alone."
                );
            var organisations =
                Table(zip, "organizations", ct)
                ?? throw new NotOrganisationsException(
                    "is a zip without the file organizations.csv. Zip the whole folder of Open Referral CSV files and bring it again."
                );
            return Read(organisations, Neighbours.Of(name => Table(zip, name, ct)), ct);
        }
        catch (Exception e)
            when (e is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw new NotOrganisationsException(
                "cannot be opened as a zip; it may be damaged. Zip the folder again and bring it again."
            );
        }
    }

    private static HsdsTable? Table(ZipArchive zip, string name, CancellationToken ct)
    {
        // By its name in whichever folder: people zip the folder, or what is in it.
        var entry = zip.Entries.FirstOrDefault(part =>
            part.Name.Equals(name + ".csv", StringComparison.OrdinalIgnoreCase)
        );
        if (entry is null)
            return null;
        using var content = entry.Open();
        using var whole = new MemoryStream();
        content.CopyTo(whole);
        return HsdsTable.Read(whole, ct);
    }

    private static OrganisationFileResult.Organisations Read(
        HsdsTable table,
        Neighbours neighbours,
        CancellationToken ct
    )
    {
        if (!table.Has("id") || !table.Has("name"))
        {
            throw new NotOrganisationsException(
                "has no columns “id” and “name”, so it is not a list of organisations. Bring Open Referral JSON, the file organizations.csv, or a zip of the whole CSV folder."
            );
        }
        // services.csv and others have an id and a name too.
        if (table.Has("organization_id"))
        {
            throw new NotOrganisationsException(
                "lists what belongs to organisations, not the organisations. Bring organizations.csv, or a zip of the whole folder."
            );
        }
        var organisations = new OrganisationList();
        foreach (var row in table.Rows)
        {
            ct.ThrowIfCancellationRequested();
            var draft = new OrganisationDraft(row.Line);
            if (row.Fault is { } fault)
                draft.Fault("", fault);
            else
            {
                draft.TakeFields(name => row[name]);
                neighbours.AddTo(draft);
            }
            organisations.Take(draft);
        }
        return organisations.Result;
    }

    /// <summary>The other files of the folder, by the organisation or service that they belong to. Any of them may be absent.</summary>
    private sealed record Neighbours
    {
        internal static readonly Neighbours None = Of(_ => null);

        internal required ILookup<string, HsdsRow> Identifiers { get; init; }
        internal required ILookup<string, HsdsRow> Services { get; init; }
        internal required ILookup<string, HsdsRow> Locations { get; init; }
        internal required ILookup<string, HsdsRow> ServiceLocations { get; init; }
        internal required ILookup<string, HsdsRow> Addresses { get; init; }
        internal required ILookup<string, HsdsRow> Attributes { get; init; }
        internal required ILookup<string, HsdsRow> Terms { get; init; }

        internal static Neighbours Of(Func<string, HsdsTable?> table)
        {
            ILookup<string, HsdsRow> By(string name, string key) =>
                (table(name)?.Rows ?? [])
                    .Where(row => row.Fault is null && row[key] is not null)
                    .ToLookup(row => row[key]!, StringComparer.Ordinal);
            return new Neighbours
            {
                Identifiers = By("organization_identifiers", "organization_id"),
                Services = By("services", "organization_id"),
                Locations = By("locations", "organization_id"),
                ServiceLocations = By("service_at_location", "service_id"),
                Addresses = By("addresses", "location_id"),
                Attributes = By("attributes", "link_id"),
                Terms = By("taxonomy_terms", "id"),
            };
        }

        internal void AddTo(OrganisationDraft draft)
        {
            if (draft.SourceId is not { } id)
                return;
            foreach (var row in Identifiers[id])
                draft.TakeIdentifier(row["identifier_scheme"] ?? row["identifier_type"], row["identifier"]);
            foreach (var location in Locations[id])
                AddAddresses(draft, location["id"]);
            AddTags(draft, id);
            foreach (var service in Services[id])
            {
                draft.TakeService(service["name"]);
                if (service["id"] is not { } serviceId)
                    continue;
                AddTags(draft, serviceId);
                foreach (var place in ServiceLocations[serviceId])
                    AddAddresses(draft, place["location_id"]);
            }
        }

        private void AddAddresses(OrganisationDraft draft, string? location)
        {
            if (location is null)
                return;
            foreach (var address in Addresses[location])
                draft.TakeAddress(address["postal_code"], address["city"]);
        }

        private void AddTags(OrganisationDraft draft, string link)
        {
            foreach (var term in Attributes[link].Select(row => row["taxonomy_term_id"]).OfType<string>())
                draft.TakeTag(Terms[term].FirstOrDefault()?["name"]);
        }
    }
}
