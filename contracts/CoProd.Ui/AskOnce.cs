using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using Microsoft.AspNetCore.Http;
using static CoProd.Ui.Texts;

namespace CoProd.Ui;

/// <summary>
/// A step that is asked about once: what it does in a sentence, a box to tick, a button. For withdrawing a record, ending a part, lifting
/// a stop: whatever is done to something that is there, and needs no more to be typed.
/// </summary>
public sealed record AskOnce
{
    /// <summary>What the page is, for example "Withdraw this award".</summary>
    public required Func<string> Title { get; init; }

    /// <summary>When to do this, and when to do something else instead; may be left out.</summary>
    public Func<string>? Lede { get; init; }

    /// <summary>
    /// Reads how people call what it is done to, shown above the box; null is answered 404. Left out where the title says it all.
    /// </summary>
    public Func<IVisit, Task<string?>>? Name { get; init; }

    /// <summary>The words beside the box to tick, for example "Yes, it was recorded by mistake".</summary>
    public required Func<string> Label { get; init; }

    /// <summary>The words on the button.</summary>
    public required Func<string> Send { get; init; }

    /// <summary>What is said once it is done.</summary>
    public required Func<string> Said { get; init; }

    /// <summary>Does it, inside a write and safe to run twice; false, answered 404, when there is no such record for this caller.</summary>
    public required Func<IVisit, IWriting, bool> Do { get; init; }

    /// <summary>The form: its page, and its JSON twin, which takes <c>{"sure": true}</c>.</summary>
    /// <param name="page">The page's address.</param>
    /// <param name="api">The API's address, beginning with <c>/api/</c>; null for a step that people alone take.</param>
    /// <param name="permission">The permission both need.</param>
    /// <param name="back">The page one came from.</param>
    /// <param name="then">Where one is led afterwards; the page one came from when left out.</param>
    public FormRoute<bool> Route(
        string page,
        string? api,
        string permission,
        Func<IVisit, string> back,
        Func<IVisit, string>? then = null
    ) =>
        new()
        {
            Page = page,
            Api = api,
            Permission = permission,
            Read = input => input.Tick("sure"),
            Handle = Handle,
            Show = (input, visit) => Show(input, visit, back(visit)),
            Then = (visit, _) => (then ?? back)(visit),
            Said = Said,
        };

    private async Task<IResult?> Show(Input input, IVisit visit, string back)
    {
        var name = Name is null ? "" : await Name(visit);
        return name is null
            ? null
            : visit.Page<AskOncePage>(
                ("Input", input),
                ("Title", Title()),
                ("Lede", Lede?.Invoke()),
                ("Name", name),
                ("Label", Label()),
                ("Send", Send()),
                ("Back", back)
            );
    }

    private async Task<Outcome<Guid>> Handle(bool sure, IVisit visit)
    {
        if (!sure)
            return Outcome<Guid>.Refused("sure", T["Tick the box if that is what you want."]);
        var done = await visit.Database.Write(writing => Do(visit, writing), visit.Gone);
        return done ? Outcome<Guid>.Done(Guid.Empty) : Outcome<Guid>.Missing();
    }
}
