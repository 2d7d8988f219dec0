using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Awards;

/// <summary>Somebody takes back an award that was recorded by mistake. An import does not bring it back.</summary>
public static class WithdrawAward
{
    private const string Update = """
        update award set withdrawn = true, edited_by_hand = true, version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Exists = """
        select count(*) from award where id = @id and innovation_id = @InnovationId and withdrawn = false
        """;

    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = Paths.Route + "/awards/{awardId:guid}/withdraw",
            Api = Paths.Api + "/awards/{awardId:guid}/withdraw",
            Permission = Permissions.Record,
            Start = Start,
            Read = input => input.Tick("sure"),
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<WithdrawAwardPage>(("Input", input), ("InnovationId", visit.InnovationId))
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId),
            Said = () => T["The award is withdrawn. It no longer counts."],
        };

    private static async Task<Input?> Start(IVisit visit)
    {
        var asked = new { id = visit.RouteId("awardId"), visit.InnovationId };
        return await visit.Database.Read(c => c.ExecuteScalarAsync<long>(Exists, asked), visit.Gone) == 1
            ? new Input()
            : null;
    }

    private static async Task<Outcome<Guid>> Handle(bool sure, IVisit visit)
    {
        var id = visit.RouteId("awardId");
        return sure
            ? await Keeping.Do(visit, Update, id, new { Id = id })
            : Outcome<Guid>.Refused("sure", T["Tick the box if you want to withdraw it."]);
    }
}
