using CoProd.Contracts.Modules;
using Microsoft.AspNetCore.Http;

namespace Culprits;

public sealed class OpenInnovation : IModule
{
    public void Configure(IModuleBuilder module)
    {
        module.Routes(routes =>
            routes.Page(
                "/open/culprits/{innovationId:guid}",
                Permission.Anyone,
                _ => Task.FromResult<IResult?>(Results.Text("Open"))
            )
        );
    }
}
