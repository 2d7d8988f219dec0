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

    /// <summary>Refuses an installed module whose manifest, and with it the hashes of all files, was changed since.</summary>
    public static void CheckManifest(string folder, string hash)
    {
        if (HashOf(Path.Combine(folder, "module.json")) != hash)
            throw new ModuleRefusedException("Its module.json is not as it was installed. Install the module again.");
    }

    /// <summary>Refuses a packed module of which a file was changed, added or lost since it was packed.</summary>
    public static void CheckHashes(string folder, ModuleManifest manifest)
    {
        if (manifest.Files.Count == 0)
            return;
        foreach (var (name, hash) in manifest.Files)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path))
                throw new ModuleRefusedException($"{name} is missing from its package. Install the module again.");
            if (HashOf(path) != hash)
                throw new ModuleRefusedException($"{name} is not as it was packed. Install the module again.");
        }
        if (All(folder).Except(manifest.Files.Keys).FirstOrDefault() is { } extra)
            throw new ModuleRefusedException($"{extra} does not belong to its package. Install the module again.");
    }

    /// <summary>Every file of a module's folder but its manifest and signature, in order, with forward slashes.</summary>
    public static IEnumerable<string> All(string folder) =>
        Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(name => name is not ("module.json" or Packages.Signature.FileName))
            .Order(StringComparer.Ordinal);

    public static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
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
