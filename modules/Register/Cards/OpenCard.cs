using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static CoProd.Register.Texts;

namespace CoProd.Register.Cards;

/// <summary>The small page behind a card. It takes words in and shows nothing: neither a name nor anything told before.</summary>
internal static class OpenCard
{
    private const string Holder = """
        select c.person_id from card c join person p on p.id = c.person_id
        where c.code_hash = @hash and c.ended_on is null and c.until_on >= @today and p.withdrawn = false
        """;

    private const string Start = "/open/card";

    /// <summary>The code is typed off the card.</summary>
    internal static FormRoute<string> Route { get; } =
        new()
        {
            Page = Start,
            Permission = Permission.Anyone,
            Read = input => input.Text("code", T["the code on your card"], required: true, max: 40),
            Handle = Enter,
            Show = (input, visit) => Task.FromResult<IResult?>(visit.Page<EnterCodePage>(("Input", input))),
            Then = (visit, _) => $"{Start}/{visit.Http.Items["code"]}",
        };

    private static async Task<Outcome<Guid>> Enter(string code, IVisit visit)
    {
        if (await HolderOf(visit, code) is not { } person)
            return Outcome<Guid>.Refused(
                "code",
                T[
                    "This code does not open anything. Check it against your card. If the card is old, ask for a new one."
                ]
            );
        visit.Http.Items["code"] = CardCode.Printed(code);
        return Outcome<Guid>.Done(person);
    }

    internal static async Task<IResult?> Show(IVisit visit) =>
        await HolderOf(visit) is null ? null : visit.Page<OpenCardPage>(("Path", Path(visit)));

    /// <summary>This card's page, however its code was written.</summary>
    internal static string Path(IVisit visit) => $"{Start}/{CardCode.Printed(Typed(visit))}";

    /// <summary>Whose card opened this address; null when its code opens nothing.</summary>
    internal static Task<Guid?> HolderOf(IVisit visit) => HolderOf(visit, Typed(visit));

    /// <summary>What is kept of the code in this address.</summary>
    internal static string? Hash(IVisit visit) => CardCode.Hash(Typed(visit));

    private static string Typed(IVisit visit) => visit.Http.GetRouteValue("code") as string ?? "";

    private static async Task<Guid?> HolderOf(IVisit visit, string code) =>
        CardCode.Hash(code) is { } hash
            ? await visit.Database.Read(
                c => c.QuerySingleOrDefaultAsync<Guid?>(Holder, new { hash, today = visit.Clock.Today() }),
                visit.Gone
            )
            : null;
}
