using CoProd.Contracts;
using CoProd.OwnershipTransfer.Picture;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Agreement;

/// <summary>What a handover says, as sentences that both sides confirm and that are kept as they were confirmed. It names no person.</summary>
internal static class AgreementText
{
    public static IReadOnlyList<string> Of(InnovationOwnership book, Handover one)
    {
        var (giver, receiver) = (book.NameOf(one.GiverId), book.NameOf(one.ReceiverId));
        return
        [
            T["{0}: {1} hands over to {2}.", one.Name, giver, receiver],
            .. one.Rights.SelectMany(right => Right(right, giver, receiver)),
            .. one.Obligations.Select(asked => Obligation(asked, book, giver, receiver)),
            .. one.Stages.Select(stage => T["By {0}: {1}.", stage.DueOn.Long(), stage.What.TrimEnd('.')]),
            Dual(one),
            Tail(one, giver),
            one.ReversionTrigger.Length > 0
                ? T["The rights go back if this happens: {0}", one.ReversionTrigger]
                : T["Nothing is agreed that would make the rights go back."],
            .. one.RevertsOn is { } stop
                ? [T["The rights go back on {0}, if it does not end before.", stop.Long()]]
                : Array.Empty<string>(),
            .. one.Retentions.Count > 0
                ? one.Retentions.Select(kept => Sentences.Kept(kept, giver))
                : [T["Nothing is agreed that {0} keeps afterwards.", giver]],
            !one.MovesData ? T["No people’s data go along."]
            : one.DataBasis.Length > 0
                ? T["People’s data go along. What makes that lawful: {0}.", Say.Basis(one.DataBasis)]
            : T["People’s data go along. What makes that lawful is not settled yet."],
        ];
    }

    private static IEnumerable<string> Right(HandoverRight right, string giver, string receiver)
    {
        yield return T[
            "{0}: {1} holds {2} of it from {3} on.",
            Say.Right(right.RightKind),
            receiver,
            Say.Percent(right.Share),
            (right.HeldOn ?? right.PlannedOn).Long()
        ];
        if (right.KeepsVeto)
            yield return T["{0}: {1} can still overrule.", Say.Right(right.RightKind), giver];
    }

    private static string Obligation(HandoverObligation asked, InnovationOwnership book, string giver, string receiver)
    {
        var what = book.Obligations.FirstOrDefault(one => one.Id == asked.ObligationId)?.What.TrimEnd('.') ?? "";
        return asked.Answer switch
        {
            ObligationAnswer.Accepted => T["{0} will carry: {1}.", receiver, what],
            ObligationAnswer.Refused => T["{0} refuses to carry: {1}. Why: {2}", receiver, what, asked.Reason],
            _ => T["{0} is asked to carry: {1}.", receiver, what],
        };
    }

    private static string Dual(Handover one) =>
        (one.DualFrom, one.DualUntil) switch
        {
            ({ } from, { } until) => T["Both run it side by side from {0} to {1}.", from.Long(), until.Long()],
            ({ } from, null) => T["Both run it side by side from {0} on.", from.Long()],
            (null, { } until) => T["Both run it side by side until {0}.", until.Long()],
            _ => T["No time is agreed in which both run it side by side."],
        };

    private static string Tail(Handover one, string giver) =>
        (one.TailUntil, one.TailSupport) switch
        {
            ({ } until, { Length: > 0 } how) => T["{0} still helps until {1}: {2}", giver, until.Long(), how],
            ({ } until, _) => T["{0} still helps until {1}.", giver, until.Long()],
            (null, { Length: > 0 } how) => T["{0} still helps: {1}", giver, how],
            _ => T["No support is agreed for the time after."],
        };
}
