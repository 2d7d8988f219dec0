using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Events;
using CoProd.Contracts.Modules;
using CoProd.Register.Innovations;
using static CoProd.Register.Texts;

namespace CoProd.Register;

/// <summary>The ground the other modules stand on: innovations, people, groups and what ties them.</summary>
public sealed class RegisterModule : IModule
{
    /// <inheritdoc />
    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        Permissions.Declare(module);
        module.Navigation(
            new()
            {
                Text = () => T["Innovations"],
                Path = "/innovations",
                Permission = Permissions.See,
                Icon = "lightbulb",
                Order = 10,
            }
        );
        module.Routes(routes =>
        {
            routes.Page("/innovations", Permissions.See, InnovationList.Show);
            routes.Query("/api/innovations", Permissions.See, InnovationList.Answer);
            routes.Form(RegisterInnovation.Route);
            routes.Form(EditInnovation.Route);
            routes.Form(WithdrawInnovation.Route);
        });
        module.Provides<IInnovationDirectory, InnovationDirectory>();
        module.Publishes<InnovationChanged>();
        module.Contributes<ISearchSource, InnovationSearch>();
    }
}
