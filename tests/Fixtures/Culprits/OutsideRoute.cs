using CoProd.Contracts.Modules;
using Microsoft.AspNetCore.Http;

namespace Culprits;

/// <summary>Answers at an address that is nobody's yet, and not its own.</summary>
public sealed class OutsideRoute : IModule
{
    public void Configure(IModuleBuilder module)
    {
        module.Permission(
            new()
            {
                Name = "outside.see",
                Means = () => "See.",
                HeldBy = [Role.Coordinator],
            }
        );
        module.Routes(routes =>
        {
            routes.Page("/outsideroute", "outside.see", _ => Task.FromResult<IResult?>(Results.Text("Own")));
            routes.Page(
                "/innovations/{innovationId:guid}/things",
                "outside.see",
                _ => Task.FromResult<IResult?>(Results.Text("Not its own"))
            );
        });
    }
}
