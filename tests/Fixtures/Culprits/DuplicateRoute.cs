using CoProd.Contracts.Modules;
using Microsoft.AspNetCore.Http;

namespace Culprits;

public sealed class DuplicateRoute : IModule
{
    public void Configure(IModuleBuilder module)
    {
        module.Permission(
            new()
            {
                Name = "duplicate.see",
                Means = () => "See.",
                HeldBy = [Role.Coordinator],
            }
        );
        module.Routes(routes =>
            routes.Page("/innovations", "duplicate.see", _ => Task.FromResult<IResult?>(Results.Text("Stolen")))
        );
    }
}
