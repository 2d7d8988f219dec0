using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Register.People;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Cards;

/// <summary>What can be told by a card.</summary>
public enum CardWordKind
{
    /// <summary>Do not ask me for anything.</summary>
    Pause,

    /// <summary>I did something.</summary>
    Did,

    /// <summary>Ring me.</summary>
    Ring,
}

/// <summary>Somebody without an account tells something by their card. A pause holds at once; the rest waits for a worker.</summary>
internal static class TellByCard
{
    // A worker carries the words over into a note by a link, which has no room for more.
    private const int Longest = 1_000;

    // Whoever holds a card may write, not fill the disk.
    private const int MostWaiting = 50;

    private const string Waiting = """
        select count(*) from (select 1 from card_word where person_id = @person and seen_at is null limit 50) w
        """;

    private const string Insert = """
        insert into card_word (id, person_id, kind, words, told_at) values (@Id, @Person, @Kind, @Words, @Now)
        on conflict (id) do nothing
        """;

    private const string Used = "update card set last_used_on = @Today where code_hash = @Hash";

    // A pause never softens a stronger stop.
    private const string Stronger = """
        select count(*) from person where id = @person and contact_state in ('NoContact', 'Bereaved', 'Died')
        """;

    private const string TakesPart = "select innovation_id from participation where person_id = @person";

    internal static FormRoute<(Guid Id, string Words)> Did { get; } =
        Route(CardWordKind.Did, "did", wordsNeeded: true, () => T["Thank you. It is kept, and somebody will read it."]);

    internal static FormRoute<(Guid Id, string Words)> Ring { get; } =
        Route(CardWordKind.Ring, "ring", wordsNeeded: false, () => T["Thank you. Somebody will ring you."]);

    internal static FormRoute<(Guid Id, string Words)> Pause { get; } =
        Route(
            CardWordKind.Pause,
            "pause",
            wordsNeeded: false,
            () => T["From now on nobody asks you for anything, until you tell us otherwise."]
        );

    private static FormRoute<(Guid Id, string Words)> Route(
        CardWordKind kind,
        string part,
        bool wordsNeeded,
        Func<string> said
    ) =>
        new()
        {
            Page = "/open/card/{code}/" + part,
            Permission = Permission.Anyone,
            Start = async visit => await OpenCard.HolderOf(visit) is null ? null : new Input(),
            Read = input =>
                (input.NewId(), input.Text("words", T["what you would like to tell us"], wordsNeeded, Longest)),
            Handle = (form, visit) => Handle(kind, form.Id, form.Words, visit),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<TellByCardPage>(("Input", input), ("Kind", kind), ("Back", OpenCard.Path(visit)))
                ),
            Then = (visit, _) => OpenCard.Path(visit),
            Said = said,
        };

    private static async Task<Outcome<Guid>> Handle(CardWordKind kind, Guid id, string words, IVisit visit)
    {
        if (await OpenCard.HolderOf(visit) is not { } person)
            return Outcome<Guid>.Missing();
        var hash = OpenCard.Hash(visit);
        var kept = await visit.Database.Write(w => Keep(w, kind, id, words, person, hash), visit.Gone);
        return kept
            ? Outcome<Guid>.Done(id)
            : Outcome<Guid>.Refused(
                "",
                T["So much from this card waits to be read that no more fits. Please ring the people you work with."]
            );
    }

    private static bool Keep(IWriting writing, CardWordKind kind, Guid id, string words, Guid person, string? hash)
    {
        // A pause always holds, however much waits.
        if (kind == CardWordKind.Pause && writing.Connection.ExecuteScalar<long>(Stronger, new { person }) == 0)
            SetContactState.Write(writing, person, ContactState.Paused, null);
        if (writing.Connection.ExecuteScalar<long>(Waiting, new { person }) >= MostWaiting)
            return kind == CardWordKind.Pause;
        var row = new
        {
            Id = id,
            Person = person,
            Kind = kind.ToString(),
            Words = words,
            writing.Now,
            Today = DateOnly.FromDateTime(writing.Now.UtcDateTime),
            Hash = hash,
        };
        writing.Connection.Execute(Insert, row);
        writing.Connection.Execute(Used, row);
        foreach (var innovation in writing.Connection.Query<Guid>(TakesPart, new { person }).AsList())
            writing.Changed(innovation);
        return true;
    }
}
