using CoProd.Contracts.Data;
using CoProd.Contracts.Events;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Register.Texts;

namespace CoProd.Register.Innovations;

/// <summary>Somebody withdraws an innovation that was registered by mistake. Its id stays as a tombstone.</summary>
internal static class WithdrawInnovation
{
    private const string Update = """
        update innovation set withdrawn = true, version = version + 1, changed_at = @Now where id = @InnovationId
        """;

    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = "/innovations/{innovationId:guid}/withdraw",
            Permission = Permissions.Record,
            Read = input => input.Tick("sure"),
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<WithdrawInnovationPage>(("Input", input), ("InnovationId", visit.InnovationId))
                ),
            Then = (_, _) => "/innovations",
            Said = () => T["The innovation is withdrawn. What was recorded is kept, and no longer shown."],
        };

    private static async Task<Outcome<Guid>> Handle(bool sure, IVisit visit)
    {
        if (!sure)
            return Outcome<Guid>.Refused("sure", T["Tick the box if you want to withdraw it."]);
        var id = visit.InnovationId;
        await visit.Database.Write(
            writing =>
            {
                writing.Connection.Execute(Update, new { InnovationId = id, writing.Now });
                writing.Publish(new InnovationChanged { InnovationId = id });
            },
            visit.Gone
        );
        return Outcome<Guid>.Done(id);
    }
}
