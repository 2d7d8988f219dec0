using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Resourcing.Texts;

namespace CoProd.Resourcing.Opportunities;

/// <summary>A fund that might fit, before anybody decides to bid.</summary>
internal sealed record Opportunity
{
    public Guid Id { get; init; }
    public Guid InnovationId { get; init; }
    public string Funder { get; init; } = "";
    public string Title { get; init; } = "";
    public string Fit { get; init; } = "";
    public DateOnly? Deadline { get; init; }
    public long? AskMinor { get; init; }
    public string Currency { get; init; } = "";
    public int Version { get; init; }

    public Money? Ask => AskMinor is { } minor ? new(minor, Currency) : null;
}

/// <summary>Somebody has seen a fund that might fit.</summary>
public static class RecordOpportunity
{
    /// <summary>What is asked.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }
        public required string Funder { get; init; }
        public required string Title { get; init; }
        public required string Fit { get; init; }
        public required DateOnly? Deadline { get; init; }
        public required Money? Ask { get; init; }
        public required int Version { get; init; }
    }

    private const string Insert = """
        insert into opportunity (id, innovation_id, funder, title, fit, deadline, ask_minor, currency, recorded_at, changed_at)
        values (@Id, @InnovationId, @Funder, @Title, @Fit, @Deadline, @AskMinor, @Currency, @Now, @Now)
        on conflict (id) do nothing
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = Paths.Route + "/opportunities/new",
            Api = Paths.Api + "/opportunities",
            Permission = Permissions.Record,
            Read = Read,
            Handle = (form, visit) => Keeping.Make(visit, Insert, form.Id, Row(form)),
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Page<RecordOpportunityPage>(("Input", input), ("InnovationId", visit.InnovationId))
                ),
            Then = (visit, _) => Paths.Money(visit.InnovationId) + "#opportunities",
            Said = () => T["The fund is noted."],
        };

    internal static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            Funder = input.Text("funder", T["the funder"], required: true),
            Title = input.Text("title", T["the fund"]),
            Fit = input.Text("fit", T["why it fits"], max: 1000),
            Deadline = input.Date("deadline", T["the deadline"]),
            Ask = input.Money("ask", T["what to ask for"]),
            Version = input.Version(),
        };

    internal static object Row(Form form) =>
        new
        {
            form.Id,
            form.Funder,
            form.Title,
            form.Fit,
            form.Deadline,
            AskMinor = form.Ask?.Minor,
            Currency = form.Ask?.Currency ?? "GBP",
            form.Version,
        };
}
