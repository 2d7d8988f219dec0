using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class ThrowsInStatic : IModule
{
    private static readonly string Never = Fail();

    public void Configure(IModuleBuilder module) => _ = Never;

    private static string Fail() => throw new InvalidOperationException("The static field gives up.");
}
