using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Handovers;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Parties;

/// <summary>A party that holds rights or may come to hold them, with those who speak for it.</summary>
public static class RecordParty
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required PartySide Side { get; init; }
        public required IReadOnlyList<Guid> PersonIds { get; init; }
        public required int Version { get; init; }
    }

    internal const string Insert = """
        insert into ownership_party (id, innovation_id, name, search_key, side, recorded_at, changed_at)
        values (@Id, @InnovationId, @Name, @SearchKey, @Side, @Now, @Now)
        on conflict (id) do nothing
        """;

    private const string Update = """
        update ownership_party set name = @Name, search_key = @SearchKey, side = @Side, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    private const string Leave = "delete from ownership_speaker where party_id = @Id";

    private const string Speak =
        "insert into ownership_speaker (party_id, person_id) values (@Id, @PersonId) on conflict do nothing";

    private const string Withdraw = """
        update ownership_party set withdrawn = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
            and not exists (select 1 from right_holding h where h.party_id = @Id and h.withdrawn = false)
            and not exists (select 1 from ownership_obligation o where o.party_id = @Id and o.withdrawn = false)
            and not exists (select 1 from handover v where (v.giver_id = @Id or v.receiver_id = @Id) and v.withdrawn = false)
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/parties/new",
            Api = Paths.Api + "/parties",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Handle(form, visit, null),
            Show = (input, visit) => Show(input, visit, null),
            Then = (visit, _) => Paths.Ownership(visit.InnovationId) + "#parties",
            Said = () => T["The party is recorded. Next: which rights does it hold?"],
        };

    internal static FormRoute<Form> EditRoute { get; } =
        new()
        {
            Page = Paths.Route + "/parties/{partyId:guid}",
            Api = Paths.Api + "/parties/{partyId:guid}",
            Permission = Permissions.Record,
            Start = async visit => await Kept(visit) is { } party ? InputOf(party) : null,
            Read = Read,
            Handle = async (form, visit) =>
                await Kept(visit) is { } party
                    ? await Handle(form with { Id = party.Id }, visit, party)
                    : Outcome<Guid>.Missing(),
            Show = async (input, visit) => await Kept(visit) is { } party ? await Show(input, visit, party) : null,
            Then = (visit, _) => Paths.Ownership(visit.InnovationId) + "#parties",
            Said = () => T["The change is kept."],
        };

    internal static FormRoute<bool> WithdrawRoute { get; } =
        new AskOnce
        {
            Title = () => T["Withdraw this party"],
            Lede = () =>
                T[
                    "For one that was recorded by mistake. While it holds rights or carries anything it stays: withdraw those first."
                ],
            Name = async visit =>
            {
                var book = await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone);
                var id = visit.RouteId("partyId");
                return book.IsUsed(id) ? null : book.PartyOf(id)?.Name;
            },
            Label = () => T["Yes, it was recorded by mistake"],
            Send = () => T["Withdraw it"],
            Said = () => T["The party is withdrawn."],
            Do = (visit, writing) => Keeping.Mark(visit, writing, Withdraw, new { Id = visit.RouteId("partyId") }),
        }.Route(
            Paths.Route + "/parties/{partyId:guid}/withdraw",
            Paths.Api + "/parties/{partyId:guid}/withdraw",
            Permissions.Record,
            visit => Paths.Ownership(visit.InnovationId) + "#parties"
        );

    private static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Name = input.Text("name", T["who it is"], required: true),
            Side = input.Choice<PartySide>("side", T["whose it is"], required: true) ?? PartySide.Other,
            PersonIds = input.Ids("personIds", T["who speaks for it"]),
            Version = input.Version(),
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit, Party? before)
    {
        var innovation = visit.InnovationId;
        var asked = form.PersonIds.Except(before?.People ?? []).ToArray();
        if (!await visit.Database.Read(c => Task.FromResult(People.AllTakePart(c, innovation, asked)), visit.Gone))
            return Outcome<Guid>.Refused(
                "personIds",
                T[
                    "Somebody there takes no part in this innovation and could not open it. Add them to its people first."
                ]
            );
        var done = await Keeping.Several(visit, form.Id, writing => Write(writing, form, innovation, before));
        return done.Kind == OutcomeKind.Missing && await Kept(visit) is { } theirs
            ? Outcome<Guid>.Conflict(InputOf(theirs))
            : done;
    }

    private static bool Write(IWriting writing, Form form, Guid innovation, Party? before)
    {
        var c = writing.Connection;
        var row = Keeping.With(
            new
            {
                form.Id,
                form.Name,
                SearchKey = Words.Key(form.Name),
                Side = form.Side.ToString(),
                form.Version,
            },
            innovation,
            writing
        );
        if (before is null)
        {
            if (c.Execute(Insert, row) == 0)
                return true;
        }
        else
        {
            if (c.Execute(Update, row) == 0)
                return false;
            c.Execute(Leave, new { form.Id });
            if (form.Name != before.Name)
                c.Execute(HandoverCase.NewTermsOfParty, row);
        }
        foreach (var person in form.PersonIds)
            c.Execute(Speak, new { form.Id, PersonId = person });
        return true;
    }

    private static async Task<Party?> Kept(IVisit visit) =>
        visit.Http.Request.RouteValues.ContainsKey("partyId")
            ? (await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone)).PartyOf(
                visit.RouteId("partyId")
            )
            : null;

    private static Input InputOf(Party party)
    {
        var input = Input.Of(
            ("name", party.Name),
            ("side", party.Side.ToString()),
            ("version", party.Version.ToString(CultureInfo.InvariantCulture))
        );
        return new Input(
            input.Raw.Append(
                KeyValuePair.Create<string, IReadOnlyList<string>>(
                    "personIds",
                    [.. party.People.Select(id => id.ToString())]
                )
            )
        );
    }

    private static async Task<bool> MayWithdraw(IVisit visit, Party party) =>
        !(await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone)).IsUsed(party.Id);

    private static async Task<IResult?> Show(Input input, IVisit visit, Party? party) =>
        visit.Page<RecordPartyPage>(
            ("Input", input),
            ("InnovationId", visit.InnovationId),
            ("PartyId", party?.Id),
            ("MayWithdraw", party is not null && await MayWithdraw(visit, party)),
            (
                "People",
                await People.Choices(
                    visit,
                    input.All("personIds").Concat(party?.People.Select(id => id.ToString()) ?? [])
                )
            )
        );
}
