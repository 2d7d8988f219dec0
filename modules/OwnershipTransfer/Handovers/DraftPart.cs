using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;

namespace CoProd.OwnershipTransfer.Handovers;

/// <summary>
/// Something that both sides put into a draft, such as a stage: how one is put in, changed and left out, and where its pages are. What it
/// holds and how it is kept is its own.
/// </summary>
internal sealed record DraftPart<TForm, TPart>
    where TPart : class
{
    /// <summary>The last of its address, and the place on the handover's page to go back to: <c>stages</c>.</summary>
    public required string Place { get; init; }

    /// <summary>The part of the address that names one of them: <c>stageId</c>.</summary>
    public required string Key { get; init; }

    /// <summary>One of them, as long as it can be changed.</summary>
    public required Func<HandoverCase, Guid, TPart?> Find { get; init; }

    public required Func<Input, TForm> Read { get; init; }

    public required Func<TPart, Input> InputOf { get; init; }

    /// <summary>Keeps it: a new one where there is none yet. Missing says that somebody else changed it meanwhile.</summary>
    public required Func<TForm, IVisit, HandoverCase, TPart?, Task<Outcome<Guid>>> Keep { get; init; }

    /// <summary>The page of the form, for the one with this id or for a new one.</summary>
    public required Func<Input, IVisit, HandoverCase, Guid?, IResult> Page { get; init; }

    /// <summary>What a new one begins with, where that is not nothing.</summary>
    public Func<Input>? Begin { get; init; }

    private string Address => $"{Paths.HandoverRoute}/{Place}";

    private string AddressOfOne => $"{Address}/{{{Key}:guid}}";

    public FormRoute<TForm> Route(Func<string> said) =>
        new()
        {
            Page = Address + "/new",
            Api = "/api" + Address,
            Permission = Permissions.TakePart,
            Start = Begin is null ? null : _ => Task.FromResult<Input?>(Begin()),
            Read = Read,
            Handle = async (form, visit) =>
                await HandoverCase.ToDraft(visit) is { } found
                    ? await Keep(form, visit, found, null)
                    : Outcome<Guid>.Missing(),
            Show = async (input, visit) =>
                await HandoverCase.ToDraft(visit) is { } found ? Page(input, visit, found, null) : null,
            Then = (visit, _) => Back(visit),
            Said = said,
        };

    public FormRoute<TForm> EditRoute(Func<string> said) =>
        new()
        {
            Page = AddressOfOne,
            Api = "/api" + AddressOfOne,
            Permission = Permissions.TakePart,
            Start = async visit => await One(visit) is var (_, part) ? InputOf(part) : null,
            Read = Read,
            Handle = Change,
            Show = async (input, visit) =>
                await One(visit) is var (found, _) ? Page(input, visit, found, visit.RouteId(Key)) : null,
            Then = (visit, _) => Back(visit),
            Said = said,
        };

    public FormRoute<bool> WithdrawRoute(AskOnce ask) =>
        ask.Route(AddressOfOne + "/withdraw", "/api" + AddressOfOne + "/withdraw", Permissions.Record, Back);

    /// <summary>The one in the address with its handover, for those who may draft; null where there is none.</summary>
    public async Task<(HandoverCase Case, TPart Part)?> One(IVisit visit) =>
        await HandoverCase.ToDraft(visit) is { } found && Find(found, visit.RouteId(Key)) is { } part
            ? (found, part)
            : null;

    /// <summary>The ids in the address, for a query that marks it.</summary>
    public object Ids(IVisit visit) => new { Id = visit.RouteId(Key), HandoverId = visit.RouteId("handoverId") };

    private async Task<Outcome<Guid>> Change(TForm form, IVisit visit)
    {
        if (await One(visit) is not var (found, part))
            return Outcome<Guid>.Missing();
        var done = await Keep(form, visit, found, part);
        return done.Kind == OutcomeKind.Missing && await One(visit) is var (_, theirs)
            ? Outcome<Guid>.Conflict(InputOf(theirs))
            : done;
    }

    private string Back(IVisit visit) => Paths.Handover(visit.InnovationId, visit.RouteId("handoverId")) + "#" + Place;
}
