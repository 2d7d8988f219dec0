using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Reports;

/// <summary>A funder wants a report by a day.</summary>
public static class RecordReportDue
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Funder { get; init; }
        public required string Title { get; init; }
        public required DateOnly DueOn { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into funder_report (id, innovation_id, funder, title, due_on, recorded_at, changed_at)
        values (@Id, @InnovationId, @Funder, @Title, @DueOn, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/reports/new",
            Api = Paths.Api + "/reports",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Keeping.Make(visit, Insert, form.Id, form),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordReportDuePage>(("Input", input), ("InnovationId", visit.InnovationId))
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId) + "#reports",
            Said = () => T["We will remind you in time."],
        };

    internal static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Funder = input.Text("funder", T["the funder"], required: true),
            Title = input.Text("title", T["what it is about"]),
            DueOn = input.Date("dueOn", T["the day it is due"], required: true) ?? default,
            Version = input.Version(),
        };
}
