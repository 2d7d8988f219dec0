using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using CoProd.KnowledgeExchange.Whole;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Items;

/// <summary>Something that somebody knows, in their words, with what they agreed to. People tell it themselves, or a coordinator for them.</summary>
public static class RecordItem
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Statement { get; init; }
        public required KnowledgeSource Source { get; init; }
        public required Guid? PersonId { get; init; }
        public required string FromGroup { get; init; }
        public required string Place { get; init; }
        public required string Topic { get; init; }
        public required DateOnly? HeardOn { get; init; }
        public required ConsentScope Consent { get; init; }
        public required DateOnly? ConsentUntil { get; init; }
        public required bool IsSensitive { get; init; }
        public required Attribution Attribution { get; init; }
        public required string AttributedAs { get; init; }
        public required Agreement Agreement { get; init; }
        public required int Version { get; init; }
    }

    internal const string Insert = """
        insert into knowledge_item (id, innovation_id, statement, source, person_id, from_group, place, place_key, topic, heard_on, consent,
            consent_until, is_sensitive, attribution, attributed_as, agreement, recorded_by, note_id, recorded_at, changed_at)
        values (@Id, @InnovationId, @Statement, @Source, @PersonId, @FromGroup, @Place, @PlaceKey, @Topic, @HeardOn, @Consent,
            @ConsentUntil, @IsSensitive, @Attribution, @AttributedAs, @Agreement, @RecordedBy, @NoteId, @Now, @Now)
        on conflict do nothing
        """;

    internal const string Update = """
        update knowledge_item set statement = @Statement, source = @Source, person_id = @PersonId, from_group = @FromGroup, place = @Place,
            place_key = @PlaceKey, topic = @Topic, heard_on = @HeardOn, consent = @Consent, consent_until = @ConsentUntil,
            is_sensitive = @IsSensitive, attribution = @Attribution, attributed_as = @AttributedAs, agreement = @Agreement,
            version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    // What was said before of places, topics and groups, to choose from while one types. Only what the reader may read.
    private const string SaidBefore = """
        select distinct k.place, k.topic, k.from_group from knowledge_item k
        where k.innovation_id = @InnovationId and k.withdrawn = false and
        """;

    private const string Before = SaidBefore + Reach.Sql + " limit 200";

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/items/new",
            Api = Paths.Api + "/items",
            Permission = Permissions.Tell,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, id) => Paths.Item(visit.InnovationId, id),
            Said = () => T["Thank you. It is kept, in these words."],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.ItemRoute + "/edit",
            Api = "/api" + Paths.ItemRoute + "/edit",
            Permission = Permissions.Tell,
            Start = async visit => await Kept(visit) is { } item ? InputOf(item) : null,
            Read = Read,
            Handle = async (form, visit) =>
                await Kept(visit) is { } item
                    ? await Handle(form with { Id = item.Id }, visit, item)
                    : Outcome<Guid>.Missing(),
            Show = async (input, visit) => await Kept(visit) is { } item ? await Show(input, visit, item) : null,
            Then = (visit, _) => Paths.Item(visit.InnovationId, visit.RouteId("itemId")),
            Said = () => T["The change is kept."],
        };

    internal static Form Read(Input input)
    {
        var form = new Form
        {
            Id = input.NewId(),
            Statement = input.Text("statement", T["what they know"], required: true, max: 4000),
            Source =
                input.Choice<KnowledgeSource>("source", T["what kind of knowledge it is"]) ?? KnowledgeSource.NotSaid,
            PersonId = input.Id("personId", T["whose knowledge it is"]),
            FromGroup = input.Text("fromGroup", T["the group they speak from"]),
            Place = input.Text("place", T["the place"]),
            Topic = input.Text("topic", T["what it is about"]),
            HeardOn = input.Date("heardOn", T["the day"]),
            Consent = input.Choice<ConsentScope>("consent", T["who may read it"]) ?? ConsentScope.NotAsked,
            ConsentUntil = input.Date("consentUntil", T["the last day"]),
            IsSensitive = input.Tick("isSensitive"),
            Attribution =
                input.Choice<Attribution>("attribution", T["how they want to be named"]) ?? Attribution.Nobody,
            AttributedAs = input.Text("attributedAs", T["the words they want to be named by"]),
            Agreement = input.Choice<Agreement>("agreement", T["how far people agree"]) ?? Agreement.NotSaid,
            Version = input.Version(),
        };
        if (form.Attribution == Attribution.AsTheySay && form.AttributedAs.Length == 0)
            input.Error("attributedAs", T["Enter the words they want to be named by, or choose another way."]);
        if (form.Attribution == Attribution.Group && form.FromGroup.Length == 0)
            input.Error("fromGroup", T["Enter the group they speak from: they want to be named by it."]);
        if (form is { IsSensitive: true, Consent: ConsentScope.Public })
            input.Error(
                "consent",
                T[
                    "Something sensitive is not made public from here. Choose a smaller circle, or say it without what is sensitive."
                ]
            );
        if (form.Consent == ConsentScope.TakenBack)
            input.Error("consent", T["Choose who may read it. To take the consent back, use the link on its page."]);
        return form;
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, KnowledgeItem? before)
    {
        var today = visit.Clock.Today();
        if (form.HeardOn > today)
            return Outcome<Guid>.Refused("heardOn", T["That day is still to come. Record it when it has happened."]);
        var mayRecord = visit.Caller.May(Permissions.Record);
        var whose = mayRecord ? form.PersonId : before?.PersonId ?? visit.Caller.PersonId;
        if (form.Attribution == Attribution.Name && whose is null)
            return Outcome<Guid>.Refused(
                "attribution",
                T["To be named, somebody must be chosen. Choose who said it, or another way."]
            );
        if (!await PeopleToChoose.Offers(visit, [whose], before?.PersonId, visit.Caller.PersonId))
            return Outcome<Guid>.Missing();
        var row = Row(form, whose, form.HeardOn ?? before?.HeardOn ?? today, visit.Caller.AccountId);
        var (innovation, isNew) = (visit.InnovationId, before is null);
        var taken = false;
        var done = await Keeping.Several(
            visit,
            form.Id,
            writing =>
            {
                var rows = writing.Connection.Execute(isNew ? Insert : Update, Keeping.With(row, innovation, writing));
                taken = rows == 0;
                if (rows == 0)
                    return isNew;
                ItemText.Write(writing.Connection, form.Id, form.Statement, form.Topic, form.Place, form.FromGroup);
                if (before is not null && before.Consent != form.Consent)
                    writing.Publish(KnowledgeHolds.ConsentOf(form.Id, form.Consent));
                return true;
            }
        );
        return taken && !isNew && await Kept(visit) is { } theirs ? Outcome<Guid>.Conflict(InputOf(theirs)) : done;
    }

    internal static object Row(Form form, Guid? whose, DateOnly heardOn, Guid account) =>
        new
        {
            form.Id,
            form.Statement,
            Source = form.Source.ToString(),
            PersonId = whose,
            form.FromGroup,
            form.Place,
            PlaceKey = Words.Key(form.Place),
            form.Topic,
            HeardOn = heardOn,
            Consent = form.Consent.ToString(),
            form.ConsentUntil,
            form.IsSensitive,
            Attribution = form.Attribution.ToString(),
            form.AttributedAs,
            Agreement = form.Agreement.ToString(),
            RecordedBy = account,
            NoteId = (Guid?)null,
            form.Version,
        };

    private static async Task<KnowledgeItem?> Kept(IVisit visit)
    {
        var book = await KnowledgeBook.One(visit.Database, visit.InnovationId, visit.Gone);
        return book.Item(visit.RouteId("itemId")) is { } item && visit.Caller.MayEdit(item) ? item : null;
    }

    internal static Input InputOf(KnowledgeItem item) =>
        Input.Of(
            ("statement", item.Statement),
            ("source", item.Source.ToString()),
            ("personId", item.PersonId?.ToString() ?? ""),
            ("fromGroup", item.FromGroup),
            ("place", item.Place),
            ("topic", item.Topic),
            ("heardOn", item.HeardOn.Iso()),
            ("consent", item.Consent.ToString()),
            ("consentUntil", item.ConsentUntil?.Iso()),
            ("isSensitive", item.IsSensitive ? "yes" : null),
            ("attribution", item.Attribution.ToString()),
            ("attributedAs", item.AttributedAs),
            ("agreement", item.Agreement.ToString()),
            ("version", item.Version.ToString(CultureInfo.InvariantCulture))
        );

    private static async Task<IResult?> Show(Input input, IVisit visit, KnowledgeItem? item)
    {
        var mayRecord = visit.Caller.May(Permissions.Record);
        var asked = new
        {
            visit.InnovationId,
            Scopes = Reach.Scopes(visit.Caller),
            visit.Caller.PersonId,
            MayRecord = mayRecord,
            Today = visit.Clock.Today(),
        };
        var before = (
            await visit.Database.Read(
                c => c.QueryAsync<(string Place, string Topic, string Group)>(Before, asked),
                visit.Gone
            )
        ).AsList();
        return visit.Page<RecordItemPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("ItemId", item?.Id),
            ("MayRecord", mayRecord),
            ("IsOwn", !mayRecord),
            ("People", mayRecord ? await PeopleToChoose.Choices(visit, input["personId"]) : []),
            ("Places", Distinct(before.Select(one => one.Place))),
            ("Topics", Distinct(before.Select(one => one.Topic))),
            ("Groups", Distinct(before.Select(one => one.Group)))
        );

        static IReadOnlyList<string> Distinct(IEnumerable<string> words) =>
            [.. words.Where(word => word.Length > 0).Distinct().Order(StringComparer.CurrentCulture)];
    }
}
