using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Packages;
using CoProd.Host.Web.Pages;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>An administrator asks for what the next start does with a module that is installed, or takes such a wish back.</summary>
public static class WishModule
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Module { get; init; }

        /// <summary>Rollback, Confirm or Uninstall; anything else takes back what was asked for.</summary>
        public required string Change { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/modules/wish",
            Permission = HostPermissions.Modules,
            Read = input => new Form
            {
                Module = input.Text("module", T["the module"], required: true),
                Change = input.Text("change", T["the change"]),
            },
            Handle = Handle,
            Show = (input, visit) => ModulesPage.Show(visit, input),
            Then = (_, _) => "/modules",
            Said = () => T["Kept. It applies when CoProd starts again."],
        };

    private static Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var data = visit.Get<HostOptions>().DataFolder;
        if (!Enum.TryParse<Change>(form.Change, out var change) || change is Change.Install)
        {
            Wishes.Alter(data, wishes => wishes.Wanted.Remove(form.Module));
            return Task.FromResult(Outcome<Guid>.Done(Guid.Empty));
        }
        if (!ModuleLock.Read(data).Modules.TryGetValue(form.Module, out var locked))
            return Task.FromResult(Outcome<Guid>.Missing());
        var modules = visit.Get<ModuleCatalogue>();
        var refusal =
            change is Change.Uninstall ? ModuleSwitches.Refusal(modules, form.Module)
            : locked.Previous is null ? T["{0} has no version before this one.", form.Module]
            : null;
        if (refusal is not null)
            return Task.FromResult(Outcome<Guid>.Refused("", refusal));
        var wish = new Wish
        {
            Change = change,
            Id = form.Module,
            By = visit.Caller.Name,
        };
        Wishes.Alter(data, wishes => wishes.Wanted[form.Module] = wish);
        return Task.FromResult(Outcome<Guid>.Done(Guid.Empty));
    }
}
