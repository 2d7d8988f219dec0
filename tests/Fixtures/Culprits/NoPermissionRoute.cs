using CoProd.Contracts.Modules;
using Microsoft.AspNetCore.Http;

namespace Culprits;

public sealed class NoPermissionRoute : IModule
{
    public void Configure(IModuleBuilder module) =>
        module.Routes(routes => routes.Page("/open", null!, _ => Task.FromResult<IResult?>(Results.Text("Open"))));
}
