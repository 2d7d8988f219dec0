using System.Text.Json.Serialization;
using CoProd.OwnershipTransfer.Figures;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Picture;

/// <summary>The rights that make up ownership; each can be held by somebody else.</summary>
public enum OwnershipRight
{
    Decide,
    Spend,
    Adapt,
    Stop,
    Name,
    IntellectualProperty,
    DataControl,
    Title,
    Employ,
    Represent,
}

/// <summary>Whose a party is.</summary>
public enum PartySide
{
    Community,
    Institution,
    Other,
}

/// <summary>What must be ready before an innovation is handed over.</summary>
public enum ReadinessDomain
{
    People,
    Governance,
    Money,
    Knowledge,
    Legal,
    Data,
    Demand,
}

/// <summary>The three steps in which a receiver rehearses a right before they hold it.</summary>
public enum RehearsalStep
{
    Watch,
    Share,
    Hold,
}

/// <summary>What a receiver says to an obligation that is to go with a handover.</summary>
public enum ObligationAnswer
{
    Open,
    Accepted,
    Refused,
}

/// <summary>How a handover ends.</summary>
public enum HandoverEnd
{
    Finished,
    Reverted,
}

/// <summary>What the other side says to it.</summary>
public enum EndingAnswer
{
    Open,
    Confirmed,
    Declined,
}

internal sealed record Handover
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Name { get; init; } = "";
    public Guid GiverId { get; init; }
    public Guid ReceiverId { get; init; }
    public DateOnly DraftedOn { get; init; }
    public DateOnly? DualFrom { get; init; }
    public DateOnly? DualUntil { get; init; }
    public DateOnly? TailUntil { get; init; }
    public string TailSupport { get; init; } = "";
    public string ReversionTrigger { get; init; } = "";

    /// <summary>The day on which the rights go back without anybody being asked; null where none was agreed.</summary>
    public DateOnly? RevertsOn { get; init; }
    public bool MovesData { get; init; }

    /// <summary>A <see cref="CoProd.Contracts.Modules.LawfulBasis"/>, or empty.</summary>
    public string DataBasis { get; init; } = "";
    public int Terms { get; init; } = 1;
    public DateOnly? EndedOn { get; init; }
    public string EndedWhy { get; init; } = "";
    public bool HasReverted { get; init; }
    public int Version { get; init; }
    public IReadOnlyList<HandoverRight> Rights { get; init; } = [];
    public IReadOnlyList<HandoverObligation> Obligations { get; init; } = [];
    public IReadOnlyList<HandoverStage> Stages { get; init; } = [];

    /// <summary>What the giver keeps afterwards.</summary>
    public IReadOnlyList<Retention> Retentions { get; init; } = [];
    public IReadOnlyList<Confirmation> Confirmations { get; init; } = [];
    public IReadOnlyList<Ending> Endings { get; init; } = [];

    /// <summary>How one side would have it end, as long as the other has not answered.</summary>
    [JsonIgnore]
    public Ending? Proposed => EndedOn is null ? Endings.FirstOrDefault(one => one.Answer == EndingAnswer.Open) : null;

    public Confirmation? ConfirmationOf(Guid party) =>
        Confirmations.FirstOrDefault(one => one.PartyId == party && one.Terms == Terms);

    /// <summary>Both sides have confirmed the same terms, and these are the terms now.</summary>
    public bool IsAgreed => ConfirmationOf(GiverId) is not null && ConfirmationOf(ReceiverId) is not null;

    /// <summary>A side has confirmed the terms as they are now.</summary>
    public bool IsConfirmed => Confirmations.Any(one => one.Terms == Terms);

    public bool HasBegun => Rights.Any(one => one.HeldOn is not null);

    /// <summary>People's data go along, and nothing says what of them the giver keeps: what is agreed then leaves that open.</summary>
    public bool LeavesKeptOpen => MovesData && Retentions.Count == 0 && (IsAgreed || HasBegun);

    public bool MovesControl => Rights.Any(one => one.RightKind == OwnershipRight.DataControl);
}

internal sealed record Ending
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid HandoverId { get; init; }
    public HandoverEnd Kind { get; init; }
    public DateOnly OnDay { get; init; }
    public string Why { get; init; } = "";
    public string AgreedTrigger { get; init; } = "";
    public string NotDone { get; init; } = "";

    /// <summary>The side that proposed it.</summary>
    public Guid PartyId { get; init; }
    public Guid? PersonId { get; init; }
    public Guid ProposedBy { get; init; }
    public DateOnly ProposedOn { get; init; }
    public EndingAnswer Answer { get; init; }
    public string AnswerWords { get; init; } = "";
    public DateOnly? AnsweredOn { get; init; }
    public Guid? AnsweredPersonId { get; init; }
}

internal sealed record HandoverRight
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid HandoverId { get; init; }
    public OwnershipRight RightKind { get; init; }
    public int Share { get; init; }
    public bool KeepsVeto { get; init; }
    public DateOnly PlannedOn { get; init; }
    public DateOnly? HeldOn { get; init; }
    public int Version { get; init; }
    public IReadOnlyList<Rehearsal> Rehearsals { get; init; } = [];

    /// <summary>The next step to rehearse; null once all three went well.</summary>
    public RehearsalStep? NextStep =>
        Enum.GetValues<RehearsalStep>()
            .Select(step => (RehearsalStep?)step)
            .FirstOrDefault(step => !Rehearsals.Any(one => one.Step == step && one.WentWell));
}

internal sealed record HandoverObligation
{
    public Guid HandoverId { get; init; }
    public Guid ObligationId { get; init; }
    public ObligationAnswer Answer { get; init; }
    public string Reason { get; init; } = "";
    public DateOnly? AnsweredOn { get; init; }
    public Guid? AnsweredBy { get; init; }
    public DateOnly? PassedOn { get; init; }
}

internal sealed record HandoverStage
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid HandoverId { get; init; }
    public string What { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public DateOnly? DoneOn { get; init; }
    public int Version { get; init; }
}

/// <summary>Why a giver keeps something.</summary>
public enum RetentionReason
{
    Law,
    Agreement,
    Consent,
}

/// <summary>What becomes of something that was kept.</summary>
public enum Afterwards
{
    Deleted,
    Given,
    Archived,
}

internal sealed record Retention
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid HandoverId { get; init; }
    public string What { get; init; } = "";
    public RetentionReason Reason { get; init; }
    public string Basis { get; init; } = "";
    public DateOnly? UntilOn { get; init; }
    public Afterwards Afterwards { get; init; }
    public DateOnly? DoneOn { get; init; }
    public int Version { get; init; }
}

internal sealed record Rehearsal
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid RightId { get; init; }
    public RehearsalStep Step { get; init; }
    public DateOnly OnDay { get; init; }
    public string Words { get; init; } = "";
    public bool WentWell { get; init; }
    public Guid? PersonId { get; init; }
}

internal sealed record Confirmation
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public Guid HandoverId { get; init; }
    public Guid PartyId { get; init; }
    public Guid? PersonId { get; init; }
    public Guid ConfirmedBy { get; init; }
    public int Terms { get; init; }
    public string Words { get; init; } = "";
    public DateOnly ConfirmedOn { get; init; }
}

internal sealed record Party
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Name { get; init; } = "";
    public PartySide Side { get; init; }
    public int Version { get; init; }

    /// <summary>Those who speak for it.</summary>
    public IReadOnlyList<Guid> People { get; init; } = [];
}

internal sealed record Holding
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public OwnershipRight RightKind { get; init; }
    public Guid PartyId { get; init; }
    public int Share { get; init; }
    public bool HasVeto { get; init; }
    public DateOnly FromOn { get; init; }
    public DateOnly? UntilOn { get; init; }
    public string Note { get; init; } = "";

    /// <summary>The handover by which it came about.</summary>
    public Guid? HandoverId { get; init; }
    public int Version { get; init; }

    public Held AsHeld() => new(Id, PartyId, Share, HasVeto, FromOn, UntilOn);

    public bool IsActiveOn(DateOnly day) => FromOn <= day && (UntilOn is null || UntilOn >= day);

    public Span AsSpan(bool isCommunity) => new(Share, isCommunity, FromOn, UntilOn);
}

internal sealed record Obligation
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string What { get; init; } = "";
    public Guid? PartyId { get; init; }
    public Guid? PersonId { get; init; }
    public int Weight { get; init; }
    public DateOnly FromOn { get; init; }
    public DateOnly? UntilOn { get; init; }
    public string Note { get; init; } = "";
    public int Version { get; init; }

    public bool IsActiveOn(DateOnly day) => FromOn <= day && (UntilOn is null || UntilOn >= day);
}

internal sealed record ReadinessItem
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public ReadinessDomain Domain { get; init; }
    public string What { get; init; } = "";
    public bool IsMandatory { get; init; }
    public int? Level { get; init; }
    public string Evidence { get; init; } = "";
    public DateOnly? LookedOn { get; init; }
    public int Version { get; init; }
}

internal static class Say
{
    public static string Right(OwnershipRight right) =>
        right switch
        {
            OwnershipRight.Decide => T["To decide what is done"],
            OwnershipRight.Spend => T["To spend its money"],
            OwnershipRight.Adapt => T["To change how it works"],
            OwnershipRight.Stop => T["To stop it"],
            OwnershipRight.Name => T["Its name"],
            OwnershipRight.IntellectualProperty => T["What was written and made for it"],
            OwnershipRight.DataControl => T["To control its data"],
            OwnershipRight.Title => T["Its things and rooms"],
            OwnershipRight.Employ => T["To employ its people"],
            _ => T["To speak for it"],
        };

    public static string RightHint(OwnershipRight right) =>
        right switch
        {
            OwnershipRight.Decide => T["Who has the last word on what happens and when."],
            OwnershipRight.Spend => T["Who signs for its money, also without asking anybody."],
            OwnershipRight.Adapt => T["Who may do it otherwise for another place or other people."],
            OwnershipRight.Stop => T["Who may end it, and whose no keeps it from ending."],
            OwnershipRight.Name => T["Who may use the name, and let others use it."],
            OwnershipRight.IntellectualProperty => T["Copyright, designs, and what may be sold."],
            OwnershipRight.DataControl => T["Who is the controller under data protection law."],
            OwnershipRight.Title => T["Who owns or rents what it needs."],
            OwnershipRight.Employ => T["Who is the employer, or signs for the volunteers."],
            _ => T["Who speaks for it to funders, the press and the council."],
        };

    public static string Side(PartySide side) =>
        side switch
        {
            PartySide.Community => T["the community"],
            PartySide.Institution => T["an institution"],
            _ => T["somebody else"],
        };

    public static string Domain(ReadinessDomain domain) =>
        domain switch
        {
            ReadinessDomain.People => T["People"],
            ReadinessDomain.Governance => T["Who decides, and how"],
            ReadinessDomain.Money => T["Money"],
            ReadinessDomain.Knowledge => T["Knowing how"],
            ReadinessDomain.Legal => T["Law and insurance"],
            ReadinessDomain.Data => T["Data"],
            _ => T["Whether it is wanted"],
        };

    public static string Level(int? level) =>
        level switch
        {
            null => T["not looked at yet"],
            <= 0 => T["0, nothing yet"],
            1 => T["1, begun"],
            2 => T["2, half-way"],
            3 => T["3, ready"],
            _ => T["4, tried out"],
        };

    public static string Step(RehearsalStep step) =>
        step switch
        {
            RehearsalStep.Watch => T["watched how it is done"],
            RehearsalStep.Share => T["did it together"],
            _ => T["did it alone, with the other standing by"],
        };

    public static string NextStep(RehearsalStep? step) =>
        step switch
        {
            RehearsalStep.Watch => T["next: watch how it is done"],
            RehearsalStep.Share => T["next: do it together"],
            RehearsalStep.Hold => T["next: do it alone, with the other standing by"],
            _ => T["rehearsed"],
        };

    public static string Answer(ObligationAnswer answer) =>
        answer switch
        {
            ObligationAnswer.Accepted => T["accepted"],
            ObligationAnswer.Refused => T["refused"],
            _ => T["not answered yet"],
        };

    public static string Reason(RetentionReason reason) =>
        reason switch
        {
            RetentionReason.Law => T["a law asks for it"],
            RetentionReason.Agreement => T["both sides agreed on it"],
            _ => T["the people it is about agreed to it"],
        };

    public static string Then(Afterwards afterwards) =>
        afterwards switch
        {
            Afterwards.Deleted => T["then it is deleted"],
            Afterwards.Given => T["then it is given to the receiver"],
            _ => T["then it is put into an archive"],
        };

    public static string Basis(string basis) =>
        basis switch
        {
            "Consent" => T["the people agreed"],
            "Contract" => T["a contract with the people needs it"],
            "LegalObligation" => T["a law asks for it"],
            "VitalInterests" => T["somebody’s life depends on it"],
            "PublicTask" => T["a task in the public interest"],
            "LegitimateInterests" => T["legitimate interests, weighed against the people’s"],
            _ => T["not settled yet"],
        };

    public static string End(HandoverEnd kind) =>
        kind == HandoverEnd.Reverted ? T["that the rights go back"] : T["that it is finished"];

    public static string State(Handover one) =>
        one.HasReverted ? T["the rights went back"]
        : one.EndedOn is not null ? T["finished"]
        : one.Rights.Count > 0 && one.Rights.All(right => right.HeldOn is not null) ? T["handed over"]
        : one.HasBegun ? T["under way"]
        : one.IsAgreed ? T["agreed by both"]
        : T["a draft"];

    public static string Weight(int weight) =>
        weight switch
        {
            <= 1 => T["light"],
            2 => T["usual"],
            _ => T["heavy"],
        };

    public static string Share(double share) => share.ToString("0%", System.Globalization.CultureInfo.CurrentCulture);

    public static string Percent(int percent) => Share(percent / 100.0);
}
