using CoProd.Contracts.Modules;
using Microsoft.AspNetCore.Http;

namespace Culprits;

public sealed class OpenElsewhere : IModule
{
    public void Configure(IModuleBuilder module)
    {
        module.Routes(routes =>
            routes.Page("/culprits/all", Permission.Anyone, _ => Task.FromResult<IResult?>(Results.Text("Open")))
        );
    }
}
