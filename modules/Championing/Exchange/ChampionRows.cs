using System.Globalization;
using CoProd.Championing.Champions;
using CoProd.Championing.Picture;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Exchange;
using CoProd.Contracts.Forms;
using CoProd.Ui;
using static CoProd.Championing.Texts;

namespace CoProd.Championing.Exchange;

/// <summary>Reads rows of champions against what is kept, and writes what differs.</summary>
internal sealed class ChampionRows(
    NamedInnovations innovations,
    NamedPeople people,
    List<ChampionRole> kept,
    ILookup<Guid, Audience> audiences,
    IReadOnlyDictionary<Guid, string> stops,
    Func<Guid, bool> isGone
)
{
    private static readonly Dictionary<string, string> HeadingOf = new(StringComparer.Ordinal)
    {
        ["personId"] = "champion",
        ["kind"] = "how it came about",
        ["audienceIds"] = "before",
        ["hours"] = "hours a month",
        ["backing"] = "backed by",
        ["deputyId"] = "deputy",
        ["from"] = "since",
    };

    public ImportReport Take(IReadOnlyList<CsvRow> rows, IWriting? writing) =>
        RowOutcome.Of(rows, row => TakeOne(row, writing));

    private RowOutcome TakeOne(CsvRow row, IWriting? writing)
    {
        var faults = new List<RejectedRow>();
        var own = row.Id is { } id ? kept.Find(role => role.Id == id) : null;
        var (found, unknown) = innovations.In(row, own?.InnovationId);
        if (found is not { } innovation)
            return RowOutcome.Rejected(row.Fault("innovation", unknown));
        if (own is not null && own.InnovationId != innovation || own is null && row.Id is { } gone && isGone(gone))
            return RowOutcome.Rejected(
                row.Fault("id", T["belongs to a record that was withdrawn, or to another innovation"])
            );
        // Whoever was forgotten is named nowhere, also not in the file: their part of the story stays.
        if (own is { PersonId: null } && row["champion"].Length == 0)
            return RowOutcome.Unchanged;
        var person = Who(row, "champion", innovation, (own?.PersonId, own?.Name), faults);
        var before = own ?? (row.Id is null && person is not null ? Same(row, innovation, person.Value) : null);
        var form = Read(row, innovation, before, person, faults);
        if (form.Kind == ChampionKind.Appointed && form.PersonId != before?.PersonId)
            Ask(row, "champion", form.PersonId, faults);
        if (form.DeputyId != before?.DeputyId)
            Ask(row, "deputy", form.DeputyId, faults);
        if (faults.Count > 0)
            return RowOutcome.Rejected(faults);
        if (before is not null && IsAsKept(form, before))
            return RowOutcome.Unchanged;
        if (writing is not null)
        {
            RecordRole.Write(writing, form, innovation, before);
            writing.Changed(innovation);
        }
        // Two rows of one file about the same role are about one role, also before anything is written.
        kept.RemoveAll(role => role.Id == form.Id);
        kept.Add(Kept(form, innovation, row));
        return RowOutcome.Kept(before is null);
    }

    private Guid? Who(
        CsvRow row,
        string heading,
        Guid innovation,
        (Guid? Id, string? Name) now,
        List<RejectedRow> faults
    )
    {
        if (row[heading].Length == 0)
            return null;
        if (now.Id is not null && Words.Fold(row[heading]) == Words.Fold(now.Name))
            return now.Id;
        var (who, reason) = people.Called(row[heading], innovation);
        if (who is null)
            faults.Add(row.Fault(heading, reason));
        return who;
    }

    private void Ask(CsvRow row, string heading, Guid? person, List<RejectedRow> faults)
    {
        if (person is { } one && stops.TryGetValue(one, out var why))
            faults.Add(row.Fault(heading, why));
    }

    // The row as the form would carry it. A column that the file lacks leaves what is kept as it is.
    private RecordRole.Form Read(
        CsvRow row,
        Guid innovation,
        ChampionRole? before,
        Guid? person,
        List<RejectedRow> faults
    )
    {
        var input = before is null ? new Input() : RecordRole.InputOf(before);
        input.Set("personId", person?.ToString() ?? "");
        if (row["how it came about"] is { Length: > 0 } word)
            input.Set("kind", Kind(word));
        if (row.Has("deputy"))
            input.Set(
                "deputyId",
                Who(row, "deputy", innovation, (before?.DeputyId, before?.DeputyName), faults)?.ToString() ?? ""
            );
        foreach (var (heading, field) in Plain.Where(each => row.Has(each.Heading)))
            input.Set(field, row[heading]);
        var form = RecordRole.Read(input);
        if (row.Has("before"))
        {
            var (ids, left) = Parted(row["before"], [.. audiences[innovation]], before);
            if (left.Length > 0)
                faults.Add(
                    row.Fault("before", T["names an audience that is not recorded for this innovation: {0}", left])
                );
            form = form with { AudienceIds = ids };
        }
        var wrong = input
            .Errors.Select(error => row.Fault(HeadingOf.GetValueOrDefault(error.Field, error.Field), error.Sentence))
            .Where(fault => faults.TrueForAll(known => known.Field != fault.Field))
            .ToArray();
        faults.AddRange(wrong);
        return form with { Id = before?.Id ?? row.Id ?? Guid.CreateVersion7() };
    }

    private static readonly (string Heading, string Field)[] Plain =
    [
        ("hours a month", "hours"),
        ("backed by", "backing"),
        ("since", "from"),
        ("until", "until"),
    ];

    // An unknown word is left as it is: reading the form refuses it.
    private static string Kind(string word) =>
        Enum.GetValues<ChampionKind>()
            .Where(kind => Words.Fold(ChampionCsvImport.WordOf(kind)) == Words.Fold(word))
            .Select(kind => kind.ToString())
            .FirstOrDefault(word);

    // Without an id it is the role of this person that begins on the day named, or the latest of theirs where no day is.
    private ChampionRole? Same(CsvRow row, Guid innovation, Guid person)
    {
        var day = Input.Of(("day", row["since"])).Date("day", "");
        var theirs = kept.Where(role =>
                role.InnovationId == innovation
                && role.PersonId == person
                && (row["since"].Length == 0 || role.FromOn is null || role.FromOn == day)
            )
            .ToArray();
        return theirs.FirstOrDefault(role => role.FromOn == day) ?? theirs.LastOrDefault();
    }

    /// <summary>Names parted by semicolons. A name may hold one itself, so the longest that is known is taken each time.</summary>
    internal static (IReadOnlyList<Guid> Ids, string Left) Parted(
        string cell,
        IReadOnlyList<Audience> known,
        ChampionRole? role
    )
    {
        var ids = new List<Guid>();
        var left = Words.Fold(cell);
        while (left.Length > 0)
        {
            var longest = known
                .Select(one => (one.Id, Name: Words.Fold(one.Name)))
                .Where(one => left == one.Name || left.StartsWith(one.Name + ";", StringComparison.Ordinal))
                .OrderByDescending(one => one.Name.Length)
                // Of two with one name, the one that the role has already and that no name before it took.
                .ThenByDescending(one => !ids.Contains(one.Id))
                .ThenByDescending(one => role?.Audiences.Contains(one.Id) == true)
                .FirstOrDefault();
            if (longest.Name is not { Length: > 0 } name)
                return (ids, left);
            ids.Add(longest.Id);
            left = left[name.Length..].TrimStart(';', ' ');
        }
        return ([.. ids.Distinct()], "");
    }

    private static bool IsAsKept(RecordRole.Form form, ChampionRole role)
    {
        var before = RecordRole.Of(role);
        return form with { AudienceIds = [] } == before with { AudienceIds = [] }
            && form.AudienceIds.ToHashSet().SetEquals(before.AudienceIds);
    }

    private static ChampionRole Kept(RecordRole.Form form, Guid innovation, CsvRow row) =>
        new()
        {
            Id = form.Id,
            InnovationId = innovation,
            PersonId = form.PersonId,
            Name = row["champion"],
            Kind = form.Kind,
            HoursAMonth = (double?)form.Hours,
            Backing = form.Backing,
            DeputyId = form.DeputyId,
            DeputyName = row["deputy"],
            FromOn = form.From,
            UntilOn = form.Until,
            // What was made has version 1 and what was changed one more: both are one more than the form's.
            Version = form.Version + 1,
            Audiences = form.AudienceIds,
        };
}
