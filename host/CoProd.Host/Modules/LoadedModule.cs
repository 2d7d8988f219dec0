using Autofac;
using CoProd.Host.Data;

namespace CoProd.Host.Modules;

/// <summary>A module as the host knows it: where it is on its way, and what it brought.</summary>
internal sealed class LoadedModule(string id, string folder)
{
    public string Id { get; set; } = id;

    public string Folder { get; } = folder;

    /// <summary>For one that was installed: the SHA-256 its manifest had then.</summary>
    public string? ManifestHash { get; init; }

    public ModuleManifest? Manifest { get; set; }

    public ModuleState State { get; set; } = ModuleState.Discovered;

    /// <summary>Why it was set aside, a sentence.</summary>
    public string? Reason { get; set; }

    public System.Reflection.Assembly? Assembly { get; set; }

    public ModuleBuilder? Declared { get; set; }

    public Database? Database { get; set; }

    public ILifetimeScope? Scope { get; set; }

    /// <summary>The modules it cannot do without.</summary>
    public IReadOnlyList<LoadedModule> Needs { get; set; } = [];

    public bool IsAside => State is ModuleState.Disabled or ModuleState.Incompatible or ModuleState.Quarantined;

    public bool IsActive => State == ModuleState.Active;

    // Reflection and Autofac wrap what the module threw; its own words are the innermost.
    private static string ReasonOf(Exception e)
    {
        if (e is ModuleRefusedException or MigrationException or TimeoutException)
            return e.Message;
        while (e.InnerException is { } inner)
            e = inner;
        return e switch
        {
            FileNotFoundException or TypeLoadException or MissingMethodException =>
                $"It does not fit what is installed: {e.Message}",
            _ => $"It failed while it was starting: {e.Message}",
        };
    }

    public void SwitchOff(Switch off)
    {
        State = off.ByHand ? ModuleState.Disabled : ModuleState.Quarantined;
        Reason = off.Reason;
    }

    public void SetAside(Exception e)
    {
        State = e is ModuleIncompatibleException ? ModuleState.Incompatible : ModuleState.Quarantined;
        Reason = ReasonOf(e);
    }
}
