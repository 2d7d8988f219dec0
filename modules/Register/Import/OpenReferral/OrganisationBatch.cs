using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Register.Groups;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Import.OpenReferral;

/// <summary>What became of the organisations so far. A preview remembers here what it would have made.</summary>
internal sealed record OrganisationsTaken
{
    public int Created { get; init; }

    public int Updated { get; init; }

    public int Unchanged { get; init; }

    public ImmutableHashSet<Guid> Groups { get; init; } = [];

    public ImmutableList<string> Remarks { get; init; } = [];

    /// <summary>Groups made or changed by this run, as they are now.</summary>
    public ImmutableDictionary<Guid, RecordGroup.Form> Forms { get; init; } =
        ImmutableDictionary<Guid, RecordGroup.Form>.Empty;

    /// <summary>Who has an identifier, as far as this run gave it.</summary>
    public ImmutableDictionary<string, Guid> Holders { get; init; } = ImmutableDictionary<string, Guid>.Empty;
}

/// <summary>Takes some hundred organisations in: three look-ups for all of them, then each in turn.</summary>
internal sealed class OrganisationBatch(DbConnection connection, IWriting? writing, OrganisationsTaken earlier)
{
    private const string Source = "open-referral:";

    private const string SaidBefore = "select source_key, group_id, said from group_import where source_key in @keys";

    private const string Holders = """
        select i.identifier, i.group_id from group_identifier i join community_group g on g.id = i.group_id
        where i.identifier in @identifiers and g.withdrawn = false
        """;

    private const string Remember = """
        insert into group_import (source_key, group_id, said) values (@Key, @GroupId, @Said)
        on conflict (source_key) do update set group_id = excluded.group_id, said = excluded.said
        """;

    private OrganisationsTaken taken = earlier;
    private Dictionary<string, (Guid GroupId, string Said)> before = [];
    private Dictionary<string, Guid> holders = [];
    private IReadOnlyDictionary<Guid, RecordGroup.Form> current = new Dictionary<Guid, RecordGroup.Form>();

    public OrganisationsTaken Take(IReadOnlyList<OrganisationRow> rows)
    {
        before = connection
            .Query<(string Key, Guid GroupId, string Said)>(
                SaidBefore,
                new { keys = rows.Select(row => Source + row.SourceId) }
            )
            .ToDictionary(row => row.Key, row => (row.GroupId, row.Said), StringComparer.Ordinal);
        var identifiers = rows.SelectMany(OrganisationFields.Identifiers).Distinct(StringComparer.Ordinal).ToList();
        if (identifiers.Count > 0)
            holders = connection
                .Query<(string Identifier, Guid GroupId)>(Holders, new { identifiers })
                .ToDictionary(row => row.Identifier, row => row.GroupId, StringComparer.Ordinal);
        current = GroupReading.Of(
            connection,
            [.. before.Values.Select(row => row.GroupId).Concat(holders.Values).Distinct()]
        );
        foreach (var row in rows)
            TakeOne(row);
        return taken;
    }

    private void TakeOne(OrganisationRow row)
    {
        var identifiers = OrganisationFields.Identifiers(row);
        var said = before.TryGetValue(Source + row.SourceId, out var known) ? known.Said : null;
        var groupId = said is not null
            ? known.GroupId
            : identifiers.Select(Holder).FirstOrDefault(holder => holder is not null);
        if (groupId is not { } id)
            Make(row, identifiers);
        else if (Find(id) is { } form)
            Compare(row, identifiers, form, said);
        else
        {
            taken = taken with { Unchanged = taken.Unchanged + 1, Groups = taken.Groups.Add(id) };
            Remark(T["“{0}” was withdrawn here, and stays so.", row.Name]);
        }
    }

    private void Make(OrganisationRow row, IReadOnlyList<string> identifiers)
    {
        var blank = new RecordGroup.Form
        {
            Id = Guid.CreateVersion7(),
            Name = row.Name,
            Kind = GroupKind.Organisation,
            Identifiers = Joined(identifiers),
            Version = 1,
        };
        var fields = OrganisationFields.Of(row);
        var form = OrganisationFields.Put(blank, fields);
        if (writing is not null)
            GroupWriting.Insert(writing, form);
        Keep(row, form, fields, fields);
        taken = taken with { Created = taken.Created + 1 };
    }

    private void Compare(
        OrganisationRow row,
        IReadOnlyList<string> identifiers,
        RecordGroup.Form form,
        string? saidBefore
    )
    {
        var file = OrganisationFields.Of(row);
        var record = OrganisationFields.Of(form);
        var said = saidBefore is null ? null : JsonSerializer.Deserialize<Dictionary<string, SaidField>>(saidBefore)!;
        var next = new Dictionary<string, string>(record, StringComparer.Ordinal);
        foreach (var (field, value) in file)
            next[field] = Choose(row, field, value, record[field], said?.GetValueOrDefault(field));
        var wanted = Identified(row, identifiers, OrganisationFields.Put(form, next));
        var changed = wanted != form;
        if (changed && writing is not null)
            GroupWriting.Update(writing, wanted);
        // What the hand wrote stays the hand's: the record's side moves on only where the file was followed.
        var kept = next.ToDictionary(
            field => field.Key,
            field =>
                said is not null && field.Value == record[field.Key] && field.Value != file[field.Key]
                    ? said[field.Key].Record
                    : field.Value
        );
        Keep(row, changed ? wanted with { Version = form.Version + 1 } : form, file, kept);
        taken = changed ? taken with { Updated = taken.Updated + 1 } : taken with { Unchanged = taken.Unchanged + 1 };
    }

    // A blank is filled; what stands there is changed only if the file put it there and now says something else.
    private string Choose(OrganisationRow row, string field, string file, string record, SaidField? said)
    {
        if (said is null)
            return record.Length == 0 ? file : record;
        if (Same(field, record, said.Record))
            return Same(field, file, said.File) ? record : file;
        if (!Same(field, record, file))
            Remark(
                T[
                    "“{0}”: {1} was edited here and is kept. The file says “{2}”.",
                    row.Name,
                    Label(field),
                    OrganisationDraft.Short(file)
                ]
            );
        return record;
    }

    // A place keeps the spelling in which it was first met.
    private static bool Same(string field, string one, string other) =>
        one == other || (field == "locality" && Words.Fold(one) == Words.Fold(other));

    private RecordGroup.Form Identified(OrganisationRow row, IReadOnlyList<string> identifiers, RecordGroup.Form form)
    {
        var free = identifiers.Where(identifier => Holder(identifier) is not { } holder || holder == form.Id).ToList();
        foreach (var identifier in identifiers.Except(free))
            Remark(T["“{0}”: {1} belongs to another group here, and stays there.", row.Name, identifier]);
        return form with { Identifiers = Joined(OrganisationIds.Split(form.Identifiers).Union(free)) };
    }

    private void Keep(
        OrganisationRow row,
        RecordGroup.Form form,
        Dictionary<string, string> file,
        Dictionary<string, string> record
    )
    {
        var said = file.ToDictionary(
            field => field.Key,
            field => new SaidField { File = field.Value, Record = record[field.Key] }
        );
        var text = JsonSerializer.Serialize(said);
        var key = Source + row.SourceId;
        if (writing is not null && !(before.TryGetValue(key, out var known) && known.Said == text))
            connection.Execute(
                Remember,
                new
                {
                    Key = key,
                    GroupId = form.Id,
                    Said = text,
                }
            );
        taken = taken with
        {
            Groups = taken.Groups.Add(form.Id),
            Forms = taken.Forms.SetItem(form.Id, form),
            Holders = taken.Holders.SetItems(
                OrganisationIds.Split(form.Identifiers).Select(identifier => KeyValuePair.Create(identifier, form.Id))
            ),
        };
    }

    private RecordGroup.Form? Find(Guid id) => taken.Forms.GetValueOrDefault(id) ?? current.GetValueOrDefault(id);

    private Guid? Holder(string identifier) =>
        taken.Holders.TryGetValue(identifier, out var here) ? here
        : holders.TryGetValue(identifier, out var there) ? there
        : null;

    private void Remark(string sentence) => taken = taken with { Remarks = taken.Remarks.Add(sentence) };

    private static string Joined(IEnumerable<string> identifiers) =>
        string.Join('\n', identifiers.Order(StringComparer.Ordinal));

    private static string Label(string field) =>
        field switch
        {
            "name" => T["the name"],
            "purpose" => T["what it is for"],
            "legalForm" => T["the legal form"],
            "foundedOn" => T["the day it was founded"],
            "website" => T["the web address"],
            "contactRoute" => T["how to reach it"],
            "postcode" => T["the postcode"],
            _ => T["the place"],
        };
}
