using CoProd.Contracts.Modules;

namespace MyModule;

/// <summary>What the module brings: a table of contents.</summary>
public sealed class Module : IModule
{
    internal const string Record = "mymodule.record";

    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        module.Permission(
            new()
            {
                Name = Record,
                Means = () => "See and record things.",
                HeldBy = [Role.Coordinator],
            }
        );
        module.Navigation(
            new()
            {
                Text = () => "Things",
                Path = "/mymodule",
                Permission = Record,
                Icon = "package",
                Order = 90,
            }
        );
        module.Routes(routes =>
        {
            routes.Page("/mymodule", Record, Things.ListThings.Show);
            routes.Form(Things.RecordThing.Route);
        });
    }
}
