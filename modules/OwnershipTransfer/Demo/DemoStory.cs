using CoProd.OwnershipTransfer.Agreement;
using CoProd.OwnershipTransfer.Picture;

namespace CoProd.OwnershipTransfer.Demo;

/// <summary>Records of one innovation as they come together. Days count from the first run.</summary>
internal sealed class DemoStory(DateOnly today, Func<string, Guid?> find)
{
    private readonly List<Party> parties = [];
    private readonly List<Holding> holdings = [];
    private readonly List<Obligation> obligations = [];
    private readonly List<ReadinessItem> items = [];
    private readonly List<Handover> handovers = [];

    public DateOnly Day(int days) => today.AddDays(days);

    public Guid? Person(string name) => find(name);

    public Guid Party(string name, PartySide side, params IEnumerable<string> speakers)
    {
        var id = Guid.CreateVersion7();
        parties.Add(
            new()
            {
                Id = id,
                Name = name,
                Side = side,
                People = [.. speakers.Select(find).OfType<Guid>()],
            }
        );
        return id;
    }

    public void Holds(
        Guid party,
        int from,
        int? until,
        string note,
        Guid? by,
        params IEnumerable<OwnershipRight> rights
    ) =>
        holdings.AddRange(
            rights.Select(right => new Holding
            {
                Id = Guid.CreateVersion7(),
                RightKind = right,
                PartyId = party,
                Share = 100,
                FromOn = Day(from),
                UntilOn = until is { } end ? Day(end) : null,
                Note = note,
                HandoverId = by,
            })
        );

    public Guid Must(string what, Guid? party, string? who, int weight, int from, int? until = null)
    {
        var id = Guid.CreateVersion7();
        obligations.Add(
            new()
            {
                Id = id,
                What = what,
                PartyId = party,
                PersonId = who is null ? null : find(who),
                Weight = weight,
                FromOn = Day(from),
                UntilOn = until is { } end ? Day(end) : null,
            }
        );
        return id;
    }

    public void Ready(ReadinessDomain domain, string what, bool mandatory, int? level, string evidence, int day) =>
        items.Add(
            new()
            {
                Id = Guid.CreateVersion7(),
                Domain = domain,
                What = what,
                IsMandatory = mandatory,
                Level = level,
                Evidence = evidence,
                LookedOn = level is null ? null : Day(day),
            }
        );

    public HandoverRight Right(
        OwnershipRight right,
        int planned,
        int? held,
        params IEnumerable<(RehearsalStep Step, int Day, string Words, string Who)> rehearsed
    ) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            RightKind = right,
            Share = 100,
            PlannedOn = Day(planned),
            HeldOn = held is { } day ? Day(day) : null,
            Rehearsals =
            [
                .. rehearsed.Select(one => new Rehearsal
                {
                    Id = Guid.CreateVersion7(),
                    Step = one.Step,
                    OnDay = Day(one.Day),
                    Words = one.Words,
                    WentWell = true,
                    PersonId = find(one.Who),
                }),
            ],
        };

    public HandoverObligation Answer(
        Guid obligation,
        ObligationAnswer answer,
        int? day = null,
        string reason = "",
        string? who = null,
        int? passed = null
    ) =>
        new()
        {
            ObligationId = obligation,
            Answer = answer,
            Reason = reason,
            AnsweredOn = day is { } on ? Day(on) : null,
            AnsweredBy = who is null ? null : find(who),
            PassedOn = passed is { } from ? Day(from) : null,
        };

    public HandoverStage Stage(string what, int due, int? done = null) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            What = what,
            DueOn = Day(due),
            DoneOn = done is { } on ? Day(on) : null,
        };

    public Retention Kept(string what, RetentionReason reason, string basis, int until, Afterwards afterwards) =>
        new()
        {
            Id = Guid.CreateVersion7(),
            What = what,
            Reason = reason,
            Basis = basis,
            UntilOn = Day(until),
            Afterwards = afterwards,
        };

    /// <summary>Adds a handover, confirmed by both sides on these days as it stands.</summary>
    public void HandOver(Handover one, params IEnumerable<(Guid Party, string? Who, int Day)> confirmed)
    {
        var book = Of(Guid.Empty);
        handovers.Add(
            one with
            {
                Confirmations =
                [
                    .. confirmed.Select(each => new Confirmation
                    {
                        Id = Guid.CreateVersion7(),
                        PartyId = each.Party,
                        PersonId = each.Who is null ? null : find(each.Who),
                        Terms = one.Terms,
                        Words = string.Join('\n', AgreementText.Of(book, one)),
                        ConfirmedOn = Day(each.Day),
                    }),
                ],
            }
        );
    }

    public InnovationOwnership Of(Guid innovation) =>
        new()
        {
            InnovationId = innovation,
            Parties = parties,
            Holdings = holdings,
            Obligations = obligations,
            Items = items,
            Handovers = handovers,
        };
}
