using CoProd.Contracts.Modules;
using Dapper;

namespace Culprits;

public sealed class SwitchesDapper : IModule
{
    public void Configure(IModuleBuilder module) => DefaultTypeMap.MatchNamesWithUnderscores = false;
}
