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
        var data = visit.Get<HostOptions>().DataFolder;
        Wishes.Alter(
            data,
            wishes =>
            {
                if (wishes.Wanted.Remove(module, out var wish) && wish is { Change: Change.Import, File: { } file })
                    File.Delete(Path.Combine(data, file));
            }
        );
        return Task.FromResult(Outcome<Guid>.Done(Guid.Empty));
    }
}
