using System.Text.Json;
using CoProd.Contracts;
using CoProd.Contracts.Modules;
using CoProd.OwnershipTransfer.Figures;
using CoProd.OwnershipTransfer.Picture;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Whole;

/// <summary>What comes from another installation is held to the limits of the forms: a file may say what it likes.</summary>
internal static class OwnershipLimits
{
    private const int Short = 300;
    private const int Long = 2000;

    // An agreement is as long as all that is in it.
    private const int Agreement = 200_000;

    private static readonly DateOnly First = new(1800, 1, 1);
    private static readonly DateOnly Last = new(2200, 12, 31);

    /// <exception cref="JsonException">A record is not as it may be; the sentence says which, and what of it.</exception>
    public static void Check(InnovationOwnership book)
    {
        Each("parties", book.Parties, Party);
        Each("holdings", book.Holdings, Holding);
        Each("obligations", book.Obligations, Obligation);
        Each("items", book.Items, Item);
        Each("handovers", book.Handovers, Handover);
        foreach (var right in book.Holdings.GroupBy(one => one.RightKind))
        {
            var spans = right.Select(one => one.AsSpan(false)).ToList();
            var (most, on) = TransferIndex.Peak(spans, spans.Min(span => span.From), null);
            if (most > 100)
                throw new JsonException(
                    T[
                        "“{0}” would be held to {1} per cent on {2}, and a right has 100.",
                        Say.Right(right.Key),
                        most,
                        on.Long()
                    ]
                );
        }
    }

    private static void Each<TRow>(string list, IReadOnlyList<TRow> rows, Func<TRow, string?> wrong)
    {
        for (var at = 0; at < rows.Count; at++)
        {
            if (rows[at] is null)
                throw new JsonException(T["entry {0} of “{1}” is empty.", at + 1, list]);
            if (wrong(rows[at]) is { } field)
                throw new JsonException(
                    T["in entry {0} of “{1}” the field “{2}” is outside of what it may be.", at + 1, list, field]
                );
        }
    }

    private static string? Party(Party one) =>
        !Is(one.Name, Short) ? "name"
        : !Known(one.Side) ? "side"
        : null;

    private static string? Holding(Holding one) =>
        !Known(one.RightKind) ? "rightKind"
        : one.Share is < 0 or > 100 || (one.Share == 0 && !one.HasVeto) ? "share"
        : !Is(one.FromOn) ? "fromOn"
        : !Is(one.UntilOn) || one.UntilOn < one.FromOn ? "untilOn"
        : !Fits(one.Note, 1000) ? "note"
        : null;

    private static string? Obligation(Obligation one) =>
        !Is(one.What, 500) ? "what"
        : one.Weight is < 1 or > 3 ? "weight"
        : !Is(one.FromOn) ? "fromOn"
        : !Is(one.UntilOn) || one.UntilOn < one.FromOn ? "untilOn"
        : !Fits(one.Note, 1000) ? "note"
        : null;

    private static string? Item(ReadinessItem one) =>
        !Known(one.Domain) ? "domain"
        : !Is(one.What, Short) ? "what"
        : one.Level is < 0 or > 4 ? "level"
        : !Fits(one.Evidence, Long) ? "evidence"
        : !Is(one.LookedOn) ? "lookedOn"
        : null;

    private static string? Handover(Handover one) =>
        !Is(one.Name, Short) ? "name"
        : !Is(one.DraftedOn) ? "draftedOn"
        : !Is(one.DualFrom) ? "dualFrom"
        : !Is(one.DualUntil) ? "dualUntil"
        : !Is(one.TailUntil) ? "tailUntil"
        : !Is(one.RevertsOn) ? "revertsOn"
        : !Is(one.EndedOn) ? "endedOn"
        : !Fits(one.TailSupport, Long) ? "tailSupport"
        : !Fits(one.ReversionTrigger, Long) ? "reversionTrigger"
        : !Fits(one.EndedWhy, Long) ? "endedWhy"
        : one.Terms < 1 ? "terms"
        : one.DataBasis != "" && !Enum.GetNames<LawfulBasis>().Contains(one.DataBasis) ? "dataBasis"
        : one.Rights.Any(right => !IsGood(right)) ? "rights"
        : one.Obligations.Any(asked => !IsGood(asked)) ? "obligations"
        : one.Stages.Any(stage => !Is(stage.What, Short) || !Is(stage.DueOn) || !Is(stage.DoneOn)) ? "stages"
        : one.Retentions.Any(kept => !IsGood(kept)) ? "retentions"
        : one.Confirmations.Any(each => !Fits(each.Words, Agreement) || each.Terms < 1 || !Is(each.ConfirmedOn))
            ? "confirmations"
        : one.Endings.Any(each => !IsGood(each)) ? "endings"
        : null;

    private static bool IsGood(HandoverRight right) =>
        Known(right.RightKind)
        && right.Share is >= 1 and <= 100
        && Is(right.PlannedOn)
        && Is(right.HeldOn)
        && right.Rehearsals.All(each => Known(each.Step) && Is(each.OnDay) && Fits(each.Words, Long));

    private static bool IsGood(Retention kept) =>
        Is(kept.What, Short)
        && Known(kept.Reason)
        && Is(kept.Basis, 500)
        && Is(kept.UntilOn)
        && Known(kept.Afterwards)
        && Is(kept.DoneOn);

    private static bool IsGood(HandoverObligation asked) =>
        Known(asked.Answer) && Fits(asked.Reason, Long) && Is(asked.AnsweredOn) && Is(asked.PassedOn);

    private static bool IsGood(Ending each) =>
        Known(each.Kind)
        && Known(each.Answer)
        && Is(each.OnDay)
        && Is(each.ProposedOn)
        && Is(each.AnsweredOn)
        && Fits(each.Why, Long)
        && Fits(each.AgreedTrigger, Long)
        && Fits(each.AnswerWords, Long)
        && Fits(each.NotDone, Agreement);

    private static bool Known<TWord>(TWord word)
        where TWord : struct, Enum => Enum.IsDefined(word);

    private static bool Is(DateOnly? day) => day is null || (day >= First && day <= Last);

    private static bool Is(string? text, int most) => text is { Length: > 0 } && text.Length <= most;

    private static bool Fits(string? text, int most) => text is not null && text.Length <= most;
}
