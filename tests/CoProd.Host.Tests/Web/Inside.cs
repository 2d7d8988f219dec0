using System.Net;
using System.Reflection;
using CoProd.Contracts.Modules;
using CoProd.Host.Data;
using CoProd.Host.Security;
using CoProd.Testing;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests;

/// <summary>What the host's own tests need from inside the host, and module authors' tests do not.</summary>
internal static class Inside
{
    public const string Password = "a few plain words";

    /// <summary>The running host. The kit keeps it to itself, so that nobody's module test leans on it.</summary>
    public static Site Host(this TestSite site) =>
        (Site)typeof(TestSite).GetProperty("Site", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(site)!;

    public static Database Data(this TestSite site) => site.Host().HostDatabase;

    /// <summary>An account with a password, as an administrator makes one.</summary>
    public static async Task<Account> Make(this TestSite site, string name, Role role)
    {
        using var scope = site.Host().Services.CreateScope();
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = name,
            DisplayName = name,
            Role = role,
        };
        Assert.Null(await AccountMaking.Make(scope.ServiceProvider, account, Password));
        return account;
    }

    public static Task<Page> SignIn(this Session session, string name, string password = Password) =>
        session.Send("/sign-in", ("name", name), ("password", password));

    /// <summary>What a browser does with a cookie whose time has come.</summary>
    public static void Forget(this Session session, string cookie)
    {
        foreach (Cookie kept in session.Cookies)
        {
            if (kept.Name == cookie)
                kept.Expired = true;
        }
    }

    public static Task<long> Count(this TestSite site, string what, object? with = null) =>
        site.Data().Read(c => c.ExecuteScalarAsync<long>("select count(*) from " + what, with));

    /// <summary>A warning as some module would have raised it. Its module is none that runs, so no refresh takes it away.</summary>
    public static Task Warn(this TestSite site, Guid innovation, string fact, string permission = "host.home") =>
        site.Data()
            .Write(w =>
                w.Connection.Execute(
                    """
                    insert into warning (module_id, innovation_id, rule, key, severity, fact, why, next_step, next_step_path,
                        next_step_permission, permission, raised_at, sort_key)
                    values ('Test', @innovation, 'test.rule', @fact, 2, @fact, 'Because.', 'Look', '/', 'host.home', @permission, @Now, '1')
                    """,
                    new
                    {
                        innovation,
                        fact,
                        permission,
                        w.Now,
                    }
                )
            );

    /// <summary>An innovation's id, out of the address of its page.</summary>
    public static Guid Id(this Page page) => Guid.Parse(page.Path.Split('/')[2]);

    public static FormUrlEncodedContent Fields(params (string Name, string Value)[] fields) =>
        new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
}

/// <summary>The machine's clock, some time later.</summary>
internal sealed class LaterClock : TimeProvider
{
    public TimeSpan Later { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Later;
}
