using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.Register.Texts;

namespace CoProd.Register.Cards;

/// <summary>Somebody without an account gets a card: with its code they can say something and see nothing.</summary>
internal static class GiveCard
{
    private const string Insert = """
        insert into card (id, person_id, code_hash, given_on, until_on, given_by, recorded_at)
        select @Id, p.id, @Hash, @Today, @Until, @By, @Now from person p where p.id = @PersonId and p.withdrawn = false
        on conflict (id) do nothing
        """;

    private const string Known = "select count(*) from card where id = @Id and person_id = @PersonId";

    private const string One = """
        select case when p.name <> '' then p.name else p.role_label end as name, c.until_on
        from card c join person p on p.id = c.person_id where c.id = @cardId and c.person_id = @personId
        """;

    // The code is shown once, on the page that follows: it travels there in a cookie that nothing but this page is sent.
    private const string Cookie = "coprod.card";

    internal static FormRoute<(Guid Id, DateOnly? Until)> Route { get; } =
        new()
        {
            Page = "/people/{personId:guid}/cards/new",
            Permission = Permissions.People,
            Read = input => (input.NewId(), input.Date("until", T["the last day the card works"])),
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<GiveCardPage>(("Input", input), ("Back", $"/people/{visit.RouteId("personId")}"))
                ),
            Then = (visit, id) => Path(visit.RouteId("personId"), id),
        };

    private static string Path(Guid person, Guid card) => $"/people/{person}/cards/{card}";

    private static async Task<Outcome<Guid>> Handle((Guid Id, DateOnly? Until) form, IVisit visit)
    {
        var today = visit.Clock.Today();
        var until = form.Until ?? today.AddYears(1);
        if (until < today)
            return Outcome<Guid>.Refused("until", T["The card would have ended already. Give a later day, or none."]);
        var code = CardCode.New();
        var person = visit.RouteId("personId");
        var row = new
        {
            form.Id,
            PersonId = person,
            Hash = CardCode.Hash(code),
            Today = today,
            Until = until,
            By = visit.Caller.AccountId,
        };
        var (made, known) = await visit.Database.Write(
            w =>
            {
                var asked = new DynamicParameters(row);
                asked.Add("Now", w.Now);
                return (w.Connection.Execute(Insert, asked) == 1, w.Connection.ExecuteScalar<long>(Known, row) == 1);
            },
            visit.Gone
        );
        // Sent twice, the first code holds, and it is in the cookie already.
        if (made)
            visit.Http.Response.Cookies.Append(
                Cookie,
                Protector(visit).Protect(code),
                new CookieOptions
                {
                    HttpOnly = true,
                    SameSite = SameSiteMode.Lax,
                    Secure = visit.Http.Request.IsHttps,
                    MaxAge = TimeSpan.FromMinutes(15),
                    Path = Path(person, form.Id),
                    IsEssential = true,
                }
            );
        return known ? Outcome<Guid>.Done(form.Id) : Outcome<Guid>.Missing();
    }

    /// <summary>The card to print, for a quarter of an hour; afterwards only that there is one.</summary>
    internal static async Task<IResult?> ShowOne(IVisit visit)
    {
        var asked = new { cardId = visit.RouteId("cardId"), personId = visit.RouteId("personId") };
        var card = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<Card>(One, asked), visit.Gone);
        if (card is null)
            return null;
        var code = Code(visit);
        return visit.Page<CardPage>(
            ("Back", $"/people/{asked.personId}"),
            ("Name", card.Name),
            ("Until", card.UntilOn),
            ("Code", code),
            ("Address", visit.Address("/open/card")),
            ("Link", code is null ? null : visit.Address("/open/card/" + code))
        );
    }

    private static string? Code(IVisit visit)
    {
        try
        {
            return visit.Http.Request.Cookies[Cookie] is { } kept ? Protector(visit).Unprotect(kept) : null;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(IVisit visit) =>
        visit
            .Http.RequestServices.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("CoProd.Register.Card");

    private sealed record Card
    {
        public string Name { get; init; } = "";

        public DateOnly UntilOn { get; init; }
    }
}
