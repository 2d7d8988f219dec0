using System.Diagnostics;
using CoProd.Testing;
using Dapper;
using Npgsql;

namespace CoProd.Host.Tests.Data;

/// <summary>
/// A PostgreSQL database whose tables lie on a small disk: a tablespace there, on the server that the tests use. It takes a server on this
/// machine, a login that may make tablespaces, and the right to give a folder to the server's user.
/// </summary>
internal sealed class SmallDatabase : IAsyncDisposable
{
    private readonly string name = "s" + Guid.CreateVersion7().ToString("N")[^20..];

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("coprod-place-").FullName;

    public string Postgres =>
        new NpgsqlConnectionStringBuilder(TestSite.PostgresServer) { Database = name }.ConnectionString;

    public static async Task<SmallDatabase> On(SmallDisk disk)
    {
        Assert.SkipWhen(TestSite.PostgresServer is null, TestSite.PostgresMissing);
        await using var server = new NpgsqlConnection(TestSite.PostgresServer);
        var data = await server.ExecuteScalarAsync<string?>("select current_setting('data_directory', true)");
        var may = await server.ExecuteScalarAsync<bool>("select rolsuper from pg_roles where rolname = current_user");
        Assert.SkipUnless(
            may && Directory.Exists(data),
            "The PostgreSQL server is not on this machine, or its login may not make a tablespace: its disk cannot be filled."
        );
        var folder = Directory.CreateDirectory(Path.Combine(disk.Folder, "tablespace")).FullName;
        using var given = Process.Start("chown", ["--reference", data!, folder])!;
        await given.WaitForExitAsync();
        Assert.SkipUnless(given.ExitCode == 0, "This machine does not let a test give a folder to PostgreSQL's user.");
        var made = new SmallDatabase();
        await server.ExecuteAsync($"create tablespace {made.name} location '{folder}'");
        await server.ExecuteAsync($"create database {made.name} tablespace {made.name}");
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await using var server = new NpgsqlConnection(TestSite.PostgresServer);
        await server.ExecuteAsync($"drop database {name} with (force)");
        foreach (
            var role in (
                await server.QueryAsync<string>(
                    "select rolname from pg_roles where rolname like @like",
                    new { like = name + "\\_%" }
                )
            ).AsList()
        )
            await server.ExecuteAsync($"drop role \"{role}\"");
        await server.ExecuteAsync($"drop tablespace {name}");
        Directory.Delete(DataFolder, recursive: true);
    }
}
