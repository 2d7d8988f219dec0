using CoProd.Host.Data;
using Dapper;

namespace CoProd.Host.Security;

/// <summary>The one-use code by which the first administrator proves to sit at the machine. There is no default account.</summary>
internal sealed class SetupCode(Database host)
{
    /// <summary>A fresh code; older ones no longer count.</summary>
    public async Task<string> Renew(CancellationToken ct)
    {
        var code = Secret.New()[..20];
        await host.Write(
            w =>
            {
                w.Connection.Execute("delete from setup_code");
                return w.Connection.Execute(
                    "insert into setup_code (hash, created_at) values (@Hash, @Now)",
                    new { Hash = Secret.Hash(code), w.Now }
                );
            },
            ct
        );
        return code;
    }

    /// <summary>Whether the code is right; a right one is used up.</summary>
    public Task<bool> Use(string code, CancellationToken ct) =>
        host.Write(
            w =>
                w.Connection.Execute(
                    "update setup_code set used_at = @Now where hash = @Hash and used_at is null",
                    new { Hash = Secret.Hash(code.Trim()), w.Now }
                ) == 1,
            ct
        );

    /// <summary>Makes a used code good again, when nobody could be made with it.</summary>
    public Task GiveBack(string code, CancellationToken ct) =>
        host.Write(
            w =>
                w.Connection.Execute(
                    "update setup_code set used_at = null where hash = @Hash",
                    new { Hash = Secret.Hash(code.Trim()) }
                ),
            ct
        );

    public Task<bool> IsRight(string code, CancellationToken ct) =>
        host.Read(
            async c =>
                await c.ExecuteScalarAsync<long>(
                    "select count(*) from setup_code where hash = @hash and used_at is null",
                    new { hash = Secret.Hash(code.Trim()) }
                ) == 1,
            ct
        );
}
