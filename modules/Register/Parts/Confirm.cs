using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Parts;

/// <summary>A step that is asked about once: a sentence, a box to tick, a button.</summary>
internal sealed record Confirm
{
    public required Func<string> Title { get; init; }

    public Func<string>? Lede { get; init; }

    public required Func<string> Label { get; init; }

    public required Func<string> Send { get; init; }

    public required Func<string> Said { get; init; }

    /// <summary>Does it; false when there is no such record for this caller.</summary>
    public required Func<IVisit, IWriting, bool> Do { get; init; }

    public FormRoute<bool> Route(
        string page,
        string api,
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
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<ConfirmPage>(
                        ("Input", input),
                        ("Title", Title()),
                        ("Lede", Lede?.Invoke()),
                        ("Label", Label()),
                        ("Send", Send()),
                        ("Back", back(visit))
                    )
                ),
            Then = (visit, _) => (then ?? back)(visit),
            Said = Said,
        };

    private async Task<Outcome<Guid>> Handle(bool sure, IVisit visit)
    {
        if (!sure)
            return Outcome<Guid>.Refused("sure", T["Tick the box if that is what you want."]);
        var done = await visit.Database.Write(writing => Do(visit, writing), visit.Gone);
        return done ? Outcome<Guid>.Done(Guid.Empty) : Outcome<Guid>.Missing();
    }
}
