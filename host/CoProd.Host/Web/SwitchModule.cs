using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Web.Pages;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>An administrator says whether a module starts. It applies when CoProd starts again; its data stays in any case.</summary>
public static class SwitchModule
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Module { get; init; }

        public required bool On { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/modules/switch",
            Permission = HostPermissions.Modules,
            Read = input => new Form
            {
                Module = input.Text("module", T["the module"], required: true),
                On = input.Tick("on"),
            },
            Handle = Handle,
            Show = (input, visit) => ModulesPage.Show(visit, input),
            Then = (_, _) => "/modules",
            Said = () => T["Kept. It applies when CoProd starts again."],
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        Audit.AuditNote.Of(visit.Http).Detail = $"{form.Module} {(form.On ? "on" : "off")}";
        var switches = visit.Get<ModuleSwitches>();
        if (visit.Get<ModuleCatalogue>().Find(form.Module) is null)
            return Outcome<Guid>.Missing();
        if (form.On)
            await switches.On(form.Module, visit.Gone);
        else if (ModuleSwitches.Refusal(visit.Get<ModuleCatalogue>(), form.Module) is { } refusal)
            return Outcome<Guid>.Refused("", refusal);
        else
            await switches.OffByHand(form.Module, visit.Caller.Name, visit.Gone);
        return Outcome<Guid>.Done(Guid.Empty);
    }
}
