using System.Reflection;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using Microsoft.AspNetCore.Http;

namespace CoProd.Host.Modules;

/// <summary>What a module must keep to, asked when it is packed and again whenever it is loaded.</summary>
internal static class ModuleRules
{
    /// <summary>Lets a module declare itself, and refuses what does not fit. Nothing is mapped or opened yet.</summary>
    /// <exception cref="ModuleRefusedException">It breaks a rule; the sentence says which.</exception>
    public static ModuleBuilder Declare(Assembly assembly, ModuleManifest manifest)
    {
        var types = assembly
            .GetExportedTypes()
            .Where(type => type.IsAssignableTo(typeof(IModule)) && !type.IsAbstract)
            .ToList();
        if (types.Count != 1)
            throw new ModuleRefusedException(
                $"It must hold one public class that is an IModule, and holds {types.Count}."
            );
        var entry = (IModule)Activator.CreateInstance(types[0])!;
        var builder = new ModuleBuilder(manifest.Id);
        entry.Configure(builder);
        CheckDeclared(builder);
        CheckScripts(assembly);
        // Who installed it was shown what it asks for; it gets no more than that.
        if (
            manifest.Permissions is { } shown
            && builder.Permissions.Find(permission => !shown.Contains(permission.Name)) is { } more
        )
            throw new ModuleRefusedException(
                $"It declares the permission {more.Name}, which its module.json does not name. Pack it again."
            );
        return builder;
    }

    private static void CheckDeclared(ModuleBuilder builder)
    {
        if (builder.Jobs.Find(job => !IsReadable(job.Cron)) is { } unreadable)
            throw new ModuleRefusedException(
                $"Its job {unreadable.Name} has a schedule that cannot be read: {unreadable.Cron}."
            );
        if (builder.Subscriptions.Count > 0 && !builder.HasSchema)
            throw new ModuleRefusedException(
                "It handles events and has no schema: without a database of its own it cannot remember which it has handled."
            );
    }

    /// <summary>Refuses scripts for either engine that reach beyond the module's own schema.</summary>
    public static void CheckScripts(Assembly assembly)
    {
        if (Scripts(assembly).Select(OwnTables.Refusal).FirstOrDefault(refusal => refusal is not null) is { } refusal)
            throw new ModuleRefusedException(refusal);
    }

    /// <summary>Fills in what a manifest says of a module for those who decide about it: permissions, contributions, addresses and tables.</summary>
    /// <exception cref="ModuleRefusedException">It breaks a rule.</exception>
    public static ModuleManifest Described(Assembly assembly, ModuleManifest manifest)
    {
        var declared = Declare(assembly, manifest with { Permissions = null });
        var routes = new NamedRoutes();
        foreach (var map in declared.RouteMaps)
            map(routes);
        if (routes.Patterns.Select(p => OwnAddresses.Refusal(manifest, p)).FirstOrDefault(r => r is not null) is { } no)
            throw new ModuleRefusedException(no);
        return manifest with
        {
            Permissions = Sorted(declared.Permissions.Select(permission => permission.Name)),
            Contributions = Sorted(declared.Contributions.Select(type => type.Name)),
            Routes = Sorted(routes.Patterns),
            Tables = OwnTables.MadeBy(Scripts(assembly)),
        };
    }

    private static IReadOnlyList<string> Sorted(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<Script> Scripts(Assembly assembly) =>
        Script.In(assembly, ".Schema.", postgres: false).Union(Script.In(assembly, ".Schema.", postgres: true));

    private static bool IsReadable(string cron)
    {
        try
        {
            _ = new Quartz.CronExpression(cron);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // Only remembers what a module would answer.
    private sealed class NamedRoutes : IModuleRoutes
    {
        public List<string> Patterns { get; } = [];

        public void Page(string pattern, string permission, Func<IVisit, Task<IResult?>> show) => Patterns.Add(pattern);

        public void Query<TModel>(string pattern, string permission, Func<IVisit, Task<TModel?>> answer)
            where TModel : class => Patterns.Add(pattern);

        public void Form<TForm>(FormRoute<TForm> form)
        {
            Patterns.Add(form.Page);
            if (form.Api is { } api)
                Patterns.Add(api);
        }
    }
}
