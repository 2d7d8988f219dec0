using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Figures;
using CoProd.OwnershipTransfer.Handovers;
using CoProd.OwnershipTransfer.Parties;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Picture;

/// <summary>Whose an innovation is, right by right, over time.</summary>
public static class SeeOwnership
{
    private const int MonthsBack = 24;
    private const int MonthsAhead = 12;

    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Guid InnovationId { get; init; }

        /// <summary>The transfer index, 0 to 1; null while it is not known who holds any right.</summary>
        public required double? Index { get; init; }

        /// <summary>How many of the ten rights it rests on.</summary>
        public required int KnownRights { get; init; }

        /// <summary>The index over the ribbon's days.</summary>
        public required IReadOnlyList<IndexLine> IndexOverTime { get; init; }
        public required IReadOnlyList<RightLine> Rights { get; init; }
        public required IReadOnlyList<HoldingLine> Holdings { get; init; }
        public required IReadOnlyList<PartyLine> Parties { get; init; }

        /// <summary>Rights that nobody is recorded as holding today.</summary>
        public required IReadOnlyList<string> NotRecorded { get; init; }
        public required DateOnly RibbonFrom { get; init; }
        public required DateOnly RibbonTo { get; init; }
        public required DateOnly Today { get; init; }

        public required IReadOnlyList<ObligationLine> Obligations { get; init; }
        public required IReadOnlyList<ItemLine> Items { get; init; }

        /// <summary>The community's share of the obligations, 0 to 1; null where none is carried.</summary>
        public required double? ObligationShare { get; init; }

        /// <summary>The community's share of rights and means, 0 to 1.</summary>
        public required double? Given { get; init; }

        /// <summary>By how much the first exceeds the second.</summary>
        public required double? Excess { get; init; }

        /// <summary>The lowest level of what is mandatory; null while one of them was not looked at.</summary>
        public required int? Lowest { get; init; }

        /// <summary>The mean level of all that was looked at.</summary>
        public required double? Progress { get; init; }

        /// <summary>The least chance of a gap within 12, 24 and 36 months; empty where nothing foresees money.</summary>
        public required IReadOnlyList<GapLine> Gaps { get; init; }

        public required IReadOnlyList<HandoverLine> Handovers { get; init; }

        internal bool MayHandOver { get; init; }

        internal IReadOnlyList<string> Vetoes { get; init; } = [];

        internal IReadOnlyList<string> Burden { get; init; } = [];

        internal string Ready { get; init; } = "";
    }

    /// <summary>Some days over which the transfer index is the same, 0 to 1; null where nobody is recorded as holding anything.</summary>
    public sealed record IndexLine(DateOnly From, DateOnly To, double? Index, int KnownRights);

    /// <summary>A handover.</summary>
    public sealed record HandoverLine(
        Guid Id,
        string Name,
        string Giver,
        string Receiver,
        string State,
        int Rights,
        int Held,
        DateOnly? TailUntil
    );

    /// <summary>How likely money runs short within so many months.</summary>
    public sealed record GapLine(int Months, double Chance, string Path);

    /// <summary>Something that has to be done.</summary>
    public sealed record ObligationLine(
        Guid Id,
        string What,
        string Party,
        string Who,
        int Weight,
        DateOnly From,
        DateOnly? Until,
        bool IsNow
    );

    /// <summary>Something that must or should be ready.</summary>
    public sealed record ItemLine(
        Guid Id,
        ReadinessDomain Domain,
        string What,
        bool IsMandatory,
        int? Level,
        string Evidence,
        DateOnly? LookedOn
    );

    /// <summary>A right over time.</summary>
    public sealed record RightLine(OwnershipRight Right, string Name, string Now, IReadOnlyList<PartLine> Parts);

    /// <summary>Some days over which a right is held in the same way; shares in per cent.</summary>
    public sealed record PartLine(DateOnly From, DateOnly To, int Community, int Others, bool IsKnown);

    /// <summary>Who holds a right, or held it, or is to hold it.</summary>
    public sealed record HoldingLine(
        Guid Id,
        string Right,
        string Party,
        int Share,
        bool HasVeto,
        DateOnly From,
        DateOnly? Until,
        string Note,
        bool IsNow
    );

    /// <summary>A party with those who speak for it, as far as the reader may see them.</summary>
    public sealed record PartyLine(Guid Id, string Name, PartySide Side, string Speakers);

    internal static async Task<IResult?> Show(IVisit visit) =>
        visit.Page<SeeOwnershipPage>(
            ("Model", await Answer(visit)),
            ("MayRecord", visit.Caller.May(Permissions.Record))
        );

    internal static async Task<View?> Answer(IVisit visit)
    {
        var settings = OwnershipSettings.From(visit.Get<ISettings>());
        var today = visit.Clock.Today();
        var book = await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone);
        var names = await People.NamesOf(
            visit,
            book.Parties.SelectMany(one => one.People)
                .Select(id => (Guid?)id)
                .Concat(book.Obligations.Select(one => one.PersonId))
        );
        var (carried, given, excess) = book.Burden(today, settings);
        var first = book.Holdings.Select(one => one.FromOn).Append(today).Min();
        var (from, to) = (Later(first, today.AddMonths(-MonthsBack)), today.AddMonths(MonthsAhead));
        return new()
        {
            InnovationId = visit.InnovationId,
            Index = book.Index(today, settings),
            KnownRights = book.KnownOn(today).Count,
            IndexOverTime =
            [
                .. book.IndexOver(from, to, settings)
                    .Select(one => new IndexLine(one.From, one.To, one.Index, one.Known)),
            ],
            Rights =
            [
                .. Enum.GetValues<OwnershipRight>()
                    .Where(right => book.Holdings.Any(one => one.RightKind == right))
                    .Select(right => Line(right, book, from, to, today)),
            ],
            Holdings = [.. book.Holdings.OrderBy(one => one.RightKind).Select(one => Line(one, book, today))],
            Parties = [.. book.Parties.Select(one => Line(one, names, visit.Caller))],
            NotRecorded =
            [
                .. Enum.GetValues<OwnershipRight>().Except(book.KnownOn(today)).Select(right => Say.Right(right)),
            ],
            RibbonFrom = from,
            RibbonTo = to,
            Today = today,
            Obligations = [.. book.Obligations.Select(one => Line(one, book, names, visit.Caller, today))],
            Items = [.. book.Items.Select(Line)],
            Handovers = [.. book.Handovers.Select(one => Line(one, book))],
            MayHandOver =
                visit.Caller.May(Permissions.TakePart)
                && (visit.Caller.May(Permissions.Record) || book.Parties.Any(visit.Caller.SpeaksFor)),
            ObligationShare = carried,
            Given = given,
            Excess = excess,
            Lowest = book.Readiness.Lowest,
            Progress = book.Readiness.Mean,
            Gaps = await Gaps(visit),
            Burden = Sentences.Burden(book, settings, today),
            Ready = Sentences.Ready(book, settings),
            Vetoes = [.. book.VetoesOn(today).Select(one => Sentences.Veto(one.Right, book.NameOf(one.Veto.PartyId)))],
        };
    }

    private static RightLine Line(
        OwnershipRight right,
        InnovationOwnership book,
        DateOnly from,
        DateOnly to,
        DateOnly today
    ) =>
        new(
            right,
            Say.Right(right),
            Now(right, book, today),
            [
                .. TransferIndex
                    .Stretches(book.SpansOf(right), from, to)
                    .Select(one => new PartLine(one.From, one.To, one.Community, one.Others, one.IsKnown)),
            ]
        );

    private static string Now(OwnershipRight right, InnovationOwnership book, DateOnly today) =>
        book.CommunityShare(right, today) is not { } share ? T["nobody is recorded now"]
        : book.Holdings.Any(one =>
            one.RightKind == right && one.HasVeto && one.IsActiveOn(today) && !book.IsCommunity(one.PartyId)
        )
            ? T["{0} with the community, and others can overrule", Say.Share(share)]
        : T["{0} with the community", Say.Share(share)];

    private static HoldingLine Line(Holding one, InnovationOwnership book, DateOnly today) =>
        new(
            one.Id,
            Say.Right(one.RightKind),
            book.NameOf(one.PartyId),
            one.Share,
            one.HasVeto,
            one.FromOn,
            one.UntilOn,
            one.Note,
            one.IsActiveOn(today)
        );

    private static HandoverLine Line(Handover one, InnovationOwnership book) =>
        new(
            one.Id,
            one.Name,
            book.NameOf(one.GiverId),
            book.NameOf(one.ReceiverId),
            Say.State(one),
            one.Rights.Count,
            one.Rights.Count(right => right.HeldOn is not null),
            one.TailUntil
        );

    private static ObligationLine Line(
        Obligation one,
        InnovationOwnership book,
        IReadOnlyDictionary<Guid, string> names,
        ICaller caller,
        DateOnly today
    ) =>
        new(
            one.Id,
            one.What,
            one.PartyId is null ? T["nobody yet"] : book.NameOf(one.PartyId),
            one.PersonId is not { } person ? ""
                : caller.SeesNames() ? names.GetValueOrDefault(person) ?? T["somebody"]
                : T["somebody"],
            one.Weight,
            one.FromOn,
            one.UntilOn,
            one.IsActiveOn(today)
        );

    internal static ItemLine Line(ReadinessItem one) =>
        new(one.Id, one.Domain, one.What, one.IsMandatory, one.Level, one.Evidence, one.LookedOn);

    // What the receiver takes over is the innovation with its money: its outlook is theirs.
    internal static async Task<IReadOnlyList<GapLine>> Gaps(IVisit visit)
    {
        if (visit.Maybe<IFundingForecast>() is not { } forecast)
            return [];
        var told = await forecast.Foresee([visit.InnovationId], GapChance.Horizons[^1], visit.Gone);
        var path = told.FirstOrDefault(one => visit.Caller.May(one.Permission))?.Path ?? "";
        var outlooks = told.Select(one => (IReadOnlyList<double>)[.. one.Months.Select(month => month.GapProbability)])
            .ToList();
        return
        [
            .. GapChance
                .Horizons.Select(months => (months, Chance: GapChance.Within(outlooks, months)))
                .Where(one => one.Chance is not null)
                .Select(one => new GapLine(one.months, one.Chance!.Value, path)),
        ];
    }

    private static PartyLine Line(Party one, IReadOnlyDictionary<Guid, string> names, ICaller caller) =>
        new(
            one.Id,
            one.Name,
            one.Side,
            one.People.Count == 0 ? T["nobody yet"]
                : caller.SeesNames()
                    ? string.Join(", ", one.People.Select(id => names.GetValueOrDefault(id) ?? T["somebody"]))
                : T["somebody"]
        );

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;
}
