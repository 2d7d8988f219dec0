using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class Recurses : IModule
{
    public void Configure(IModuleBuilder module) => _ = Deeper(0);

    // Never optimised into a loop: each call has something left to do.
    private static int Deeper(int depth) => Deeper(depth + 1) + Deeper(depth + 2);
}
