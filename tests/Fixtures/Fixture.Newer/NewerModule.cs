using CoProd.Contracts.Modules;
using Humanizer;
using Microsoft.AspNetCore.Http;

namespace Fixture.Newer;

/// <summary>Brings a newer version of a library that another module brings too.</summary>
public sealed class NewerModule : IModule
{
    public void Configure(IModuleBuilder module)
    {
        module.Permission(
            new()
            {
                Name = "newer.see",
                Means = () => "See which library it runs with.",
                HeldBy = [Role.Coordinator],
            }
        );
        module.Routes(routes => routes.Page("/fixture/newer", "newer.see", _ => Task.FromResult<IResult?>(Say())));
    }

    private static IResult Say() =>
        Results.Text($"{21.ToWords()}, Humanizer {typeof(NumberToWordsExtension).Assembly.GetName().Version!.Major}");
}
