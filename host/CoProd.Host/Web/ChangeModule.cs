using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Packages;
using CoProd.Host.Web.Pages;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>An administrator sees what going back, giving a version up or removing a module would do, and asks for it. The next start does it.</summary>
public static class ChangeModule
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Module { get; init; }

        /// <summary>Rollback, Confirm or Uninstall.</summary>
        public required string Change { get; init; }

        /// <summary>Of a removal: its data is written into a file first.</summary>
        public required bool Export { get; init; }

        /// <summary>Of a removal: its data goes too.</summary>
        public required bool Purge { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/modules/change",
            Permission = HostPermissions.Modules,
            Read = input => new Form
            {
                Module = input.Text("module", T["the module"], required: true),
                Change = input.Text("change", T["the change"], required: true),
                Export = input.Tick("export"),
                Purge = input.Tick("purge"),
            },
            Handle = Handle,
            Show = Show,
            Then = (_, _) => "/modules",
            Said = () => T["Kept. It applies when CoProd starts again."],
        };

    private static Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        Audit.AuditNote.Of(visit.Http).Detail = $"{form.Module} {form.Change}";
        if (Found(form.Module, form.Change, visit) is not var (change, locked))
            return Task.FromResult(Outcome<Guid>.Missing());
        if (Refusal(change, form.Module, locked, visit) is { } refusal)
            return Task.FromResult(Outcome<Guid>.Refused("", refusal));
        var goes = change is Change.Uninstall;
        var wish = new Wish
        {
            Change = change,
            Id = form.Module,
            By = visit.Caller.Name,
            Purge = goes && form.Purge,
            File = goes && form.Export ? ModuleData.NewName(form.Module, locked.Version, visit.Clock) : null,
        };
        Wishes.Alter(visit.Get<HostOptions>().DataFolder, wishes => wishes.Wanted[form.Module] = wish);
        return Task.FromResult(Outcome<Guid>.Done(Guid.Empty));
    }

    private static Task<IResult?> Show(Input input, IVisit visit)
    {
        var id = input["module"] ?? "";
        if (Found(id, input["change"], visit) is not var (change, locked))
            return Task.FromResult<IResult?>(null);
        return Task.FromResult<IResult?>(
            visit.Page<ChangeModulePage>(
                ("Input", input),
                ("Module", id),
                ("Change", change.ToString()),
                ("IsRemoval", change is Change.Uninstall),
                ("Title", Title(change, id, locked)),
                ("Plan", Plan(change, id, locked)),
                ("Refusal", input.IsGood ? Refusal(change, id, locked, visit) : null)
            )
        );
    }

    private static (Change Change, Locked Locked)? Found(string id, string? change, IVisit visit) =>
        Enum.TryParse<Change>(change, out var wanted)
        && wanted is Change.Rollback or Change.Confirm or Change.Uninstall
        && ModuleLock.Read(visit.Get<HostOptions>().DataFolder).Modules.TryGetValue(id, out var locked)
            ? (wanted, locked)
            : null;

    private static string? Refusal(Change change, string id, Locked locked, IVisit visit) =>
        change is Change.Uninstall ? ModuleSwitches.Refusal(visit.Get<ModuleCatalogue>(), id)
        : locked.Previous is null ? T["{0} has no version before this one.", id]
        : null;

    private static string Title(Change change, string id, Locked locked) =>
        change switch
        {
            Change.Rollback => T["Go back to {0} {1}", id, locked.Previous ?? ""],
            Change.Confirm => T["Give {0} {1} up", id, locked.Previous ?? ""],
            _ => T["Remove {0}", id],
        };

    private static IReadOnlyList<string> Plan(Change change, string id, Locked locked) =>
        change switch
        {
            Change.Rollback =>
            [
                T["{0} goes from {1} back to {2}.", id, locked.Version, locked.Previous ?? ""],
                T["Its data is again as it was before the upgrade. What was recorded since is kept beside it."],
            ],
            Change.Confirm =>
            [
                T["{0} stays at {1}.", id, locked.Version],
                T[
                    "{0} and the data that was kept for it are removed. There is no way back to them then.",
                    locked.Previous ?? ""
                ],
            ],
            _ =>
            [
                T["{0} {1} is removed, and its pages with it.", id, locked.Version],
                T["Its data stays, for when it is installed again, unless you say otherwise here."],
            ],
        };
}
