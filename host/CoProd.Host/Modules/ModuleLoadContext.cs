using System.Reflection;
using System.Runtime.Loader;

namespace CoProd.Host.Modules;

/// <summary>Loads one module's assemblies beside those of others. Not collectible: changes apply at restart. Not a security boundary.</summary>
internal sealed class ModuleLoadContext(string moduleId, string mainAssembly)
    : AssemblyLoadContext("module " + moduleId)
{
    public string ModuleId => moduleId;

    private readonly AssemblyDependencyResolver resolver = new(mainAssembly);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Null means: take the host's.
        if (SharedAssemblies.Has(assemblyName))
            return null;
        var path = resolver.ResolveAssemblyToPath(assemblyName);
        if (path is not null)
            return LoadFromAssemblyPath(path);
        if (assemblyName.CultureName is { Length: > 0 })
            return null;
        // Null here would quietly give the module whatever version the host happens to have.
        throw new FileNotFoundException(
            $"The module needs {assemblyName.Name}.dll, which is not in its folder.",
            assemblyName.Name
        );
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName) =>
        resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : IntPtr.Zero;
}
