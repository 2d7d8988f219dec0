using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Awards;

/// <summary>Somebody corrects an award. One that was imported keeps the correction when the file comes again.</summary>
internal static class EditAward
{
    private const string One = $"""
        select {Award.Columns} from award where id = @id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update award set funder = @Funder, title = @Title, search_key = @SearchKey, amount_minor = @AmountMinor, currency = @Currency,
            awarded_on = @AwardedOn, starts_on = @StartsOn, ends_on = @EndsOn, is_lump = @IsLump, restricted_to = @RestrictedTo,
            edited_by_hand = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    internal static FormRoute<RecordAward.Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/awards/{awardId:guid}",
            Api = Paths.Api + "/awards/{awardId:guid}",
            Permission = Permissions.Record,
            Start = visit => Read(visit, visit.RouteId("awardId")),
            Read = RecordAward.Read,
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordAwardPage>(
                        ("Input", input),
                        ("InnovationId", visit.InnovationId),
                        ("AwardId", visit.RouteId("awardId"))
                    )
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId),
            Said = () => T["The change is kept."],
        };

    private static Task<Outcome<Guid>> Handle(RecordAward.Form form, IVisit visit)
    {
        var id = visit.RouteId("awardId");
        return Keeping.Change(visit, Update, id, RecordAward.Row(form with { Id = id }), Read);
    }

    private static async Task<Input?> Read(IVisit visit, Guid id)
    {
        var asked = new { id, visit.InnovationId };
        var award = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<Award>(One, asked), visit.Gone);
        return award is null
            ? null
            : Input.Of(
                ("funder", award.Funder),
                ("title", award.Title),
                ("amount", award.Amount.ToPlainString()),
                ("amountCurrency", award.Currency),
                ("awardedOn", award.AwardedOn?.Iso()),
                ("startsOn", award.StartsOn?.Iso()),
                ("endsOn", award.EndsOn?.Iso()),
                ("isLump", award.IsLump ? "yes" : null),
                ("restrictedTo", award.RestrictedTo),
                ("version", award.Version.ToString(CultureInfo.InvariantCulture))
            );
    }
}
