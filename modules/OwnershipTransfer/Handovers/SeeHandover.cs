using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Agreement;
using CoProd.OwnershipTransfer.Parties;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Handovers;

/// <summary>A handover as both sides see it: what passes, what was refused, what was rehearsed, what was agreed.</summary>
public static class SeeHandover
{
    /// <summary>What the page shows.</summary>
    public sealed record View
    {
        public required Guid InnovationId { get; init; }
        public required Guid Id { get; init; }
        public required string Name { get; init; }
        public required string Giver { get; init; }
        public required string Receiver { get; init; }
        public required string State { get; init; }
        public required int Terms { get; init; }
        public required bool IsAgreed { get; init; }
        public required DateOnly DraftedOn { get; init; }
        public required DateOnly? EndedOn { get; init; }
        public required string EndedWhy { get; init; }

        /// <summary>What it says, in sentences.</summary>
        public required IReadOnlyList<string> Lines { get; init; }
        public required IReadOnlyList<RightLine> Rights { get; init; }
        public required IReadOnlyList<AnswerLine> Obligations { get; init; }
        public required IReadOnlyList<StageLine> Stages { get; init; }
        public required IReadOnlyList<KeptLine> Kept { get; init; }
        public required IReadOnlyList<ConfirmationLine> Confirmations { get; init; }

        /// <summary>What is still open, in sentences.</summary>
        public required IReadOnlyList<string> Open { get; init; }

        /// <summary>By how much, if all went as planned, the obligations would exceed rights and means.</summary>
        public required double? PlannedExcess { get; init; }

        internal string PlannedBurden { get; init; } = "";

        internal IReadOnlyList<SeeOwnership.ItemLine> Items { get; init; } = [];

        internal string Ready { get; init; } = "";

        internal IReadOnlyList<SeeOwnership.GapLine> Gaps { get; init; } = [];

        internal bool MayDraft { get; init; }

        internal bool MayTellKept { get; init; }

        internal bool MayAnswer { get; init; }

        /// <summary>How a side would have it end, or would have had it, and what the other said.</summary>
        public required IReadOnlyList<EndingLine> Endings { get; init; }

        internal bool MayConfirm { get; init; }

        internal bool HasConfirmed { get; init; }

        internal bool MayEnd { get; init; }

        internal bool MayAnswerEnd { get; init; }
    }

    /// <summary>A right that passes.</summary>
    public sealed record RightLine(
        Guid Id,
        string Name,
        int Share,
        bool KeepsVeto,
        DateOnly PlannedOn,
        DateOnly? HeldOn,
        RehearsalStep? NextStep,
        IReadOnlyList<RehearsalLine> Rehearsals
    );

    /// <summary>A rehearsal; who took part is shown to those who may see names.</summary>
    public sealed record RehearsalLine(RehearsalStep Step, DateOnly On, bool WentWell, string Words, string Who);

    /// <summary>An obligation and the receiver's answer.</summary>
    public sealed record AnswerLine(
        Guid ObligationId,
        string What,
        ObligationAnswer Answer,
        string Reason,
        DateOnly? AnsweredOn,
        DateOnly? PassedOn
    );

    /// <summary>A stage.</summary>
    public sealed record StageLine(Guid Id, string What, DateOnly DueOn, DateOnly? DoneOn);

    /// <summary>Something that the giver keeps afterwards.</summary>
    public sealed record KeptLine(
        Guid Id,
        string What,
        RetentionReason Reason,
        string Basis,
        DateOnly? UntilOn,
        Afterwards Afterwards,
        DateOnly? DoneOn
    );

    /// <summary>A proposal of how it ends.</summary>
    public sealed record EndingLine(
        string Party,
        HandoverEnd Kind,
        DateOnly On,
        string Why,
        string AgreedTrigger,
        IReadOnlyList<string> NotDone,
        DateOnly ProposedOn,
        EndingAnswer Answer,
        string AnswerWords,
        DateOnly? AnsweredOn
    );

    /// <summary>What a side confirmed, as it stood.</summary>
    public sealed record ConfirmationLine(
        string Party,
        string Who,
        DateOnly On,
        int Terms,
        bool IsCurrent,
        IReadOnlyList<string> Lines
    );

    internal static async Task<IResult?> Show(IVisit visit) =>
        await Answer(visit) is { } model
            ? visit.Page<SeeHandoverPage>(("Model", model), ("MayRecord", visit.Caller.May(Permissions.Record)))
            : null;

    internal static async Task<IResult?> Summary(IVisit visit) =>
        await Answer(visit) is { } model
            ? visit.Page<SummaryPage>(("Model", model), ("Today", visit.Clock.Today()))
            : null;

    internal static async Task<View?> Answer(IVisit visit)
    {
        if (await HandoverCase.Of(visit) is not { } kept)
            return null;
        var settings = OwnershipSettings.From(visit.Get<ISettings>());
        var (book, one, today) = (kept.Book, kept.Handover, visit.Clock.Today());
        var names = await People.NamesOf(
            visit,
            one.Confirmations.Select(each => each.PersonId)
                .Concat(one.Rights.SelectMany(right => right.Rehearsals).Select(each => each.PersonId))
        );
        var last = InnovationOwnership.LastDay(one, today);
        var planned = book.AsPlanned(one, last).Burden(last, settings);
        var takesPart = visit.Caller.May(Permissions.TakePart);
        return new()
        {
            InnovationId = visit.InnovationId,
            Id = one.Id,
            Name = one.Name,
            Giver = kept.Giver.Name,
            Receiver = kept.Receiver.Name,
            State = Say.State(one),
            Terms = one.Terms,
            IsAgreed = one.IsAgreed,
            DraftedOn = one.DraftedOn,
            EndedOn = one.EndedOn,
            EndedWhy = one.EndedWhy,
            Lines = AgreementText.Of(book, one),
            Rights = [.. one.Rights.Select(right => Line(right, names, visit.Caller))],
            Obligations = [.. one.Obligations.Select(asked => Line(asked, book))],
            Stages = [.. one.Stages.Select(stage => new StageLine(stage.Id, stage.What, stage.DueOn, stage.DoneOn))],
            Kept =
            [
                .. one.Retentions.Select(kept => new KeptLine(
                    kept.Id,
                    kept.What,
                    kept.Reason,
                    kept.Basis,
                    kept.UntilOn,
                    kept.Afterwards,
                    kept.DoneOn
                )),
            ],
            Confirmations = [.. one.Confirmations.Select(each => Line(each, book, one, names, visit.Caller))],
            Open = Sentences.Open(book, one, settings, today),
            PlannedExcess = planned.Excess,
            PlannedBurden = Sentences.PlannedBurden(planned, settings),
            Items = [.. book.Items.Select(SeeOwnership.Line)],
            Ready = Sentences.Ready(book, settings),
            Gaps = await SeeOwnership.Gaps(visit),
            MayDraft = takesPart && kept.MayDraft,
            MayTellKept = takesPart && kept.MayTellKept,
            MayAnswer = takesPart && kept.MayAnswer,
            Endings = [.. one.Endings.Select(each => Line(each, book))],
            MayConfirm = takesPart && one.EndedOn is null && (kept.IsGiver || kept.IsReceiver),
            HasConfirmed =
                (!kept.IsGiver || one.ConfirmationOf(one.GiverId) is not null)
                && (!kept.IsReceiver || one.ConfirmationOf(one.ReceiverId) is not null),
            MayEnd = takesPart && EndHandover.MayPropose(kept),
            MayAnswerEnd = takesPart && EndHandover.Answering(kept) is not null,
        };
    }

    private static RightLine Line(HandoverRight right, IReadOnlyDictionary<Guid, string> names, ICaller caller) =>
        new(
            right.Id,
            Say.Right(right.RightKind),
            right.Share,
            right.KeepsVeto,
            right.PlannedOn,
            right.HeldOn,
            right.NextStep,
            [
                .. right.Rehearsals.Select(each => new RehearsalLine(
                    each.Step,
                    each.OnDay,
                    each.WentWell,
                    each.Words,
                    Who(each.PersonId, names, caller)
                )),
            ]
        );

    private static EndingLine Line(Ending each, InnovationOwnership book) =>
        new(
            book.NameOf(each.PartyId),
            each.Kind,
            each.OnDay,
            each.Why,
            each.AgreedTrigger,
            each.NotDone.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            each.ProposedOn,
            each.Answer,
            each.AnswerWords,
            each.AnsweredOn
        );

    private static AnswerLine Line(HandoverObligation asked, InnovationOwnership book) =>
        new(
            asked.ObligationId,
            book.Obligations.FirstOrDefault(one => one.Id == asked.ObligationId)?.What ?? T["It was withdrawn since."],
            asked.Answer,
            asked.Reason,
            asked.AnsweredOn,
            asked.PassedOn
        );

    private static ConfirmationLine Line(
        Confirmation each,
        InnovationOwnership book,
        Handover one,
        IReadOnlyDictionary<Guid, string> names,
        ICaller caller
    ) =>
        new(
            book.NameOf(each.PartyId),
            Who(each.PersonId, names, caller),
            each.ConfirmedOn,
            each.Terms,
            each.Terms == one.Terms,
            each.Words.Split('\n')
        );

    private static string Who(Guid? person, IReadOnlyDictionary<Guid, string> names, ICaller caller) =>
        caller.SeesNames() && person is { } id ? names.GetValueOrDefault(id) ?? T["somebody"] : T["somebody"];
}
