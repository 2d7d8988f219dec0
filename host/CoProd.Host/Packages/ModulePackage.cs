using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using CoProd.Host.Modules;
using NuGet.Frameworks;
using NuGet.Packaging;
using NuGet.Packaging.Core;
using NuGet.Versioning;

namespace CoProd.Host.Packages;

/// <summary>
/// A module as a file: a <c>.nupkg</c> of the type CoProdModule with the module's folder in <c>module/</c>. Its nuspec repeats what the
/// module needs, so that every feed can be asked without taking the package apart.
/// </summary>
internal static class ModulePackage
{
    /// <summary>The package by whose version a module says which contracts it was built for.</summary>
    public const string ContractsId = "CoProd.Contracts";

    /// <summary>Where the module's folder lies inside.</summary>
    public const string Folder = "module/";

    private static readonly PackageType Type = new("CoProdModule", new Version(1, 0));

    // Process-wide in Dapper: one module would change how all others read their data.
    private static readonly string[] Banned =
    [
        "AddTypeHandler",
        "AddTypeHandlerImpl",
        "AddTypeMap",
        "SetTypeMap",
        "RemoveTypeMap",
        "ResetTypeHandlers",
        "PurgeQueryCache",
        "SetTypeName",
        "TypeMapProvider",
    ];

    // Their switches: written by anybody, they hold for everybody.
    private static readonly string[] Switches = ["SqlMapper", "Settings", "DefaultTypeMap"];

    /// <summary>Packs a built module's folder.</summary>
    /// <returns>The package's path.</returns>
    /// <exception cref="ModuleRefusedException">It may not be packed; the sentence says why.</exception>
    public static string Pack(string folder, string target, string? author = null)
    {
        var manifest = ModuleManifest.Read(folder);
        manifest.CheckItself();
        ModuleFiles.Verify(folder, manifest);
        var files = ModuleFiles.All(folder).ToList();
        CheckFiles(folder);
        // What was built for other contracts cannot be asked here.
        if (manifest.FitsContracts)
            manifest = Asked(folder, manifest);
        var version = NuGetVersion.Parse(manifest.Version);
        manifest = manifest with
        {
            Files = files.ToDictionary(file => file, file => ModuleFiles.HashOf(Path.Combine(folder, file))),
        };
        var manifestFile = Path.GetTempFileName();
        try
        {
            File.WriteAllText(manifestFile, JsonSerializer.Serialize(manifest, ModuleManifest.Options));
            var package = Describe(manifest, version, author);
            package.Files.Add(
                new PhysicalPackageFile { SourcePath = manifestFile, TargetPath = Folder + "module.json" }
            );
            foreach (var file in files)
                package.Files.Add(
                    new PhysicalPackageFile { SourcePath = Path.Combine(folder, file), TargetPath = Folder + file }
                );
            Directory.CreateDirectory(target);
            var path = Path.Combine(target, $"{manifest.Id}.{version.ToNormalizedString()}.nupkg");
            using var output = File.Create(path);
            package.Save(output);
            return path;
        }
        finally
        {
            File.Delete(manifestFile);
        }
    }

    // It runs the module's own Configure, on the machine of whoever packs it.
    private static ModuleManifest Asked(string folder, ModuleManifest manifest)
    {
        try
        {
            return ModuleRules.Described(ModuleLoader.Open(folder, manifest), manifest);
        }
        catch (Exception e) when (e is not ModuleRefusedException)
        {
            throw new ModuleRefusedException(
                $"It cannot be loaded, so no installation could: {e.GetBaseException().Message}"
            );
        }
    }

    private static PackageBuilder Describe(ModuleManifest manifest, NuGetVersion version, string? author)
    {
        var package = new PackageBuilder(deterministic: true)
        {
            Id = manifest.Id,
            Version = version,
            Description = $"The module {manifest.Id} of CoProd.",
        };
        package.Authors.Add(string.IsNullOrWhiteSpace(author) ? manifest.Id.Split('.')[0] : author.Trim());
        package.PackageTypes.Add(Type);
        var needs = manifest
            .Dependencies.Append(new(ContractsId, manifest.Contracts))
            .Select(needed => new PackageDependency(needed.Key, Ranges.Read(needed.Key, needed.Value)));
        package.DependencyGroups.Add(new PackageDependencyGroup(NuGetFramework.AnyFramework, needs));
        return package;
    }

    /// <summary>Refuses what would harm the host or other modules, when a module is packed and again when it is installed.</summary>
    public static void CheckFiles(string folder)
    {
        if (ModuleFiles.All(folder).FirstOrDefault(IsStatic) is { } served)
            throw new ModuleRefusedException(
                $"{served} is meant for browsers, and CoProd serves no files of modules. Use what CoProd.Ui has, or answer it with a route."
            );
        foreach (var dll in ModuleFiles.All(folder).Where(f => f.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
        {
            try
            {
                CheckAssembly(Path.Combine(folder, dll), dll);
            }
            catch (BadImageFormatException)
            {
                throw new ModuleRefusedException($"Its file {dll} is damaged. Install the module again.");
            }
        }
    }

    private static bool IsStatic(string file) =>
        file.StartsWith("wwwroot/", StringComparison.OrdinalIgnoreCase)
        || file.EndsWith(".staticwebassets.runtime.json", StringComparison.OrdinalIgnoreCase)
        || file.EndsWith(".staticwebassets.endpoints.json", StringComparison.OrdinalIgnoreCase);

    private static void CheckAssembly(string path, string name)
    {
        using var file = File.OpenRead(path);
        using var image = new PEReader(file);
        if (!image.HasMetadata)
            return;
        var metadata = image.GetMetadataReader();
        if (
            metadata.IsAssembly
            && SharedAssemblies.Has(new AssemblyName(metadata.GetString(metadata.GetAssemblyDefinition().Name)))
        )
            throw new ModuleRefusedException(
                $"{name} is shared by the host and must not be packed. Refer to it with ExcludeAssets=\"runtime\"."
            );
        foreach (var member in metadata.MemberReferences.Select(metadata.GetMemberReference))
        {
            if (member.Parent.Kind != HandleKind.TypeReference)
                continue;
            var type = metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
            var (owner, called) = (metadata.GetString(type.Name), metadata.GetString(member.Name));
            if (Harms(owner, called) && IsDapper(metadata, type))
                throw new ModuleRefusedException(
                    $"{name} calls {owner}.{called}, which changes how every other module reads its data. Convert in your own query instead."
                );
        }
    }

    private static bool Harms(string owner, string called) =>
        (owner == "SqlMapper" && Banned.Contains(called))
        || (Switches.Contains(owner) && called.StartsWith("set_", StringComparison.Ordinal));

    private static bool IsDapper(MetadataReader metadata, TypeReference type) =>
        type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => IsDapper(
                metadata,
                metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope)
            ),
            HandleKind.AssemblyReference => metadata.GetString(
                metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name
            ) == "Dapper",
            _ => false,
        };

    /// <summary>Unpacks a package into a folder of its own, whole and judged, or not at all: what is there stays until then.</summary>
    /// <param name="package">The package's file.</param>
    /// <param name="target">The folder.</param>
    /// <param name="judge">Looks at what was unpacked, before it takes its place; what it throws keeps it out.</param>
    /// <exception cref="ModuleRefusedException">It is no module, or not as it was packed.</exception>
    public static void Unpack(string package, string target, Action<string, ModuleManifest> judge)
    {
        var half = target + ".half";
        if (Directory.Exists(half))
            Directory.Delete(half, recursive: true);
        Directory.CreateDirectory(half);
        try
        {
            using (var reader = new PackageArchiveReader(package))
            {
                if (!reader.NuspecReader.GetPackageTypes().Contains(Type))
                    throw new ModuleRefusedException($"{Path.GetFileName(package)} is no module of CoProd.");
                foreach (
                    var entry in reader.GetFiles().Where(file => file.StartsWith(Folder, StringComparison.Ordinal))
                )
                    Extract(reader, entry, half);
            }
            var manifest = ModuleManifest.Read(half);
            if (manifest.Files.Count == 0)
                throw new ModuleRefusedException(
                    "Its manifest names no files, so nobody can tell whether it is whole."
                );
            ModuleFiles.CheckHashes(half, manifest);
            judge(half, manifest);
            if (Directory.Exists(target))
                Directory.Delete(target, recursive: true);
            Directory.Move(half, target);
        }
        catch (Exception e) when (e is InvalidDataException or PackagingException)
        {
            throw new ModuleRefusedException($"{Path.GetFileName(package)} is damaged: {e.Message}");
        }
        finally
        {
            if (Directory.Exists(half))
                Directory.Delete(half, recursive: true);
        }
    }

    private static void Extract(PackageArchiveReader reader, string entry, string folder)
    {
        var path = Path.GetFullPath(Path.Combine(folder, Uri.UnescapeDataString(entry[Folder.Length..])));
        if (!path.StartsWith(Path.GetFullPath(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new ModuleRefusedException($"{entry} leads out of the package.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var from = reader.GetStream(entry);
        using var to = File.Create(path);
        from.CopyTo(to);
    }
}
