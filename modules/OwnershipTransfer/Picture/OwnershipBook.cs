using System.Data.Common;
using System.Text.Json.Serialization;
using CoProd.Contracts.Data;
using CoProd.OwnershipTransfer.Figures;
using Dapper;

namespace CoProd.OwnershipTransfer.Picture;

/// <summary>All that is recorded about whose one innovation is.</summary>
internal sealed record InnovationOwnership
{
    public required Guid InnovationId { get; init; }
    public IReadOnlyList<Party> Parties { get; init; } = [];
    public IReadOnlyList<Holding> Holdings { get; init; } = [];
    public IReadOnlyList<Obligation> Obligations { get; init; } = [];
    public IReadOnlyList<ReadinessItem> Items { get; init; } = [];
    public IReadOnlyList<Handover> Handovers { get; init; } = [];

    [JsonIgnore]
    public bool IsEmpty => Parties.Count + Holdings.Count + Obligations.Count + Items.Count + Handovers.Count == 0;

    public Party? PartyOf(Guid? id) => Parties.FirstOrDefault(party => party.Id == id);

    public string NameOf(Guid? party) => PartyOf(party)?.Name ?? "";

    public bool IsCommunity(Guid? party) => PartyOf(party)?.Side == PartySide.Community;

    /// <summary>Whether anything refers to a party, so that it cannot be withdrawn.</summary>
    public bool IsUsed(Guid party) =>
        Holdings.Any(one => one.PartyId == party)
        || Obligations.Any(one => one.PartyId == party)
        || Handovers.Any(one => one.GiverId == party || one.ReceiverId == party);

    public IReadOnlyList<Held> HeldOf(OwnershipRight right) =>
        [.. Holdings.Where(one => one.RightKind == right).Select(one => one.AsHeld())];

    public Passing Pass(Handover handover, HandoverRight right, DateOnly day) =>
        Passing.Of(HeldOf(right.RightKind), handover.GiverId, handover.ReceiverId, right.Share, right.KeepsVeto, day);

    /// <summary>The day on which all of a handover has passed, as it was planned or is held.</summary>
    public static DateOnly LastDay(Handover handover, DateOnly today) =>
        handover.Rights.Select(right => right.HeldOn ?? right.PlannedOn).Append(today).Max();

    /// <summary>People's data went along, and the receiver does not control them.</summary>
    public bool LacksControl(Handover handover, DateOnly day) =>
        handover.MovesData
        && !Holdings.Any(one =>
            one.RightKind == OwnershipRight.DataControl
            && one.PartyId == handover.ReceiverId
            && one.Share > 0
            && one.IsActiveOn(day)
        );

    /// <summary>How it would stand on a day if all went as a handover plans it, with every obligation that was not refused.</summary>
    public InnovationOwnership AsPlanned(Handover handover, DateOnly day)
    {
        var holdings = Holdings.ToList();
        foreach (var right in handover.Rights.Where(one => one.HeldOn is null))
        {
            var pass = Pass(handover, right, day);
            if (pass.Refusal != PassRefusal.None)
                continue;
            holdings.RemoveAll(one => pass.Replaced.Contains(one.Id));
            holdings =
            [
                .. holdings.Select(one =>
                    pass.Ends.Any(end => end.Id == one.Id) ? one with { UntilOn = day.AddDays(-1) } : one
                ),
            ];
            holdings.AddRange(
                pass.Begins.Select(begin => new Holding
                {
                    Id = Guid.CreateVersion7(),
                    RightKind = right.RightKind,
                    PartyId = begin.PartyId,
                    Share = begin.Share,
                    HasVeto = begin.HasVeto,
                    FromOn = day,
                })
            );
        }
        var going = handover
            .Obligations.Where(one => one.Answer != ObligationAnswer.Refused && one.PassedOn is null)
            .Select(one => one.ObligationId)
            .ToHashSet();
        return this with
        {
            Holdings = holdings,
            Obligations =
            [
                .. Obligations.Select(one => going.Contains(one.Id) ? one with { PartyId = handover.ReceiverId } : one),
            ],
        };
    }

    public IReadOnlyList<Span> SpansOf(OwnershipRight right) =>
        [.. Holdings.Where(one => one.RightKind == right).Select(one => one.AsSpan(IsCommunity(one.PartyId)))];

    public double? CommunityShare(OwnershipRight right, DateOnly day) => TransferIndex.ShareOn(SpansOf(right), day);

    public double? Index(DateOnly day, OwnershipSettings settings) =>
        TransferIndex.Of(
            Enum.GetValues<OwnershipRight>().Select(right => (settings.WeightOf(right), CommunityShare(right, day)))
        );

    /// <summary>The index over some days, parted where it changes; the parts follow each other without a hole.</summary>
    public IReadOnlyList<(DateOnly From, DateOnly To, double? Index, int Known)> IndexOver(
        DateOnly first,
        DateOnly last,
        OwnershipSettings settings
    )
    {
        var cuts = Holdings
            .SelectMany(one => new[] { one.FromOn, one.UntilOn is { } end ? end.AddDays(1) : first })
            .Where(day => day > first && day <= last)
            .Append(first)
            .Distinct()
            .Order()
            .ToList();
        var all = new List<(DateOnly From, DateOnly To, double? Index, int Known)>();
        for (var i = 0; i < cuts.Count; i++)
        {
            var (index, known) = (Index(cuts[i], settings), KnownOn(cuts[i]).Count);
            var to = i + 1 < cuts.Count ? cuts[i + 1].AddDays(-1) : last;
            if (all.Count > 0 && (all[^1].Index, all[^1].Known) == (index, known))
                all[^1] = all[^1] with { To = to };
            else
                all.Add((cuts[i], to, index, known));
        }
        return all;
    }

    /// <summary>The index over the rights that carry means alone: money, things and people.</summary>
    public double? MeansIndex(DateOnly day, OwnershipSettings settings) =>
        TransferIndex.Of(Means.Select(right => (settings.WeightOf(right), CommunityShare(right, day))));

    private static readonly OwnershipRight[] Means =
    [
        OwnershipRight.Spend,
        OwnershipRight.Title,
        OwnershipRight.Employ,
    ];

    public IEnumerable<Obligation> Carried(DateOnly day) =>
        Obligations.Where(one => one.PartyId is not null && one.IsActiveOn(day));

    /// <summary>The obligations that the community carries, those it was given to carry them with, and by how much the first exceeds the second.</summary>
    public (double? Obligations, double? Given, double? Excess) Burden(DateOnly day, OwnershipSettings settings)
    {
        var carried = Dumping.ObligationShare(Carried(day).Select(one => (one.Weight, IsCommunity(one.PartyId))));
        var given = Dumping.Given(Index(day, settings), MeansIndex(day, settings));
        return (carried, given, Dumping.Excess(carried, given));
    }

    /// <summary>
    /// The fewest people who carry most of what a party has to do; those who speak for it where nobody is named as doing anything.
    /// </summary>
    public int? KeyPeople(Guid party, DateOnly day, OwnershipSettings settings) =>
        Dumping.KeyPeople(
            Carried(day)
                .Where(one => one.PartyId == party && one.PersonId is not null)
                .Select(one => (one.PersonId!.Value, one.Weight)),
            settings.KeyShare
        ) ?? (PartyOf(party) is { People.Count: > 0 } known ? known.People.Count : null);

    /// <summary>The last day until today on which anything moved.</summary>
    public DateOnly? LastMove(DateOnly today) =>
        Holdings
            .Select(one => (DateOnly?)one.FromOn)
            .Concat(Handovers.Select(one => (DateOnly?)one.DraftedOn))
            .Concat(Handovers.SelectMany(one => one.Obligations).Select(one => one.AnsweredOn))
            .Concat(Handovers.SelectMany(one => one.Stages).Select(one => one.DoneOn))
            .Concat(Handovers.SelectMany(one => one.Retentions).Select(one => one.DoneOn))
            .Concat(Handovers.SelectMany(one => one.Confirmations).Select(one => (DateOnly?)one.ConfirmedOn))
            .Concat(
                Handovers
                    .SelectMany(one => one.Rights)
                    .SelectMany(one => one.Rehearsals)
                    .Select(one => (DateOnly?)one.OnDay)
            )
            .Concat(Items.Select(one => one.LookedOn))
            .Where(day => day <= today)
            .Max();

    [JsonIgnore]
    public ReadinessFigures Readiness => ReadinessFigures.Of(Items.Select(one => new Mark(one.IsMandatory, one.Level)));

    /// <summary>The rights of which it is known who holds them on a day.</summary>
    public IReadOnlyList<OwnershipRight> KnownOn(DateOnly day) =>
        [.. Enum.GetValues<OwnershipRight>().Where(right => CommunityShare(right, day) is not null)];

    /// <summary>Rights of which the community holds most, and which somebody else can overrule.</summary>
    public IEnumerable<(OwnershipRight Right, Holding Veto)> VetoesOn(DateOnly day) =>
        Holdings
            .Where(one => one.HasVeto && one.IsActiveOn(day) && !IsCommunity(one.PartyId))
            .Where(one => CommunityShare(one.RightKind, day) >= 0.5)
            .Select(one => (one.RightKind, one));
}

/// <summary>Reads whose innovations are, for a list of them: one query a table, however long the list.</summary>
internal static class OwnershipBook
{
    private const int AtOnce = 500;

    private const string PartiesSql = """
        select id, innovation_id, name, side, version from ownership_party
        where innovation_id in @ids and withdrawn = false order by search_key, id
        """;

    private const string SpeakersSql = """
        select s.party_id, s.person_id from ownership_speaker s join ownership_party p on p.id = s.party_id
        where p.innovation_id in @ids and p.withdrawn = false order by s.person_id
        """;

    private const string HoldingsSql = """
        select h.id, h.innovation_id, h.right_kind, h.party_id, h.share, h.has_veto, h.from_on, h.until_on, h.note, h.handover_id, h.version
        from right_holding h where h.innovation_id in @ids and h.withdrawn = false order by h.from_on, h.id
        """;

    private const string ObligationsSql = """
        select id, innovation_id, what, party_id, person_id, weight, from_on, until_on, note, version from ownership_obligation
        where innovation_id in @ids and withdrawn = false order by from_on, id
        """;

    private const string ItemsSql = """
        select id, innovation_id, domain, what, is_mandatory, level, evidence, looked_on, version from readiness_item
        where innovation_id in @ids and withdrawn = false order by is_mandatory desc, search_key, id
        """;

    private const string HandoversSql = """
        select id, innovation_id, name, giver_id, receiver_id, drafted_on, dual_from, dual_until, tail_until, tail_support,
            reversion_trigger, reverts_on, moves_data, data_basis, terms, ended_on, ended_why, has_reverted, version
        from handover where innovation_id in @ids and withdrawn = false order by drafted_on desc, id desc
        """;

    private const string RightsSql = """
        select r.id, r.innovation_id, r.handover_id, r.right_kind, r.share, r.keeps_veto, r.planned_on, r.held_on, r.version
        from handover_right r where r.innovation_id in @ids and r.withdrawn = false order by r.planned_on, r.id
        """;

    private const string AnswersSql = """
        select a.handover_id, a.obligation_id, a.answer, a.reason, a.answered_on, a.answered_by, a.passed_on from handover_obligation a
            join ownership_obligation o on o.id = a.obligation_id and (o.withdrawn = false or a.passed_on is not null)
        where o.innovation_id in @ids order by a.obligation_id
        """;

    private const string StagesSql = """
        select id, innovation_id, handover_id, what, due_on, done_on, version from handover_stage
        where innovation_id in @ids and withdrawn = false order by due_on, id
        """;

    private const string RetentionsSql = """
        select id, innovation_id, handover_id, what, reason, basis, until_on, afterwards, done_on, version from handover_retention
        where innovation_id in @ids and withdrawn = false order by until_on nulls last, id
        """;

    private const string RehearsalsSql = """
        select id, innovation_id, right_id, step, on_day, words, went_well, person_id from handover_rehearsal
        where innovation_id in @ids order by on_day, id
        """;

    private const string ConfirmationsSql = """
        select id, innovation_id, handover_id, party_id, person_id, confirmed_by, terms, words, confirmed_on
        from handover_confirmation where innovation_id in @ids order by terms desc, id
        """;

    private const string EndingsSql = """
        select id, innovation_id, handover_id, kind, on_day, why, agreed_trigger, not_done, party_id, person_id, proposed_by, proposed_on,
            answer, answer_words, answered_on, answered_person_id
        from handover_ending where innovation_id in @ids order by proposed_on, id
        """;

    public static async Task<IReadOnlyList<InnovationOwnership>> Read(
        IModuleDatabase database,
        IReadOnlyCollection<Guid> innovations,
        CancellationToken ct
    )
    {
        var all = new List<InnovationOwnership>(innovations.Count);
        foreach (var some in innovations.Distinct().Chunk(AtOnce))
            all.AddRange(await database.Read(c => Some(c, some), ct));
        return all;
    }

    public static async Task<InnovationOwnership> One(
        IModuleDatabase database,
        Guid innovation,
        CancellationToken ct
    ) => (await Read(database, [innovation], ct))[0];

    private static async Task<IReadOnlyList<InnovationOwnership>> Some(DbConnection c, Guid[] ids)
    {
        var asked = new { ids };
        var speakers = (await c.QueryAsync<(Guid Party, Guid Person)>(SpeakersSql, asked)).ToLookup(
            row => row.Party,
            row => row.Person
        );
        var parties = (await c.QueryAsync<Party>(PartiesSql, asked))
            .Select(party => party with { People = [.. speakers[party.Id]] })
            .ToLookup(row => row.InnovationId);
        var holdings = (await c.QueryAsync<Holding>(HoldingsSql, asked)).ToLookup(row => row.InnovationId);
        var obligations = (await c.QueryAsync<Obligation>(ObligationsSql, asked)).ToLookup(row => row.InnovationId);
        var items = (await c.QueryAsync<ReadinessItem>(ItemsSql, asked)).ToLookup(row => row.InnovationId);
        var handovers = await Handovers(c, asked);
        return
        [
            .. ids.Select(id => new InnovationOwnership
            {
                InnovationId = id,
                Parties = [.. parties[id]],
                Holdings = [.. holdings[id]],
                Obligations = [.. obligations[id]],
                Items = [.. items[id]],
                Handovers = [.. handovers[id]],
            }),
        ];
    }

    private static async Task<ILookup<Guid, Handover>> Handovers(DbConnection c, object asked)
    {
        var rehearsals = (await c.QueryAsync<Rehearsal>(RehearsalsSql, asked)).ToLookup(row => row.RightId);
        var rights = (await c.QueryAsync<HandoverRight>(RightsSql, asked))
            .Select(right => right with { Rehearsals = [.. rehearsals[right.Id]] })
            .ToLookup(row => row.HandoverId);
        var answers = (await c.QueryAsync<HandoverObligation>(AnswersSql, asked)).ToLookup(row => row.HandoverId);
        var stages = (await c.QueryAsync<HandoverStage>(StagesSql, asked)).ToLookup(row => row.HandoverId);
        var retentions = (await c.QueryAsync<Retention>(RetentionsSql, asked)).ToLookup(row => row.HandoverId);
        var confirmed = (await c.QueryAsync<Confirmation>(ConfirmationsSql, asked)).ToLookup(row => row.HandoverId);
        var endings = (await c.QueryAsync<Ending>(EndingsSql, asked)).ToLookup(row => row.HandoverId);
        return (await c.QueryAsync<Handover>(HandoversSql, asked))
            .Select(one =>
                one with
                {
                    Rights = [.. rights[one.Id]],
                    Obligations = [.. answers[one.Id]],
                    Stages = [.. stages[one.Id]],
                    Retentions = [.. retentions[one.Id]],
                    Confirmations = [.. confirmed[one.Id]],
                    Endings = [.. endings[one.Id]],
                }
            )
            .ToLookup(row => row.InnovationId);
    }
}
