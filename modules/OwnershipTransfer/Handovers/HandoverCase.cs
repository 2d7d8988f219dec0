using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Picture;
using Dapper;

namespace CoProd.OwnershipTransfer.Handovers;

/// <summary>A handover with all that is known around it, and what the caller may do in it.</summary>
internal sealed record HandoverCase(InnovationOwnership Book, Handover Handover, ICaller Caller)
{
    /// <summary>What is agreed on has changed: whoever confirmed before confirms anew.</summary>
    public const string NewTerms =
        "update handover set terms = terms + 1, changed_at = @Now where id = @HandoverId and innovation_id = @InnovationId and withdrawn = false";

    /// <summary>The same, of every handover in which an obligation is asked about: its words are part of what is agreed.</summary>
    public const string NewTermsOfObligation = """
        update handover set terms = terms + 1, changed_at = @Now
        where innovation_id = @InnovationId and withdrawn = false and ended_on is null and exists (
            select 1 from handover_obligation a where a.handover_id = handover.id and a.obligation_id = @Id and a.passed_on is null)
        """;

    /// <summary>The same, of every handover to or from a party: its name is part of what is agreed.</summary>
    public const string NewTermsOfParty = """
        update handover set terms = terms + 1, changed_at = @Now
        where innovation_id = @InnovationId and withdrawn = false and ended_on is null and (giver_id = @Id or receiver_id = @Id)
        """;

    public Party Giver => Book.PartyOf(Handover.GiverId)!;

    public Party Receiver => Book.PartyOf(Handover.ReceiverId)!;

    public bool IsGiver => Caller.SpeaksFor(Giver);

    public bool IsReceiver => Caller.SpeaksFor(Receiver);

    /// <summary>Both sides draft, from the first day on.</summary>
    public bool MayDraft => Handover.EndedOn is null && (Caller.May(Permissions.Record) || IsGiver || IsReceiver);

    /// <summary>Whoever speaks for the giver says what became of what they kept, also after the end.</summary>
    public bool MayTellKept => Caller.May(Permissions.Record) || IsGiver;

    /// <summary>The receiver alone answers and takes; nobody does it for them.</summary>
    public bool MayAnswer => Handover.EndedOn is null && IsReceiver;

    public HandoverRight? Right(Guid id) => Handover.Rights.FirstOrDefault(one => one.Id == id);

    public Obligation? Obligation(Guid id) => Book.Obligations.FirstOrDefault(one => one.Id == id);

    /// <summary>The handover in the address; null where there is none of this innovation.</summary>
    public static async Task<HandoverCase?> Of(IVisit visit)
    {
        var book = await OwnershipBook.One(visit.Database, visit.InnovationId, visit.Gone);
        var id = visit.RouteId("handoverId");
        return book.Handovers.FirstOrDefault(one => one.Id == id) is { } found ? new(book, found, visit.Caller) : null;
    }

    /// <summary>The same, for those alone who may draft in it.</summary>
    public static async Task<HandoverCase?> ToDraft(IVisit visit) =>
        await Of(visit) is { MayDraft: true } found ? found : null;
}

/// <summary>For whom somebody may speak.</summary>
internal static class Speaking
{
    /// <summary>People speak for their own party. For an institution, whoever coordinates here may as well; for nobody else.</summary>
    public static bool SpeaksFor(this ICaller caller, Party party) =>
        (caller.PersonId is { } person && party.People.Contains(person))
        || (party.Side == PartySide.Institution && caller.May(Permissions.Record));
}
