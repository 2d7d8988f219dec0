using System.Data.Common;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.People;

/// <summary>
/// Somebody else lifted a person's stop for them. The person is told: on their own page, or in writing where they have none. Until then it
/// is shown, so that a mistake, or worse, does not go unnoticed.
/// </summary>
internal static class LiftedStop
{
    private const string Insert = """
        insert into lifted_stop (id, person_id, was, lifted_on, lifted_by) values (@Id, @Person, @Was, @Today, @By)
        on conflict (id) do nothing
        """;

    private const string Untold = """
        select lifted_on from lifted_stop where person_id = @person and told_on is null order by lifted_on desc limit 1
        """;

    private const string Told = """
        update lifted_stop set told_on = @Today, told_by = @By where person_id = @Person and told_on is null
        """;

    /// <summary>The person says that it is right.</summary>
    internal static FormRoute<bool> Mine { get; } =
        new AskOnce
        {
            Title = () => T["You may be contacted again"],
            Lede = () =>
                T[
                    "Somebody wrote down that you said so. If you did not, go back and pause yourself: that holds at once."
                ],
            Label = () => T["Yes, I said so"],
            Send = () => T["Keep it"],
            Said = () => T["Thank you."],
            Do = (visit, writing) => visit.Caller.PersonId is { } me && MarkTold(writing, me, visit.Caller.AccountId),
        }.Route("/me/pause/lifted", "/api/me/pause/lifted", Permissions.Me, _ => "/me");

    /// <summary>A worker told them in writing.</summary>
    internal static FormRoute<bool> InWriting { get; } =
        new AskOnce
        {
            Title = () => T["Tell them in writing"],
            Lede = () =>
                T[
                    "“We wrote down that you told us you may be contacted again. If that is not right, tell any of us, or use your card: then nobody contacts you.” Print this page or write it by hand."
                ],
            Label = () => T["Yes, they have it in writing"],
            Send = () => T["Keep it"],
            Said = () => T["It is kept that they were told."],
            Do = (visit, writing) => MarkTold(writing, visit.RouteId("personId"), visit.Caller.AccountId),
        }.Route(
            "/people/{personId:guid}/contact/lifted",
            "/api/people/{personId:guid}/contact/lifted",
            Permissions.People,
            visit => $"/people/{visit.RouteId("personId")}"
        );

    /// <summary>Keeps that the person has still to be told.</summary>
    internal static void Keep(IWriting writing, Guid id, Guid person, ContactState was, Guid by) =>
        writing.Connection.Execute(
            Insert,
            new
            {
                Id = id,
                Person = person,
                Was = was.ToString(),
                Today = DateOnly.FromDateTime(writing.Now.UtcDateTime),
                By = by,
            }
        );

    /// <summary>When a stop was lifted that the person was not told of yet; null when there is none.</summary>
    internal static Task<DateOnly?> UntoldOf(DbConnection connection, Guid person) =>
        connection.QuerySingleOrDefaultAsync<DateOnly?>(Untold, new { person });

    /// <summary>They know: they said so, or paused themselves anew.</summary>
    internal static bool MarkTold(IWriting writing, Guid person, Guid by) =>
        writing.Connection.Execute(
            Told,
            new
            {
                Person = person,
                Today = DateOnly.FromDateTime(writing.Now.UtcDateTime),
                By = by,
            }
        ) > 0;
}
