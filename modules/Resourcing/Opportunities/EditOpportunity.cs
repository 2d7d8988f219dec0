using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Opportunities;

/// <summary>Somebody corrects what is known of a fund that might fit.</summary>
internal static class EditOpportunity
{
    private const string One = """
        select id, innovation_id, funder, title, fit, deadline, ask_minor, currency, version from opportunity
        where id = @id and innovation_id = @InnovationId and withdrawn = false
        """;

    private const string Update = """
        update opportunity set funder = @Funder, title = @Title, fit = @Fit, deadline = @Deadline, ask_minor = @AskMinor, currency = @Currency,
            version = version + 1, changed_at = @Now
        where id = @Id and innovation_id = @InnovationId and version = @Version and withdrawn = false
        """;

    internal static FormRoute<RecordOpportunity.Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/opportunities/{opportunityId:guid}",
            Api = Paths.Api + "/opportunities/{opportunityId:guid}",
            Permission = Permissions.Record,
            Start = visit => Read(visit, visit.RouteId("opportunityId")),
            Read = RecordOpportunity.Read,
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordOpportunityPage>(
                        ("Input", input),
                        ("InnovationId", visit.InnovationId),
                        ("OpportunityId", visit.RouteId("opportunityId"))
                    )
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId) + "#opportunities",
            Said = () => T["The change is kept."],
        };

    private static Task<Outcome<Guid>> Handle(RecordOpportunity.Form form, IVisit visit)
    {
        var id = visit.RouteId("opportunityId");
        return Keeping.Change(visit, Update, id, RecordOpportunity.Row(form with { Id = id }), Read);
    }

    private static async Task<Input?> Read(IVisit visit, Guid id)
    {
        var asked = new { id, visit.InnovationId };
        var kept = await visit.Database.Read(c => c.QuerySingleOrDefaultAsync<Opportunity>(One, asked), visit.Gone);
        return kept is null
            ? null
            : Input.Of(
                ("funder", kept.Funder),
                ("title", kept.Title),
                ("fit", kept.Fit),
                ("deadline", kept.Deadline?.Iso()),
                ("ask", kept.Ask?.ToPlainString()),
                ("askCurrency", kept.Currency),
                ("version", kept.Version.ToString(CultureInfo.InvariantCulture))
            );
    }
}
