using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Bids;

/// <summary>A bid has come further. One that is won becomes an award, once, and nothing is asked twice.</summary>
internal static class MoveBid
{
    private const string Update = """
        update bid set stage = @Stage, decided_on = @DecidedOn, said = @Said, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    // Won, corrected to lost, won again: still the one award.
    private const string MakeAward = """
        insert into award (id, innovation_id, funder, funder_org_id, title, description, search_key, amount_minor, currency, awarded_on,
            starts_on, ends_on, is_lump, restricted_to, programme, recipient_org_id, recipient_name, bid_id, source, recorded_at, changed_at)
        select @AwardId, innovation_id, funder, '', title, '', search_key, amount_minor, currency, @On,
            starts_on, ends_on, is_lump, restricted_to, '', '', '', id, 'Here', @Now, @Now
        from bid where id = @Id and innovation_id = @InnovationId
        on conflict (bid_id) do update set withdrawn = false, version = award.version + 1, changed_at = excluded.changed_at
        """;

    private const string TakeAwardBack = """
        update award set withdrawn = true, version = version + 1, changed_at = @Now
        where bid_id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<BidStage?> Route { get; } =
        new()
        {
            Page = Paths.Route + "/bids/{bidId:guid}/move",
            Api = Paths.Api + "/bids/{bidId:guid}/move",
            Permission = Permissions.Record,
            Start = Start,
            Read = input => input.Choice<BidStage>("stage", T["how far it has come"], required: true),
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<MoveBidPage>(("Input", input), ("InnovationId", visit.InnovationId))
                ),
            Then = (visit, id) => Paths.Bid(visit.InnovationId, id),
            Said = () => T["The bid has moved."],
        };

    private static async Task<Input?> Start(IVisit visit) =>
        await Find(visit) is { } bid ? Input.Of(("stage", bid.Stage.ToString())) : null;

    private static Task<Bid?> Find(IVisit visit) =>
        visit.Database.Read(
            c => c.QuerySingleOrDefaultAsync<Bid>(EditBid.One, new { id = visit.RouteId("bidId"), visit.InnovationId }),
            visit.Gone
        );

    private static async Task<Outcome<Guid>> Handle(BidStage? to, IVisit visit)
    {
        if (await Find(visit) is not { } bid)
            return Outcome<Guid>.Missing();
        var stage = to!.Value;
        var decided = stage is BidStage.Won or BidStage.Lost;
        var today = visit.Clock.Today();
        var chance = bid.Chance(MoneySettings.From(visit.Get<ISettings>()).Odds);
        var row = new
        {
            bid.Id,
            Stage = stage.ToString(),
            DecidedOn = decided ? bid.DecidedOn ?? today : (DateOnly?)null,
            Said = decided ? bid.Said ?? chance : (double?)null,
            AwardId = Guid.CreateVersion7(),
            On = bid.DecidedOn ?? today,
        };
        await visit.Database.Write(
            writing =>
            {
                var all = Keeping.With(row, visit.InnovationId, writing);
                writing.Connection.Execute(Update, all);
                writing.Connection.Execute(stage == BidStage.Won ? MakeAward : TakeAwardBack, all);
                writing.Changed(visit.InnovationId);
            },
            visit.Gone
        );
        return Outcome<Guid>.Done(bid.Id);
    }
}
