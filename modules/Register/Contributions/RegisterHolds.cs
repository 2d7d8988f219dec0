using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Register.People;
using Dapper;

namespace CoProd.Register.Contributions;

/// <summary>Pauses and other stops, consents taken back and cards that ended hold also where the register's data came back from before.</summary>
internal sealed class RegisterHolds(IModuleDatabase database) : IHoldsAgain
{
    private const string Contact = "register.contact";
    private const string Consent = "register.consent";
    private const string Card = "register.card";

    private const string Stands = """
        select contact_state as state, contact_until as until from person where id = @Id and withdrawn = false
        """;

    private const string EndConsent = """
        update consent set withdrawn_on = @Day where id = @Id and withdrawn_on is null
        """;

    private const string EndCard = "update card set ended_on = @Day where id = @Id and ended_on is null";

    public static MustHold ContactOf(Guid person, ContactState state, DateOnly? until) =>
        new()
        {
            What = Contact,
            Id = person,
            How = until is { } day ? $"{state} {day.Iso()}" : $"{state}",
        };

    public static MustHold ConsentBack(Guid consent, DateOnly day) =>
        new()
        {
            What = Consent,
            Id = consent,
            How = day.Iso(),
        };

    public static MustHold CardEnded(Guid card, DateOnly day) =>
        new()
        {
            What = Card,
            Id = card,
            How = day.Iso(),
        };

    public Task Again(MustHold line, CancellationToken ct) =>
        line.What switch
        {
            Contact => database.Write(writing => SetContact(writing, line), ct),
            Consent => database.Write(writing => End(writing, EndConsent, line), ct),
            Card => database.Write(writing => End(writing, EndCard, line), ct),
            _ => Task.CompletedTask,
        };

    private static void SetContact(IWriting writing, MustHold line)
    {
        var parts = line.How.Split(' ');
        var state = Enum.Parse<ContactState>(parts[0]);
        var until = parts.Length > 1 ? Day(parts[1]) : (DateOnly?)null;
        var now = writing.Connection.QuerySingleOrDefault<Row>(Stands, new { line.Id });
        if (now is not null && (now.State != state || now.Until != until))
            SetContactState.Update(writing, line.Id, state, until);
    }

    private static void End(IWriting writing, string sql, MustHold line) =>
        writing.Connection.Execute(sql, new { line.Id, Day = Day(line.How) });

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record Row
    {
        public ContactState State { get; init; }

        public DateOnly? Until { get; init; }
    }
}
