using CoProd.Contracts.Modules;
using Microsoft.AspNetCore.Http;

namespace Culprits;

public sealed class ForeignPermissionRoute : IModule
{
    public void Configure(IModuleBuilder module) =>
        module.Routes(routes =>
            routes.Page("/foreign", "register.see", _ => Task.FromResult<IResult?>(Results.Text("Foreign")))
        );
}
