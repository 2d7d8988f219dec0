using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.People;

/// <summary>Somebody corrects a person's record. Two who do so at once are shown both texts.</summary>
internal static class EditPerson
{
    internal static FormRoute<RecordPerson.Form> Route { get; } =
        new()
        {
            Page = "/people/{personId:guid}/edit",
            Api = "/api/people/{personId:guid}",
            Permission = Permissions.People,
            Start = visit => Now(visit, visit.RouteId("personId")),
            Read = RecordPerson.Read,
            Handle = (form, visit) => Handle(form with { Id = visit.RouteId("personId") }, visit),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordPersonPage>(("Input", input), ("Cancel", $"/people/{visit.RouteId("personId")}"))
                ),
            Then = (visit, _) => $"/people/{visit.RouteId("personId")}",
            Said = () => T["The change is kept."],
        };

    private static async Task<Outcome<Guid>> Handle(RecordPerson.Form form, IVisit visit)
    {
        if (await visit.Database.Write(writing => PersonWriting.Update(writing, form), visit.Gone))
            return Outcome<Guid>.Done(form.Id);
        return await Now(visit, form.Id) is { } theirs ? Outcome<Guid>.Conflict(theirs) : Outcome<Guid>.Missing();
    }

    private static async Task<Input?> Now(IVisit visit, Guid id)
    {
        var found = await visit.Database.Read(c => Task.FromResult(PersonReading.Of(c, [id])), visit.Gone);
        return found.TryGetValue(id, out var row) ? PersonReading.AsInput(row) : null;
    }
}
