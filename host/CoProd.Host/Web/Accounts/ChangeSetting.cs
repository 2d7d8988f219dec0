using System.Globalization;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>An administrator sets a threshold or another setting.</summary>
public static class ChangeSetting
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Name { get; init; }

        public required string Value { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/settings/change",
            Permission = HostPermissions.Settings,
            Read = input => new Form
            {
                Name = input.Text("name", T["the setting"], required: true),
                Value = input.Text("value", T["a value"], required: true),
            },
            Handle = Handle,
            Show = (input, visit) => SettingsPage.Show(visit, input),
            // Back to where it stands: a browser opens the group around it.
            Then = (visit, _) => "/settings#" + Uri.EscapeDataString(visit.Http.Request.Form["name"].ToString()),
            Said = () => T["The setting is kept. Warnings follow it from the next change or night on."],
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (HostSettings.Find(form.Name) is { } own)
            return await Own(own, form.Value, visit);
        if (visit.Get<ModuleCatalogue>().Setting(form.Name) is not { } setting)
            return Outcome<Guid>.Missing();
        var isNumber = decimal.TryParse(setting.Default, NumberStyles.Number, CultureInfo.InvariantCulture, out _);
        var value = isNumber ? Plain(form.Value) : form.Value;
        if (value is null)
            return Outcome<Guid>.Refused(
                "value",
                T["“{0}” must be a number, for example {1}.", setting.Means(), setting.Default]
            );
        Audit.AuditNote.Of(visit.Http).Detail = form.Name;
        await visit.Get<InstitutionSettings>().Set(form.Name, value, visit.Gone);
        return Outcome<Guid>.Done(Guid.Empty);
    }

    private static async Task<Outcome<Guid>> Own(HostSetting setting, string typed, IVisit visit)
    {
        var value = setting.IsNumber ? Plain(typed) : typed;
        if (
            setting.IsNumber
            && !(
                int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= setting.Least
                && number <= setting.Most
            )
        )
            return Outcome<Guid>.Refused(
                "value",
                T["“{0}” must be a whole number from {1} to {2}.", setting.Means(), setting.Least, setting.Most]
            );
        if (setting.Refusal(visit.Get<HostOptions>().DataFolder, value!) is { } refusal)
            return Outcome<Guid>.Refused("value", refusal);
        Audit.AuditNote.Of(visit.Http).Detail = setting.Name;
        await visit.Get<InstitutionSettings>().Set(setting.Name, value!, visit.Gone);
        return Outcome<Guid>.Done(Guid.Empty);
    }

    // Read as every number of a form is read, and kept without thousands marks.
    private static string? Plain(string typed) =>
        Input.Of(("value", typed)).Number("value", "", decimal.MinValue, decimal.MaxValue) is { } number
            ? number.ToString(CultureInfo.InvariantCulture)
            : null;
}
