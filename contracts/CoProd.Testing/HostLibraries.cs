using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace CoProd.Testing;

/// <summary>
/// Finds the host and its libraries for a test project outside this repository, which refers to none of them: they lie in the package
/// CoProd.Contracts, and the build of the test project says where.
/// </summary>
internal static class HostLibraries
{
    /// <summary>The folder of the packed host; null inside this repository.</summary>
    public static string? Folder { get; } = AppContext.GetData("CoProd.Testing.Host") as string;

#pragma warning disable CA2255 // Whatever of this library runs first needs the host already.
    [ModuleInitializer]
    internal static void Find()
#pragma warning restore CA2255
    {
        if (Folder is null)
            return;
        var resolver = new AssemblyDependencyResolver(Path.Combine(Folder, "CoProd.Host.dll"));
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            resolver.ResolveAssemblyToPath(name) is { } path ? context.LoadFromAssemblyPath(path) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            resolver.ResolveUnmanagedDllToPath(name) is { } path
                ? System.Runtime.InteropServices.NativeLibrary.Load(path)
                : IntPtr.Zero;
    }
}
