using CoProd.Contracts.Exchange;

namespace CoProd.Register.Import.OpenReferral;

/// <summary>The organisations of one file. One that is met again adds what was not known of it; what was known stays.</summary>
internal sealed class OrganisationList
{
    private readonly Dictionary<string, OrganisationRow> byId = new(StringComparer.Ordinal);
    private readonly List<string> order = [];
    private readonly List<RejectedRow> rejected = [];
    private int read;

    internal OrganisationFileResult.Organisations Result =>
        new()
        {
            Rows = [.. order.Select(id => byId[id])],
            Rejected = rejected,
            Read = read,
        };

    internal void Take(OrganisationDraft draft)
    {
        read++;
        rejected.AddRange(draft.Faults);
        if (draft.Faults.Count > 0 || draft.SourceId is not { } id || draft.Name is not { } name)
            return;
        if (!byId.TryGetValue(id, out var known))
        {
            order.Add(id);
            known = new OrganisationRow
            {
                Line = draft.Line,
                SourceId = id,
                Name = name,
            };
        }
        byId[id] = Joined(known, draft);
    }

    private static OrganisationRow Joined(OrganisationRow known, OrganisationDraft draft) =>
        known with
        {
            Description = known.Description.Length > 0 ? known.Description : draft.Description ?? "",
            Website = known.Website ?? draft.Website,
            Email = known.Email ?? draft.Email,
            LegalStatus = known.LegalStatus ?? draft.LegalStatus,
            FoundedYear = known.FoundedYear ?? draft.FoundedYear,
            Identifiers = [.. known.Identifiers.Union(draft.Identifiers)],
            // Together or not at all: a postcode from one address and a town from another would be no place.
            Postcode = known.Postcode is null && known.Locality is null ? draft.Postcode : known.Postcode,
            Locality = known.Postcode is null && known.Locality is null ? draft.Locality : known.Locality,
            Services = [.. known.Services.Union(draft.Services, StringComparer.Ordinal)],
            ActivityTags = [.. known.ActivityTags.Union(draft.Tags, StringComparer.Ordinal)],
        };
}
