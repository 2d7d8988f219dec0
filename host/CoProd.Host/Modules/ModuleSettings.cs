using System.Globalization;
using CoProd.Contracts.Modules;
using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Modules;

/// <summary>The institution's settings, read once and kept; changing one tells all.</summary>
internal sealed class InstitutionSettings(Database host)
{
    private Dictionary<string, string>? values;

    public async Task<IReadOnlyDictionary<string, string>> Load(CancellationToken ct = default) =>
        values ??= await Read(ct);

    private async Task<Dictionary<string, string>> Read(CancellationToken ct) =>
        (
            await host.Read(
                c => c.QueryAsync<(string Name, string Value)>("select name, value from institution_setting"),
                ct
            )
        ).ToDictionary(row => row.Name, row => row.Value);

    public string? Find(string name) => values?.GetValueOrDefault(name);

    public async Task Set(string name, string value, CancellationToken ct)
    {
        await host.Write(
            w =>
                w.Connection.Execute(
                    """
                    insert into institution_setting (name, value, changed_at) values (@name, @value, @Now)
                    on conflict (name) do update set value = excluded.value, changed_at = excluded.changed_at
                    """,
                    new
                    {
                        name,
                        value,
                        w.Now,
                    }
                ),
            ct
        );
        // What is known stays until the new is there: a page that asks meanwhile, or after a read that failed, must not find nothing.
        values = await Read(CancellationToken.None);
    }
}

/// <summary>A module's view of the settings: those it declared.</summary>
internal sealed class ModuleSettings(ModuleBuilder declared, InstitutionSettings institution) : ISettings
{
    public string this[string name] =>
        institution.Find(name)
        ?? declared.Settings.Find(setting => setting.Name == name)?.Default
        ?? throw new ArgumentException($"{declared.Id} declares no setting {name}.", nameof(name));

    public decimal Number(string name) => decimal.Parse(this[name], CultureInfo.InvariantCulture);
}
