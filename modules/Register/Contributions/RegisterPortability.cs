using System.Text.Json;
using System.Text.Json.Nodes;
using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Register.Capture;
using CoProd.Register.Groups;
using CoProd.Register.Innovations;
using CoProd.Register.Parts;
using CoProd.Ui;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Register.Contributions;

/// <summary>
/// Carries an innovation to another installation with its groups and its notes. A person goes along by name only if they agreed to that;
/// without it they are known there by their role. With the name goes the agreement itself. Ways of contact never travel, and no note whose
/// words are held back.
/// </summary>
internal sealed class RegisterPortability(IModuleDatabase database, TimeProvider clock, IServiceProvider services)
    : IPortability
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    private const string Innovation = "select id, name, purpose, started_on from innovation where id = @id";

    private const string People = $"""
        select p.id, t.role, t.from_on, t.until_on, p.role_label,
            case when p.id in ({RegisterGoingAlong.Agreed}) then p.name else '' end as name
        from participation t join person p on p.id = t.person_id
        where t.innovation_id = @id and p.withdrawn = false order by p.id
        """;

    // On what the receiver may name them, and until when: it goes along, so that they can take it back there too.
    private const string Consents = """
        select c.id, c.person_id, c.purpose, c.given_on, c.until_on, c.how from consent c
            join participation t on t.person_id = c.person_id join person p on p.id = c.person_id
        where t.innovation_id = @id and p.withdrawn = false and c.scope = 'HandOver' and c.withdrawn_on is null
            and (c.until_on is null or c.until_on >= @today)
        order by c.id
        """;

    private const string Links =
        "select group_id as id, role as beside from group_link where innovation_id = @id order by group_id";

    private const string Notes = """
        select id, words, happened_on as on_day, hours, ticks from note where innovation_id = @id and undone = false order by id
        """;

    private const string NotePeople = """
        select np.note_id as id, np.person_id, np.hours from note_person np join note n on n.id = np.note_id
            join participation t on t.innovation_id = n.innovation_id and t.person_id = np.person_id
        where n.innovation_id = @id and n.undone = false order by np.note_id, np.person_id
        """;

    private const string InsertPerson = """
        insert into person (id, name, name_key, role_label, email, phone, contact_wish, contact_state, recorded_at, changed_at)
        values (@Id, @Name, @NameKey, @RoleLabel, '', '', '', 'NoContact', @Now, @Now) on conflict (id) do nothing
        """;

    // Somebody who agreed later is named by a later archive; a name that stands here stays as it is.
    private const string NamePerson = """
        update person set name = @Name, name_key = @NameKey, version = version + 1, changed_at = @Now
        where id = @Id and name = '' and @Name <> '' and withdrawn = false and merged_into is null
        """;

    private const string InsertConsent = """
        insert into consent (id, person_id, scope, purpose, given_on, until_on, how, recorded_by, recorded_at)
        values (@Id, @PersonId, 'HandOver', @Purpose, @GivenOn, @UntilOn, @How, @Nobody, @Now) on conflict (id) do nothing
        """;

    private const string InsertPart = """
        insert into participation (innovation_id, person_id, role, from_on, until_on, recorded_at)
        values (@InnovationId, @Id, @Role, @FromOn, @UntilOn, @Now) on conflict do nothing
        """;

    private const string InsertLink = """
        insert into group_link (innovation_id, group_id, role, recorded_at) values (@InnovationId, @GroupId, @Role, @Now) on conflict do nothing
        """;

    private const string InsertNote = """
        insert into note (id, innovation_id, words, happened_on, hours, ticks, written_by, recorded_at)
        values (@Id, @InnovationId, @Words, @OnDay, @Hours, @Ticks, @Nobody, @Now) on conflict (id) do nothing
        """;

    private const string InsertNotePerson =
        "insert into note_person (note_id, person_id, hours) values (@NoteId, @PersonId, @Hours) on conflict do nothing";

    public async Task<JsonNode> Export(Guid innovationId, CancellationToken ct)
    {
        var asked = new { id = innovationId, today = Contracts.Words.Today(clock) };
        var whole = await database.Read(
            async c =>
            {
                var links = (await c.QueryAsync<Named>(Links, asked)).AsList();
                var groups = GroupReading.Of(c, [.. links.Select(link => link.Id)]);
                var there = (await c.QueryAsync<(Guid Note, Guid Person, double? Hours)>(NotePeople, asked)).ToLookup(
                    row => row.Note
                );
                return new Whole
                {
                    Innovation = await c.QuerySingleOrDefaultAsync<InnovationPart>(Innovation, asked),
                    People = (await c.QueryAsync<PersonPart>(People, asked)).AsList(),
                    Consents = (await c.QueryAsync<ConsentPart>(Consents, asked)).AsList(),
                    Groups =
                    [
                        .. links
                            .Where(link => groups.ContainsKey(link.Id))
                            .Select(link => new GroupPart { Group = groups[link.Id], Role = link.Beside }),
                    ],
                    Notes =
                    [
                        .. (await c.QueryAsync<NotePart>(Notes, asked)).Select(note =>
                            note with
                            {
                                People = [.. there[note.Id].Select(row => row.Person)],
                                HoursOf = there[note.Id]
                                    .Where(row => row.Hours is not null)
                                    .ToDictionary(row => row.Person, row => row.Hours!.Value),
                            }
                        ),
                    ],
                };
            },
            ct
        );
        var reach = await services
            .GetRequiredService<INoteHold>()
            .ReachOf([.. whole.Notes.Select(note => note.Id)], ct);
        whole = whole with
        {
            Notes = [.. whole.Notes.Where(note => HeldWords.Of(reach, note.Id) == NoteReach.Everywhere)],
        };
        return JsonSerializer.SerializeToNode(whole, Options)!;
    }

    private static readonly RecordLimits Limits = new RecordLimits()
        .Number<NotePart>(nameof(NotePart.Hours), 0, TellWhatHappened.MostHours)
        .Text<NotePart>(nameof(NotePart.Words), 4000, required: true)
        .Text<PersonPart>(nameof(PersonPart.Name), 120)
        .Text<PersonPart>(nameof(PersonPart.RoleLabel), 120)
        .Text<PersonPart>(nameof(PersonPart.Role), 120)
        .Text<ConsentPart>(nameof(ConsentPart.Purpose), 300)
        .Text<ConsentPart>(nameof(ConsentPart.How), 300);

    public async Task Import(JsonNode records, CancellationToken ct)
    {
        if (records.Deserialize<Whole>(Options) is not { Innovation: { } innovation } whole)
            return;
        Limits.Check(whole);
        await database.Write(writing => Put(writing, innovation, whole), ct);
    }

    private static void Put(IWriting writing, InnovationPart innovation, Whole whole)
    {
        RegisterInnovation.Keep(
            writing,
            new RegisterInnovation.Form
            {
                Id = innovation.Id,
                Name = innovation.Name,
                Purpose = innovation.Purpose,
                StartedOn = innovation.StartedOn,
                Version = 0,
            }
        );
        var consents = whole.Consents.ToLookup(consent => consent.PersonId);
        foreach (var person in whole.People)
        {
            // A file says nothing on behalf of somebody who was known here by name before.
            if (Put(writing, innovation.Id, person))
                Put(writing, consents[person.Id]);
        }
        foreach (var part in whole.Groups)
        {
            // An identifier that a group here has already stays where it is.
            var form = GroupWriting.IdentifierFault(writing.Connection, part.Group) is null
                ? part.Group
                : part.Group with
                {
                    Identifiers = "",
                };
            GroupWriting.Insert(writing, form);
            writing.Connection.Execute(
                InsertLink,
                new
                {
                    InnovationId = innovation.Id,
                    GroupId = form.Id,
                    part.Role,
                    writing.Now,
                }
            );
        }
        foreach (var note in whole.Notes)
            Put(writing, innovation.Id, note);
        writing.Publish(new InnovationChanged { InnovationId = innovation.Id });
    }

    /// <returns>Whether their name came with this file.</returns>
    private static bool Put(IWriting writing, Guid innovationId, PersonPart person)
    {
        var row = new
        {
            InnovationId = innovationId,
            person.Id,
            person.Name,
            NameKey = Words.Key(person.Name.Length > 0 ? person.Name : person.RoleLabel),
            RoleLabel = person.RoleLabel.Length > 0 ? person.RoleLabel : person.Role,
            person.Role,
            person.FromOn,
            person.UntilOn,
            writing.Now,
        };
        var named =
            writing.Connection.Execute(InsertPerson, row) == 1 || writing.Connection.Execute(NamePerson, row) == 1;
        writing.Connection.Execute(InsertPart, row);
        writing.Publish(new PersonChanged { PersonId = person.Id });
        return named && person.Name.Length > 0;
    }

    private static void Put(IWriting writing, IEnumerable<ConsentPart> consents)
    {
        foreach (var consent in consents)
            writing.Connection.Execute(
                InsertConsent,
                new
                {
                    consent.Id,
                    consent.PersonId,
                    consent.Purpose,
                    consent.GivenOn,
                    consent.UntilOn,
                    consent.How,
                    Nobody = Guid.Empty,
                    writing.Now,
                }
            );
    }

    private static void Put(IWriting writing, Guid innovationId, NotePart note)
    {
        var row = new
        {
            note.Id,
            InnovationId = innovationId,
            note.Words,
            note.OnDay,
            note.Hours,
            note.Ticks,
            Nobody = Guid.Empty,
            writing.Now,
        };
        if (writing.Connection.Execute(InsertNote, row) != 1)
            return;
        foreach (var person in note.People)
        {
            var hours = note.HoursOf.TryGetValue(person, out var own) ? own : (double?)null;
            writing.Connection.Execute(
                InsertNotePerson,
                new
                {
                    NoteId = note.Id,
                    PersonId = person,
                    Hours = hours,
                }
            );
        }
    }

    private sealed record Whole
    {
        public InnovationPart? Innovation { get; init; }

        public IReadOnlyList<PersonPart> People { get; init; } = [];

        public IReadOnlyList<ConsentPart> Consents { get; init; } = [];

        public IReadOnlyList<GroupPart> Groups { get; init; } = [];

        public IReadOnlyList<NotePart> Notes { get; init; } = [];
    }

    private sealed record InnovationPart
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public string Purpose { get; init; } = "";

        public DateOnly? StartedOn { get; init; }
    }

    private sealed record PersonPart
    {
        public Guid Id { get; init; }

        public string Name { get; init; } = "";

        public string RoleLabel { get; init; } = "";

        public string Role { get; init; } = "";

        public DateOnly? FromOn { get; init; }

        public DateOnly? UntilOn { get; init; }
    }

    private sealed record ConsentPart
    {
        public Guid Id { get; init; }

        public Guid PersonId { get; init; }

        public string Purpose { get; init; } = "";

        public DateOnly GivenOn { get; init; }

        public DateOnly? UntilOn { get; init; }

        public string How { get; init; } = "";
    }

    private sealed record GroupPart
    {
        public required RecordGroup.Form Group { get; init; }

        public string Role { get; init; } = "";
    }

    private sealed record NotePart
    {
        public Guid Id { get; init; }

        public string Words { get; init; } = "";

        public DateOnly OnDay { get; init; }

        public double? Hours { get; init; }

        public string Ticks { get; init; } = "";

        public IReadOnlyList<Guid> People { get; init; } = [];

        public IReadOnlyDictionary<Guid, double> HoursOf { get; init; } = new Dictionary<Guid, double>();
    }
}
