using CoProd.Host.Modules;
using CoProd.Host.Packages;
using CoProd.Testing;
using Mono.Cecil;

namespace CoProd.Host.Tests.Modules;

/// <summary>
/// Takes public members out of the contracts, one at a time, and asks the forecast who misses it. Who uses what is found by another
/// library (Mono.Cecil) that resolves references by its own rules. A seeded sample; `--soak` takes every member.
/// </summary>
public sealed class ContractEvolutionTests
{
    private const int Sample = 60;

    private static string Contracts => Path.Combine(TestSite.HostFolder, "CoProd.Contracts.dll");

    [Fact]
    public void A_member_that_goes_is_told_to_every_module_that_uses_it_and_to_no_other()
    {
        using var contracts = AssemblyDefinition.ReadAssembly(Contracts, new ReaderParameters { InMemory = true });
        var modules = Directory
            .GetDirectories(TestSite.BuiltModules)
            .Select(folder => new LoadedModule(Path.GetFileName(folder), folder))
            .ToList();
        var used = modules.ToDictionary(module => module, UsedBy);
        var members = Public(contracts.MainModule).ToList();
        Assert.InRange(members.Count, 300, 5000);
        // Half of the sample are members that somebody uses: most of the others nobody does.
        var (inUse, idle) = (Shuffled(members.Where(IsUsed)), Shuffled(members.Where(m => !IsUsed(m))));
        var chosen = Soak ? members : [.. inUse.Take(Sample * 2 / 3), .. idle.Take(Sample / 3)];
        var path = Path.Combine(Directory.CreateTempSubdirectory("coprod-evolve-").FullName, "CoProd.Contracts.dll");

        foreach (var member in chosen)
        {
            var name = member.Name;
            var key = member.FullName;
            member.Name = name + "Gone";
            contracts.Write(path);
            member.Name = name;
            foreach (var module in modules)
            {
                var missing = ContractsForecast.Missing(module, path);
                Assert.True(
                    missing.Count > 0 == used[module].Contains(key),
                    $"{module.Id} {(used[module].Contains(key) ? "uses" : "does not use")} {key}; forecast: {string.Join("; ", missing)}"
                );
            }
        }
        contracts.Write(path);
        Assert.All(modules, module => Assert.Empty(ContractsForecast.Missing(module, path)));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);

        bool IsUsed(IMemberDefinition member) => used.Values.Any(keys => keys.Contains(member.FullName));
    }

    private static bool Soak => Environment.GetEnvironmentVariable("COPROD_SOAK") is not null;

    private static List<IMemberDefinition> Shuffled(IEnumerable<IMemberDefinition> members)
    {
        var all = members.OrderBy(member => member.FullName, StringComparer.Ordinal).ToArray();
        new Random(20260301).Shuffle(all);
        return [.. all];
    }

    // Constants are copied into whoever uses them when it is built: nothing there can miss them.
    private static IEnumerable<IMemberDefinition> Public(ModuleDefinition contracts) =>
        contracts
            .GetTypes()
            .Where(type => type.IsPublic || (type.IsNestedPublic && type.DeclaringType.IsPublic))
            .SelectMany(type =>
                type.Methods.Where(m => m is { IsPublic: true, IsConstructor: false })
                    .Cast<IMemberDefinition>()
                    .Concat(
                        type.Fields.Where(field =>
                            field is { IsPublic: true, HasConstant: false, IsSpecialName: false }
                        )
                    )
            );

    private static HashSet<string> UsedBy(LoadedModule module)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(TestSite.HostFolder);
        resolver.AddSearchDirectory(module.Folder);
        foreach (var part in new[] { typeof(object), typeof(Microsoft.AspNetCore.Builder.WebApplication) })
            resolver.AddSearchDirectory(Path.GetDirectoryName(part.Assembly.Location));
        using var read = ModuleDefinition.ReadModule(
            Path.Combine(module.Folder, module.Id + ".dll"),
            new ReaderParameters { AssemblyResolver = resolver }
        );
        var used = read.GetMemberReferences()
            .Where(member => IsContracts(member.DeclaringType))
            .Select(member => ((IMemberDefinition?)member.Resolve())?.FullName)
            .OfType<string>()
            .ToHashSet();
        foreach (var type in read.GetTypes())
        foreach (var one in type.Interfaces.Where(i => IsContracts(i.InterfaceType)))
        foreach (var method in one.InterfaceType.Resolve().Methods)
        {
            if (type.Methods.Any(m => Implements(m, method)))
                used.Add(method.FullName);
        }
        return used;
    }

    private static bool Implements(MethodDefinition own, MethodDefinition asked) =>
        own.Parameters.Count == asked.Parameters.Count
        && (own.Name == asked.Name || own.Overrides.Any(o => o.Name == asked.Name));

    private static bool IsContracts(TypeReference? type) =>
        type?.GetElementType().Scope is AssemblyNameReference { Name: "CoProd.Contracts" };
}
