using CoProd.Contracts;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Picture;

/// <summary>Figures as sentences.</summary>
internal static class Sentences
{
    public static string Index(double? index, int known) =>
        index is { } share
            ? T[
                "{0} of it is the community’s, by the weight of {1} rights of which it is known who holds them.",
                Say.Share(share),
                known
            ]
            : T["It is not recorded yet who holds which right."];

    public static string Ribbon(double? index) =>
        index is { } share
            ? T["{0} of the rights that are recorded lie with the community today", Say.Share(share)]
            : T["Nobody is recorded as holding a right today"];

    /// <summary>What is carried against what was given.</summary>
    public static IReadOnlyList<string> Carried(InnovationOwnership book, OwnershipSettings settings, DateOnly today)
    {
        var (carried, given, excess) = book.Burden(today, settings);
        var said = new List<string>();
        if (carried is { } load)
            said.Add(T["The community carries {0} of what has to be done, by its weight.", Say.Share(load)]);
        if (excess is { } more)
            said.Add(
                more > settings.DumpingGap
                    ? T[
                        "That is work without the rights: it holds {0} of the rights and means that go with it.",
                        Say.Share(given!.Value)
                    ]
                    : T["It holds {0} of the rights and means that go with it.", Say.Share(given!.Value)]
            );
        return said;
    }

    /// <summary>The same, and on how few it rests: for those who take part, never for a report.</summary>
    public static IReadOnlyList<string> Burden(InnovationOwnership book, OwnershipSettings settings, DateOnly today)
    {
        var said = Carried(book, settings, today).ToList();
        foreach (var party in book.Parties.Where(one => one.Side == PartySide.Community))
        {
            if (book.KeyPeople(party.Id, today, settings) is { } people)
                said.Add(
                    people == 1
                        ? T["{0} relies on one person.", party.Name]
                        : T["{0} relies on {1} people.", party.Name, people]
                );
        }
        return said;
    }

    public static string Ready(InnovationOwnership book, OwnershipSettings settings)
    {
        var ready = book.Readiness;
        if (book.Items.Count == 0)
            return T["Nothing is on the wall yet."];
        var progress = ready.Mean is { } mean ? " " + T["On average it stands at {0} of 4.", Figure(mean)] : "";
        return (
                ready.Unknown > 0 ? Unknown(ready.Unknown)
                : ready.Lowest is not { } lowest ? T["Nothing on the wall is marked as something that must be ready."]
                : ready.IsGo(settings.GoLevel)
                    ? T["Ready: everything that must be is at {0} or more.", settings.GoLevel]
                : T[
                    "Not ready yet: the weakest of what must be ready is at {0}, and {1} is needed.",
                    lowest,
                    settings.GoLevel
                ]
            ) + progress;
    }

    private static string Unknown(int count) =>
        count == 1
            ? T["Nobody has looked yet at one thing that must be ready."]
            : T["Nobody has looked yet at {0} things that must be ready.", count];

    /// <summary>The chances of a gap; what is sure soon is not said again for later.</summary>
    public static IReadOnlyList<string> Gaps(IReadOnlyList<SeeOwnership.GapLine> gaps)
    {
        var sure = gaps.FirstOrDefault(gap => gap.Chance > NearlySure);
        return
        [
            .. gaps.TakeWhile(gap => gap != sure)
                .Append(sure)
                .OfType<SeeOwnership.GapLine>()
                .Select(gap => Gap(gap.Months, gap.Chance)),
        ];
    }

    public static string Gap(int months, double chance) =>
        chance > NearlySure
            ? T["Within {0} months its money runs short, as things stand.", months]
            : T["Within {0} months the chance that its money runs short is {1} or more.", months, Say.Share(chance)];

    // From here on a rounded share would read 100%, which says nothing more with "or more" behind it.
    private const double NearlySure = 0.995;

    /// <summary>How heavy it would be if all went as planned; empty where too little is known.</summary>
    public static string PlannedBurden(
        (double? Obligations, double? Given, double? Excess) planned,
        OwnershipSettings settings
    )
    {
        if (planned is not ({ } carried, { } given, { } excess))
            return "";
        return excess > settings.DumpingGap
            ? T[
                "As planned, the community would carry {0} of what has to be done and hold {1} of the rights and means. That would be work without the rights.",
                Say.Share(carried),
                Say.Share(given)
            ]
            : T[
                "As planned, the community would carry {0} of what has to be done and hold {1} of the rights and means.",
                Say.Share(carried),
                Say.Share(given)
            ];
    }

    /// <summary>What is still open in a handover, each as a sentence.</summary>
    public static IReadOnlyList<string> Open(
        InnovationOwnership book,
        Handover one,
        OwnershipSettings settings,
        DateOnly today
    )
    {
        if (one.EndedOn is not null)
            return [];
        var open = one.Obligations.Count(asked => asked.Answer == ObligationAnswer.Open);
        var receiver = book.NameOf(one.ReceiverId);
        return
        [
            .. one
                .Rights.Where(right => right.HeldOn is null && right.PlannedOn < today)
                .Select(right => Overdue(right, receiver)),
            .. open > 0
                ?
                [
                    open == 1
                        ? T["One obligation waits for an answer."]
                        : T["{0} obligations wait for an answer.", open],
                ]
                : Array.Empty<string>(),
            .. one.Proposed is { } proposed
                ?
                [
                    T[
                        "{0} proposed on {1} {2}. The other side has not answered yet.",
                        book.NameOf(proposed.PartyId),
                        proposed.ProposedOn.Long(),
                        Say.End(proposed.Kind)
                    ],
                ]
                : Array.Empty<string>(),
            .. one.Rights.Count > 0 && !one.IsAgreed && !one.HasBegun
                ? [T["Both sides have to confirm it."]]
                : Array.Empty<string>(),
            .. one.TailSupport.Length == 0 && one.TailUntil is null
                ? [T["No support is agreed for the time after."]]
                : Array.Empty<string>(),
            .. one.ReversionTrigger.Length == 0
                ? [T["Nothing is agreed that would make the rights go back."]]
                : Array.Empty<string>(),
            .. one.MovesData && one.DataBasis.Length == 0
                ? [T["People’s data are to go along, and what makes that lawful is not settled."]]
                : Array.Empty<string>(),
            .. one.MovesData && !one.MovesControl
                ? [T["People’s data are to go along, and the right to control them is not in it."]]
                : Array.Empty<string>(),
            .. book.Items.Count > 0 && !book.Readiness.IsGo(settings.GoLevel)
                ? [Ready(book, settings)]
                : Array.Empty<string>(),
        ];
    }

    /// <summary>What a handover leaves undone, should it end today, each as a sentence.</summary>
    public static IReadOnlyList<string> NotDone(
        InnovationOwnership book,
        Handover one,
        OwnershipSettings settings,
        DateOnly today
    )
    {
        var receiver = book.NameOf(one.ReceiverId);
        return
        [
            .. one
                .Rights.Where(right => right.HeldOn is null)
                .Select(right => T["{0}: {1} does not hold it yet.", Say.Right(right.RightKind), receiver]),
            .. book.LacksControl(one, today)
                ? [T["People’s data go along, and {0} does not control them.", receiver]]
                : Array.Empty<string>(),
            .. one
                .Obligations.Where(asked => asked.Answer == ObligationAnswer.Accepted && asked.PassedOn is null)
                .Select(asked =>
                    T[
                        "Accepted, and not passed yet: {0}",
                        book.Obligations.FirstOrDefault(each => each.Id == asked.ObligationId)?.What ?? ""
                    ]
                ),
            .. one.Stages.Where(stage => stage.DoneOn is null).Select(stage => T["Not done yet: {0}", stage.What]),
            .. one.LeavesKeptOpen ? [KeptOpen(book.NameOf(one.GiverId))] : Array.Empty<string>(),
            .. book.Items.Count > 0 && !book.Readiness.IsGo(settings.GoLevel)
                ? [Ready(book, settings)]
                : Array.Empty<string>(),
            .. book.KeyPeople(one.ReceiverId, today, settings) is { } people && people <= settings.KeyPeople
                ?
                [
                    people == 1
                        ? T["{0} relies on one person.", receiver]
                        : T["{0} relies on {1} people.", receiver, people],
                ]
                : Array.Empty<string>(),
            .. one.TailUntil is { } tail && tail > today
                ? [T["Support is agreed until {0}.", tail.Long()]]
                : Array.Empty<string>(),
        ];
    }

    /// <summary>What the giver keeps, why, until when and what then.</summary>
    public static string Kept(Retention one, string giver)
    {
        var (what, why) = (one.What.TrimEnd('.'), $"{Say.Reason(one.Reason)} ({one.Basis.TrimEnd('.')})");
        return one.UntilOn is { } until
            ? T["{0} keeps: {1}. Why: {2}. Until {3}; {4}.", giver, what, why, until.Long(), Say.Then(one.Afterwards)]
            : T["{0} keeps: {1}. Why: {2}. No day is named; {3}.", giver, what, why, Say.Then(one.Afterwards)];
    }

    /// <summary>Nothing is said yet of what the giver keeps of people's data.</summary>
    public static string KeptOpen(string giver) =>
        T["People’s data go along, and nothing says yet what {0} keeps of them and until when.", giver];

    public static string Done(Afterwards afterwards) =>
        afterwards switch
        {
            Afterwards.Deleted => T["It was deleted"],
            Afterwards.Given => T["It was given to the receiver"],
            _ => T["It was put into an archive"],
        };

    public static string Overdue(HandoverRight right, string receiver) =>
        T[
            "{0}: it was to pass to {1} on {2}, and has not yet.",
            Say.Right(right.RightKind),
            receiver,
            right.PlannedOn.Long()
        ];

    private static string Figure(double figure) =>
        figure.ToString("0.#", System.Globalization.CultureInfo.CurrentCulture);

    public static string Veto(OwnershipRight right, string who) =>
        T["{0}: the community holds it, and {1} can overrule.", Say.Right(right), who];
}
