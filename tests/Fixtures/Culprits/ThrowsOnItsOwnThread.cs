using CoProd.Contracts.Modules;

namespace Culprits;

public sealed class ThrowsOnItsOwnThread : IModule
{
    public void Configure(IModuleBuilder module) => new Thread(Work).Start();

    private static void Work()
    {
        // Once everything runs.
        Thread.Sleep(TimeSpan.FromSeconds(1));
        throw new InvalidOperationException("Nobody catches this.");
    }
}
