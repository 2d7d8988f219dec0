using CoProd.Contracts;
using CoProd.Contracts.Exchange;

namespace CoProd.Resourcing.Import.ThreeSixtyGiving;

/// <summary>Turns raw grants into checked ones, one file at a time: it remembers the ids it has met.</summary>
/// <param name="place">How the file's format speaks of a row: "on line {0}", "on row {0}", "number {0} in the list".</param>
internal sealed class GrantChecks(Func<int, string> place)
{
    private readonly Dictionary<string, int> lineOfId = new(StringComparer.Ordinal);
    private readonly List<GrantRow> rows = [];
    private readonly List<RejectedRow> rejected = [];
    private int read;

    internal GrantFileResult.Grants Result =>
        new()
        {
            Rows = rows,
            Rejected = rejected,
            Read = read,
        };

    internal void Take(RawGrant raw)
    {
        read++;
        var row = Check(raw);
        if (row is not null && raw.Faults.Count == 0)
        {
            // A rejected row does not count as the first: its corrected repeat further down is welcome.
            lineOfId.Add(row.Id, row.Line);
            rows.Add(row);
        }
        rejected.AddRange(raw.Faults);
    }

    /// <summary>Counts a row that could not be read as a grant at all: that each of its fields is missing would be no news.</summary>
    internal void TakeUnread(RawGrant raw)
    {
        read++;
        rejected.AddRange(raw.Faults);
    }

    private GrantRow? Check(RawGrant raw)
    {
        var id = Required(raw, GrantField.Id);
        if (id is not null && lineOfId.TryGetValue(id, out var earlier))
            raw.Fault(GrantField.Id.Path, $"repeats the grant {place(earlier)}");
        var currency = Currency(raw);
        var awarded = Amount(raw, GrantField.Awarded, currency, required: true);
        var appliedFor = Amount(raw, GrantField.AppliedFor, currency, required: false);
        var awardDate = Date(raw, GrantField.AwardDate, required: true);
        var (start, end, months) = Planned(raw);
        var (recipientId, recipientName) = Recipient(raw);
        var funderName = raw[GrantField.FunderName] ?? raw[GrantField.FunderId];
        if (funderName is null && !raw.HasFault(GrantField.FunderName) && !raw.HasFault(GrantField.FunderId))
            raw.Fault("fundingOrganization", "is missing: give the funder’s id or its name");
        CheckUrl(raw);
        if (id is null || awarded is null || awardDate is null || recipientId is null)
            return null;
        if (recipientName is null || funderName is null)
            return null;
        return new GrantRow
        {
            Line = raw.Line,
            Id = id,
            Title = raw[GrantField.GrantTitle] ?? "",
            Description = raw[GrantField.Description] ?? "",
            Amount = awarded.Value,
            AmountAppliedFor = appliedFor,
            AwardDate = awardDate.Value,
            PlannedStart = start,
            PlannedEnd = end,
            DurationMonths = months,
            RecipientId = recipientId,
            RecipientName = recipientName,
            RecipientCharityNumber = raw[GrantField.Charity],
            RecipientCompanyNumber = raw[GrantField.Company],
            RecipientPostcode = raw[GrantField.Postcode],
            Locality = raw[GrantField.Locality],
            FunderId = raw[GrantField.FunderId],
            FunderName = funderName,
            ProgrammeTitle = raw[GrantField.ProgrammeTitle],
            ProgrammeCode = raw[GrantField.ProgrammeCode],
            Url = raw[GrantField.Url],
        };
    }

    private static string? Required(RawGrant raw, GrantField field)
    {
        if (raw[field] is { } text)
            return text;
        if (!raw.HasFault(field))
            raw.Fault(field.Path, "is missing");
        return null;
    }

    private static string? Currency(RawGrant raw)
    {
        if (Required(raw, GrantField.Currency) is not { } text)
            return null;
        if (text.Length == 3 && text.All(char.IsAsciiLetter))
            return text.ToUpperInvariant();
        raw.Fault(
            GrantField.Currency.Path,
            $"is not a currency code of three letters, such as GBP: “{Shown.Text(text)}”"
        );
        return null;
    }

    private static Money? Amount(RawGrant raw, GrantField field, string? currency, bool required)
    {
        if ((required ? Required(raw, field) : raw[field]) is not { } text)
            return null;
        // Without a currency the decimals cannot be judged, but text that is no number is a fault of its own.
        var (money, reason) = WrittenNumber.ReadMoney(text, currency ?? "GBP");
        if (reason is not null)
            raw.Fault(field.Path, reason);
        return currency is null ? null : money;
    }

    private static DateOnly? Date(RawGrant raw, GrantField field, bool required)
    {
        if ((required ? Required(raw, field) : raw[field]) is not { } text)
            return null;
        var (date, reason) = WrittenDate.Read(text);
        if (reason is not null)
            raw.Fault(field.Path, reason);
        return date;
    }

    private static (DateOnly? Start, DateOnly? End, decimal? Months) Planned(RawGrant raw)
    {
        var start = Date(raw, GrantField.Start, required: false);
        var end = Date(raw, GrantField.End, required: false);
        if (end < start)
            raw.Fault("plannedDates", $"end before they start: from {start:yyyy-MM-dd} to {end:yyyy-MM-dd}");
        decimal? months = null;
        if (raw[GrantField.Duration] is { } text)
        {
            months = WrittenNumber.Read(text);
            if (months is null or < 0 or > 1200)
                raw.Fault(GrantField.Duration.Path, $"is not a number of months: “{Shown.Text(text)}”");
        }
        return (start, end, months);
    }

    private static (string? Id, string? Name) Recipient(RawGrant raw)
    {
        if (raw[GrantField.RecipientId] is null && raw[GrantField.PersonId] is not null)
        {
            raw.Fault(
                "recipientOrganization",
                "is missing: grants to a person are not taken in, only grants to organisations"
            );
            return (null, null);
        }
        return (Required(raw, GrantField.RecipientId), Required(raw, GrantField.RecipientName));
    }

    // It becomes a link on a page, so nothing but the web may stand in it. "www.example.org" without a scheme is common and harmless.
    private static void CheckUrl(RawGrant raw)
    {
        if (raw[GrantField.Url] is not { } text || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
            return;
        if (uri.Scheme is not ("http" or "https") && !uri.Scheme.Contains('.', StringComparison.Ordinal))
            raw.Fault(GrantField.Url.Path, $"is not a web address: “{Shown.Text(text)}”");
    }
}
