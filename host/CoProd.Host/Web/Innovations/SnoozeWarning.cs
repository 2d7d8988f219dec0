using CoProd.Contracts;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Modules;
using CoProd.Host.Web.Home;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Innovations;

/// <summary>Somebody puts a warning off until a day, and says why.</summary>
public static class SnoozeWarning
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Rule { get; init; }

        public required string Key { get; init; }

        public required DateOnly? Until { get; init; }

        public required string Reason { get; init; }
    }

    private const string Update = """
        update warning set snoozed_until = @Until, snooze_reason = @Reason
        where innovation_id = @InnovationId and rule = @Rule and key = @Key
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/innovations/{innovationId:guid}/warnings/put-off",
            Permission = HostPermissions.Snooze,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => $"/innovations/{visit.InnovationId}",
            Said = () => T["Put off. It comes back on the day you chose."],
        };

    // The page says which warning it is about; one that is gone, or not for this caller, has no page.
    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var (rule, key) = (input["rule"] ?? "", input["key"] ?? "");
        var fact = await Picture.For(visit).FactOf(visit.InnovationId, rule, key, visit.Caller, visit.Gone);
        return fact is null
            ? null
            : visit.Page<SnoozeWarningPage>(("Input", input), ("InnovationId", visit.InnovationId), ("Fact", fact));
    }

    private static Form Read(Input input) =>
        new()
        {
            Rule = input.Text("rule", T["the warning"], required: true),
            Key = input.Text("key", T["the warning"], required: true),
            Until = input.Date("until", T["the day it should come back"], required: true),
            Reason = input.Text("reason", T["the reason"], required: true, max: 500),
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var today = visit.Clock.Today();
        if (form.Until <= today)
            return Outcome<Guid>.Refused("until", T["Choose a day after today."]);
        if (form.Until > today.AddYears(1))
            return Outcome<Guid>.Refused(
                "until",
                T["Choose a day within a year: later than that, nobody remembers why."]
            );
        var id = visit.InnovationId;
        var rows = await visit
            .Get<Database>()
            .Write(
                w =>
                    w.Connection.Execute(
                        Update,
                        new
                        {
                            InnovationId = id,
                            form.Rule,
                            form.Key,
                            form.Until,
                            form.Reason,
                        }
                    ),
                visit.Gone
            );
        return rows == 1 ? Outcome<Guid>.Done(id) : Outcome<Guid>.Missing();
    }
}
