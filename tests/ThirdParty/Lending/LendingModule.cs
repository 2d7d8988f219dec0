using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;

namespace Wenmouth.Lending;

/// <summary>A small library of equipment: what an innovation lends, to whom, and what is not back yet.</summary>
public sealed class LendingModule : IModule
{
    internal const string Lend = "lending.lend";

    public void Configure(IModuleBuilder module)
    {
        module.Schema();
        module.Permission(
            new()
            {
                Name = Lend,
                Means = () => "Lend equipment and take it back.",
                HeldBy = [Role.Coordinator],
            }
        );
        module.InnovationLink(
            new()
            {
                Text = () => "Equipment",
                Path = "/innovations/{innovationId}/lending",
                Permission = Lend,
                Icon = "package",
                Order = 90,
            }
        );
        module.Routes(routes =>
        {
            routes.Page(Loans.Page, Lend, Loans.Show);
            routes.Form(LendThing.Route);
            routes.Form(TakeBack.Route);
        });
#if ASKS_WHEN
        module.Contributes<IWarningSource, NotBackYet>();
#endif
    }
}
