using CoProd.Contracts.Contributions;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;

namespace Fixture.Good;

/// <summary>A module that does one of each thing, and does it well.</summary>
public sealed class GoodModule : IModule
{
    internal const string See = "fixture.see";

    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        module.Permission(
            new()
            {
                Name = See,
                Means = () => "See things.",
                HeldBy = [Role.Coordinator, Role.Administrator],
            }
        );
        module.Routes(routes =>
        {
            routes.Page("/fixture/things", See, AddThing.ShowList);
            routes.Form(AddThing.Route);
        });
        module.Handles<InnovationChanged, HearInnovation>();
        module.Job<CountThings>("count", "0 0 4 * * ?");
        module.Contributes<IWarningSource, ThingWarnings>();
    }
}
