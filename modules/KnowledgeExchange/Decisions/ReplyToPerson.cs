using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Decisions;

/// <summary>The person whose knowledge it is was told what came of it, with a decision or without one.</summary>
public static class ReplyToPerson
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Words { get; init; }
        public required ReplyChannel Channel { get; init; }
        public required DateOnly? On { get; init; }
    }

    private const string Insert = """
        insert into knowledge_reply (id, innovation_id, item_id, link_id, words, channel, on_day, understood, recorded_by, recorded_at,
            changed_at)
        values (@Id, @InnovationId, @ItemId, @LinkId, @Words, @Channel, @On, '', @RecordedBy, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Find = """
        select words from knowledge_reply where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update knowledge_reply set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<Form> LinkRoute { get; } = Route(Paths.Route + "/links/{linkId:guid}/reply");

    internal static FormRoute<Form> ItemRoute { get; } = Route(Paths.ItemRoute + "/reply");

    internal static FormRoute<bool> WithdrawRoute { get; } =
        Withdrawal.Asking(
            Find,
            Update,
            new Withdrawal
            {
                Record = Paths.Route + "/replies/{replyId:guid}",
                RouteId = "replyId",
                Permission = Permissions.Record,
                Title = () => T["Withdraw this answer"],
                Lede = () => T["For an answer that nobody was given."],
                Said = () => T["The answer is withdrawn."],
                Back = visit => Paths.Knowledge(visit.InnovationId),
            }
        );

    private static FormRoute<Form> Route(string page) =>
        new()
        {
            Page = page,
            Api = "/api" + page,
            Permission = Permissions.Record,
            Read = input =>
                new()
                {
                    Id = input.NewId(),
                    Words = input.Text("words", T["what they were told"], required: true, max: 2000),
                    Channel = input.Choice<ReplyChannel>("channel", T["how they were told"]) ?? ReplyChannel.Here,
                    On = input.Date("on", T["the day"]),
                },
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => Paths.Knowledge(visit.InnovationId),
            Said = () => T["The answer is kept. Whoever said it reads it on their page."],
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var today = visit.Clock.Today();
        if (form.On > today)
            return Outcome<Guid>.Refused("on", T["That day is still to come. Record it when it has happened."]);
        if (await About(visit) is not ({ } item, var link))
            return Outcome<Guid>.Missing();
        if (form.On < item.HeardOn)
            return Outcome<Guid>.Refused(
                "on",
                T["The answer must not be before the day it was said, {0}.", item.HeardOn.Long()]
            );
        return await Keeping.Make(
            visit,
            Insert,
            form.Id,
            new
            {
                form.Id,
                ItemId = item.Id,
                LinkId = link?.Id,
                form.Words,
                Channel = form.Channel.ToString(),
                On = form.On ?? today,
                RecordedBy = visit.Caller.AccountId,
            }
        );
    }

    private static async Task<(KnowledgeItem? Item, Link? Link)> About(IVisit visit)
    {
        var book = await KnowledgeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        if (visit.Http.Request.RouteValues.ContainsKey("itemId"))
            return (book.Item(visit.RouteId("itemId")), null);
        var link = book.Links.FirstOrDefault(one => one.Id == visit.RouteId("linkId"));
        return (link is null ? null : book.Item(link.ItemId), link);
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        if (await About(visit) is not ({ } item, var link))
            return null;
        var said =
            item.Consent == ConsentScope.TakenBack ? T["Something whose consent was taken back."] : Say.Words(item);
        return visit.Page<ReplyToPersonPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("Said", said),
            ("Became", link is null ? "" : Say.Effect(link.Effect))
        );
    }
}
