namespace CoProd.Contracts.Modules;

/// <summary>A module's front door. One public class with a parameterless constructor implements it.</summary>
public interface IModule
{
    /// <summary>Declares everything that the module brings. It declares only: no file, no database, no network, no clock.</summary>
    /// <param name="module">Takes the declarations.</param>
    void Configure(IModuleBuilder module);
}
