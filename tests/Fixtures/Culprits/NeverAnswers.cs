using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;

namespace Culprits;

/// <summary>Is asked how it is and never says.</summary>
public sealed class NeverAnswers : IModule
{
    public void Configure(IModuleBuilder module) => module.Contributes<IModuleHealth, Silent>();
}

internal sealed class Silent : IModuleHealth
{
    public async Task<string?> Check(CancellationToken ct)
    {
        await Task.Delay(Timeout.Infinite, CancellationToken.None);
        return null;
    }
}
