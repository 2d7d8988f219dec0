using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Packages;
using CoProd.Host.Web.Pages;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>An administrator takes back what was asked for, before CoProd starts again.</summary>
public static class WishModule
{
    internal static FormRoute<string> Route { get; } =
        new()
        {
            Page = "/modules/wish",
            Permission = HostPermissions.Modules,
            Read = input => input.Text("module", T["the module"], required: true),
            Handle = Handle,
            Show = (input, visit) => ModulesPage.Show(visit, input),
            Then = (_, _) => "/modules",
            Said = () => T["It is taken back. Nothing of it is done."],
        };

    private static Task<Outcome<Guid>> Handle(string module, IVisit visit)
    {
        Audit.AuditNote.Of(visit.Http).Detail = module;
        Wishes.Alter(visit.Get<HostOptions>().DataFolder, wishes => wishes.Wanted.Remove(module));
        return Task.FromResult(Outcome<Guid>.Done(Guid.Empty));
    }
}
