using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using static CoProd.Register.Texts;

namespace CoProd.Register.Capture;

/// <summary>Whoever told it, or a coordinator, takes it back; whatever was made of it goes too.</summary>
internal static class UndoNote
{
    private const string Update = "update note set undone = true where id = @id and undone = false";

    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = "/capture/{noteId:guid}/undo",
            Api = "/api/notes/{noteId:guid}/undo",
            Permission = Permissions.Note,
            Read = _ => true,
            Handle = Handle,
            Show = async (_, visit) =>
                await NoteView.One(visit, visit.RouteId("noteId")) is { } note && NoteView.MayUndo(visit, note)
                    ? visit.Page<NotePage>(("Note", note), ("MayUndo", true))
                    : null,
            Then = (_, _) => "/me",
            Said = () => T["It is taken back, with whatever was made of it."],
        };

    private static async Task<Outcome<Guid>> Handle(bool undo, IVisit visit)
    {
        var id = visit.RouteId("noteId");
        if (await NoteView.One(visit, id) is not { } note || !NoteView.MayUndo(visit, note))
            return Outcome<Guid>.Missing();
        await visit.Database.Write(
            writing =>
            {
                if (writing.Connection.Execute(Update, new { id }) != 1)
                    return;
                writing.Publish(new NoteUndone { NoteId = id, InnovationId = note.InnovationId });
                writing.Changed(note.InnovationId);
            },
            visit.Gone
        );
        return Outcome<Guid>.Done(id);
    }
}
