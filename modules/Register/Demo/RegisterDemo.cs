using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using Dapper;

namespace CoProd.Register.Demo;

/// <summary>Wenmouth and Vale Community NHS Trust: six innovations, forty people, twenty groups and three years of notes, all invented.</summary>
internal sealed class RegisterDemo(IModuleDatabase database) : IDemoData
{
    public int Order => 0;

    private const string InsertLocality = "insert into locality (id, name, name_key) values (@Id, @Name, @Key)";

    private const string InsertInnovation = """
        insert into innovation (id, name, name_key, purpose, started_on, recorded_at, changed_at)
        values (@Id, @Name, @Key, @Purpose, @StartedOn, @Now, @Now)
        """;

    private const string InsertPerson = """
        insert into person (id, name, name_key, role_label, email, phone, contact_wish, locality_id, contact_state, contact_until,
            recorded_at, changed_at)
        values (@Id, @Name, @Key, @RoleLabel, '', '', @Wish, @LocalityId, @State, @Until, @Now, @Now)
        """;

    private const string InsertGroup = """
        insert into community_group (id, name, name_key, kind, purpose, legal_form, founded_on, website, contact_route, languages,
            postcode, locality_id, recorded_at, changed_at)
        values (@Id, @Name, @Key, @Kind, @Purpose, @LegalForm, @FoundedOn, '', '', @Languages, '', @LocalityId, @Now, @Now)
        """;

    private const string InsertMembership = """
        insert into membership (id, group_id, person_id, role, recorded_at) values (@Id, @GroupId, @PersonId, @Role, @Now)
        """;

    private const string InsertPart = """
        insert into participation (innovation_id, person_id, role, from_on, recorded_at)
        values (@InnovationId, @PersonId, @Role, @From, @Now)
        """;

    private const string InsertLink = """
        insert into group_link (innovation_id, group_id, role, recorded_at) values (@InnovationId, @GroupId, @Role, @Now)
        """;

    private const string InsertTie = """
        insert into tie (id, from_person_id, from_group_id, to_person_id, to_group_id, kind, intensity, since_on, note, recorded_at)
        values (@Id, @FromPerson, @FromGroup, @ToPerson, @ToGroup, @Kind, @Intensity, @Since, '', @Now)
        """;

    private const string InsertStakeholderGroup =
        "insert into stakeholder_group (id, name, name_key) values (@Id, @Name, @Key)";

    private const string InsertStake = """
        insert into person_stakeholder_group (person_id, stakeholder_group_id) values (@PersonId, @GroupId)
        """;

    private const string InsertConsent = """
        insert into consent (id, person_id, scope, purpose, given_on, until_on, how, recorded_by, recorded_at)
        values (@Id, @PersonId, @Scope, @Purpose, @GivenOn, @UntilOn, @How, @By, @Now)
        """;

    private const string InsertNote = """
        insert into note (id, innovation_id, words, happened_on, hours, ticks, written_by, recorded_at)
        values (@Id, @InnovationId, @Words, @On, @Hours, @Ticks, @By, @Now)
        """;

    private const string InsertNotePerson = "insert into note_person (note_id, person_id) values (@NoteId, @PersonId)";

    public Task Fill(DateOnly today, CancellationToken ct) => database.Write(writing => Fill(writing, today), ct);

    private static void Fill(IWriting w, DateOnly today)
    {
        var localities = Ids(DemoPlaces.Localities);
        foreach (var name in DemoPlaces.Localities)
            w.Connection.Execute(
                InsertLocality,
                new
                {
                    Id = localities[name],
                    Name = name,
                    Key = Words.Fold(name),
                }
            );
        var groups = FillGroups(w, today, localities);
        var people = FillPeople(w, today, localities, groups);
        var innovations = FillInnovations(w, today, groups, people);
        FillTies(w, today, groups, people);
        FillNotes(w, today, innovations, people);
        foreach (var id in people.Values)
            w.Publish(new PersonChanged { PersonId = id });
        foreach (var id in innovations.Values)
            w.Publish(new InnovationChanged { InnovationId = id });
    }

    private static Dictionary<string, Guid> FillGroups(IWriting w, DateOnly today, Dictionary<string, Guid> localities)
    {
        var ids = Ids(DemoPlaces.Groups.Select(group => group.Name));
        foreach (var group in DemoPlaces.Groups)
        {
            w.Connection.Execute(
                InsertGroup,
                new
                {
                    Id = ids[group.Name],
                    group.Name,
                    Key = Words.Fold(group.Name),
                    group.Kind,
                    group.Purpose,
                    group.LegalForm,
                    FoundedOn = group.Age is { } years ? today.AddYears(-years) : (DateOnly?)null,
                    group.Languages,
                    LocalityId = localities[group.Place],
                    w.Now,
                }
            );
        }
        return ids;
    }

    private static Dictionary<string, Guid> FillPeople(
        IWriting w,
        DateOnly today,
        Dictionary<string, Guid> localities,
        Dictionary<string, Guid> groups
    )
    {
        var ids = Ids(DemoPeople.All.Select(person => person.Name));
        var stakes = Ids(DemoPeople.All.Select(person => person.Stake).Distinct());
        foreach (var (name, id) in stakes)
            w.Connection.Execute(
                InsertStakeholderGroup,
                new
                {
                    Id = id,
                    Name = name,
                    Key = Words.Fold(name),
                }
            );
        foreach (var person in DemoPeople.All)
        {
            var id = ids[person.Name];
            w.Connection.Execute(
                InsertPerson,
                new
                {
                    Id = id,
                    person.Name,
                    Key = Words.Fold(person.Name),
                    RoleLabel = person.Role,
                    person.Wish,
                    LocalityId = localities[person.Place],
                    State = person.PausedDays is null ? "Open" : "Paused",
                    Until = person.PausedDays is { } days ? today.AddDays(days) : (DateOnly?)null,
                    w.Now,
                }
            );
            w.Connection.Execute(InsertStake, new { PersonId = id, GroupId = stakes[person.Stake] });
            if (person.Group is { } group)
                w.Connection.Execute(
                    InsertMembership,
                    new
                    {
                        Id = Guid.CreateVersion7(),
                        GroupId = groups[group],
                        PersonId = id,
                        person.Role,
                        w.Now,
                    }
                );
        }
        FillConsents(w, today, ids);
        return ids;
    }

    private static void FillConsents(IWriting w, DateOnly today, Dictionary<string, Guid> people)
    {
        // Staff are there by their work; those who give their own time were asked.
        foreach (var person in DemoPeople.All.Where(person => person.Stake != DemoPeople.Staff))
        {
            w.Connection.Execute(
                InsertConsent,
                new
                {
                    Id = Guid.CreateVersion7(),
                    PersonId = people[person.Name],
                    Scope = "Contact",
                    Purpose = "To be asked about this work, and told what came of it",
                    GivenOn = today.AddDays(-400),
                    UntilOn = today.AddDays(person.Name == "Maureen Pike" ? 45 : 330),
                    How = "On paper, at a session",
                    By = Guid.Empty,
                    w.Now,
                }
            );
        }
    }

    private static Dictionary<string, Guid> FillInnovations(
        IWriting w,
        DateOnly today,
        Dictionary<string, Guid> groups,
        Dictionary<string, Guid> people
    )
    {
        var ids = Ids(DemoInnovations.All.Select(innovation => innovation.Name));
        foreach (var innovation in DemoInnovations.All)
        {
            var id = ids[innovation.Name];
            var began = today.AddDays(-innovation.Age);
            w.Connection.Execute(
                InsertInnovation,
                new
                {
                    Id = id,
                    innovation.Name,
                    Key = Words.Fold(innovation.Name),
                    innovation.Purpose,
                    StartedOn = began,
                    w.Now,
                }
            );
            foreach (var (name, role) in innovation.People)
                w.Connection.Execute(
                    InsertPart,
                    new
                    {
                        InnovationId = id,
                        PersonId = people[name],
                        Role = role,
                        From = began,
                        w.Now,
                    }
                );
            foreach (var (name, role) in innovation.Groups)
                w.Connection.Execute(
                    InsertLink,
                    new
                    {
                        InnovationId = id,
                        GroupId = groups[name],
                        Role = role,
                        w.Now,
                    }
                );
        }
        return ids;
    }

    private static void FillTies(
        IWriting w,
        DateOnly today,
        Dictionary<string, Guid> groups,
        Dictionary<string, Guid> people
    )
    {
        foreach (var (from, to, kind, intensity, years) in DemoPeople.Ties)
        {
            w.Connection.Execute(
                InsertTie,
                new
                {
                    Id = Guid.CreateVersion7(),
                    FromPerson = Find(people, from),
                    FromGroup = Find(groups, from),
                    ToPerson = Find(people, to),
                    ToGroup = Find(groups, to),
                    Kind = kind,
                    Intensity = intensity,
                    Since = today.AddYears(-years),
                    w.Now,
                }
            );
        }
    }

    private static void FillNotes(
        IWriting w,
        DateOnly today,
        Dictionary<string, Guid> innovations,
        Dictionary<string, Guid> people
    )
    {
        foreach (var note in DemoNotes.All())
        {
            var id = Guid.CreateVersion7();
            w.Connection.Execute(
                InsertNote,
                new
                {
                    Id = id,
                    InnovationId = innovations[note.Innovation],
                    note.Words,
                    On = today.AddDays(-note.DaysAgo),
                    note.Hours,
                    note.Ticks,
                    By = Guid.Empty,
                    w.Now,
                }
            );
            foreach (var person in note.People)
                w.Connection.Execute(InsertNotePerson, new { NoteId = id, PersonId = people[person] });
        }
    }

    private static Dictionary<string, Guid> Ids(IEnumerable<string> names) =>
        names.ToDictionary(name => name, _ => Guid.CreateVersion7());

    private static Guid? Find(Dictionary<string, Guid> ids, string name) =>
        ids.TryGetValue(name, out var id) ? id : null;
}
