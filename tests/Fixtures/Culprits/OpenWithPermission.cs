using CoProd.Contracts.Modules;
using Microsoft.AspNetCore.Http;

namespace Culprits;

public sealed class OpenWithPermission : IModule
{
    public void Configure(IModuleBuilder module)
    {
        module.Permission(
            new()
            {
                Name = "culprits.see",
                Means = () => "See.",
                HeldBy = [Role.Viewer],
            }
        );
        module.Routes(routes =>
            routes.Page("/open/culprits", "culprits.see", _ => Task.FromResult<IResult?>(Results.Text("Open")))
        );
    }
}
