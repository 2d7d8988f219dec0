using System.Reflection;
using System.Text.Json;

namespace CoProd.Host.Modules;

/// <summary>Whether a module's folder holds what its <c>.deps.json</c> says it needs: a missing file is told now, not at some later click.</summary>
internal static class ModuleFiles
{
    public static string Verify(string folder, ModuleManifest manifest)
    {
        var main = Path.Combine(folder, manifest.Assembly);
        if (Path.GetFileName(manifest.Assembly) != manifest.Assembly || !File.Exists(main))
            throw new ModuleRefusedException($"Its main file {manifest.Assembly} is missing from {folder}.");
        var dependencies = Path.ChangeExtension(main, ".deps.json");
        if (!File.Exists(dependencies))
            return main;
        var missing = Needed(dependencies)
            .Where(file => !SharedAssemblies.Has(new AssemblyName(Path.GetFileNameWithoutExtension(file))))
            .Where(file => !File.Exists(Path.Combine(folder, file)))
            .ToList();
        if (missing.Count > 0)
            throw new ModuleRefusedException(
                $"{string.Join(", ", missing)} is missing from its folder. Install the module again."
            );
        return main;
    }

    private static IEnumerable<string> Needed(string dependencies)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(dependencies));
        var files = new List<string>();
        foreach (var target in document.RootElement.GetProperty("targets").EnumerateObject())
        foreach (var library in target.Value.EnumerateObject())
        {
            if (library.Value.TryGetProperty("runtime", out var runtime))
                files.AddRange(runtime.EnumerateObject().Select(file => Path.GetFileName(file.Name)));
        }
        return files;
    }
}
