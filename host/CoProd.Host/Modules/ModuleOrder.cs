namespace CoProd.Host.Modules;

/// <summary>Puts modules in order, each after those it needs. One whose needs cannot be met is set aside.</summary>
internal static class ModuleOrder
{
    public static IReadOnlyList<LoadedModule> Of(IReadOnlyList<LoadedModule> modules)
    {
        var there = modules
            .Where(module => module.State == ModuleState.Verified)
            .ToDictionary(module => module.Id, StringComparer.Ordinal);
        foreach (var module in there.Values)
            Bind(module, there);
        var ordered = new List<LoadedModule>();
        foreach (var module in modules)
            Place(module, [], ordered);
        return ordered;
    }

    private static void Bind(LoadedModule module, Dictionary<string, LoadedModule> there)
    {
        try
        {
            module.Needs = [.. module.Manifest!.Dependencies.Select(needed => Needed(needed.Key, needed.Value, there))];
            // What it can do without must fit all the same where it is there.
            foreach (var (id, versions) in module.Manifest.Optional.Where(used => there.ContainsKey(used.Key)))
                Needed(id, versions, there);
        }
        catch (ModuleRefusedException e)
        {
            module.SetAside(e);
        }
    }

    private static LoadedModule Needed(string id, string versions, Dictionary<string, LoadedModule> there)
    {
        Ranges.Read(id, versions);
        if (!there.TryGetValue(id, out var needed))
            throw new ModuleIncompatibleException(
                $"It needs {id} {versions}, which is not installed. Install that first."
            );
        if (!Ranges.Fits(versions, needed.Manifest!.Version))
            throw new ModuleIncompatibleException(
                $"It needs {id} {versions}; {needed.Manifest.Version} is installed. Install a version that fits."
            );
        return needed;
    }

    // A module that is met again on the way to its own needs stands in a circle, and so does everybody on that way.
    private static void Place(LoadedModule module, List<LoadedModule> way, List<LoadedModule> ordered)
    {
        if (ordered.Contains(module))
            return;
        var circle = way.IndexOf(module);
        if (circle >= 0)
        {
            var names = string.Join(" → ", way.Skip(circle).Append(module).Select(m => m.Id));
            foreach (var member in way.Skip(circle))
                member.SetAside(
                    new ModuleRefusedException($"Modules that need each other in a circle cannot start: {names}.")
                );
            return;
        }
        way.Add(module);
        foreach (var needed in module.Needs)
            Place(needed, way, ordered);
        way.RemoveAt(way.Count - 1);
        ordered.Add(module);
    }
}
