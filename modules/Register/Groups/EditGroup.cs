using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Groups;

/// <summary>Somebody corrects a group's record. Two who do so at once are shown both texts.</summary>
internal static class EditGroup
{
    internal static FormRoute<RecordGroup.Form> Route { get; } =
        new()
        {
            Page = "/groups/{groupId:guid}/edit",
            Api = "/api/groups/{groupId:guid}",
            Permission = Permissions.Record,
            Start = Now,
            Read = RecordGroup.Read,
            Handle = (form, visit) => Handle(form with { Id = visit.RouteId("groupId") }, visit),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordGroupPage>(("Input", input), ("Cancel", $"/groups/{visit.RouteId("groupId")}"))
                ),
            Then = (visit, _) => $"/groups/{visit.RouteId("groupId")}",
            Said = () => T["The change is kept."],
        };

    private static async Task<Outcome<Guid>> Handle(RecordGroup.Form form, IVisit visit)
    {
        var (kept, fault) = await visit.Database.Write(
            writing =>
                GroupWriting.IdentifierFault(writing.Connection, form) is { } wrong
                    ? (false, wrong)
                    : (GroupWriting.Update(writing, form), null),
            visit.Gone
        );
        if (kept)
            return Outcome<Guid>.Done(form.Id);
        if (await Now(visit) is not { } theirs)
            return Outcome<Guid>.Missing();
        return fault is null ? Outcome<Guid>.Conflict(theirs) : Outcome<Guid>.Refused("identifiers", fault);
    }

    private static async Task<Input?> Now(IVisit visit)
    {
        var id = visit.RouteId("groupId");
        var found = await visit.Database.Read(c => Task.FromResult(GroupReading.Of(c, [id])), visit.Gone);
        return found.TryGetValue(id, out var form) ? GroupReading.AsInput(form) : null;
    }
}
