using CoProd.Contracts.Modules;
using Dapper;

namespace Culprits;

public sealed class ChangesDapper : IModule
{
    public void Configure(IModuleBuilder module) => SqlMapper.AddTypeMap(typeof(DateOnly), System.Data.DbType.String);
}
