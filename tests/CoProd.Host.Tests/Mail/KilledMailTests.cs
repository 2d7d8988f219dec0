using System.Diagnostics;
using CoProd.Contracts.Modules;
using CoProd.Host.Mail;
using CoProd.Host.Security;
using CoProd.Testing;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using SmtpServer.Protocol;

namespace CoProd.Host.Tests.Mail;

/// <summary>The service as a process of its own, killed at the worst moment: the server has the mail and has not answered.</summary>
public sealed class KilledMailTests
{
    [Fact]
    public async Task A_service_killed_while_it_hands_a_mail_over_sends_it_no_second_time()
    {
        await using var office = PostOffice.Open();
        var folder = Directory.CreateTempSubdirectory("coprod-mail-").FullName;
        await PutTwo(office, folder);
        var has = new TaskCompletionSource();
        var held = new TaskCompletionSource<SmtpResponse>();
        office.Answer = () =>
        {
            has.TrySetResult();
            return held.Task;
        };

        using (var first = Start(folder))
        {
            await has.Task.WaitAsync(TimeSpan.FromMinutes(2));
            first.Kill(entireProcessTree: true);
            await first.WaitForExitAsync();
        }
        office.Answer = () => Task.FromResult(SmtpResponse.Ok);
        held.SetResult(SmtpResponse.Ok);
        using var second = Start(folder);
        await office.Last("second@example.org");
        second.Kill(entireProcessTree: true);
        await second.WaitForExitAsync();

        Assert.Single(office.To("first@example.org"));
        await using (var after = await TestSite.Start(TestEngine.Sqlite, folder: folder))
            Assert.Equal(1, await after.Count("mail where state in ('Sending', 'Doubtful') and attempts = 1"));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task PutTwo(PostOffice office, string folder)
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite, folder: folder);
        await office.Serve(site);
        // From here on nothing leaves; the processes of the test find what waits.
        await site.Host().Web.StopAsync();
        var ways = site.Host().Services.GetRequiredService<WaysIn>();
        foreach (var who in new[] { "first", "second" })
        {
            var account = await site.Make(who, Role.Viewer);
            await site.Data()
                .Write(w =>
                {
                    w.Connection.Execute(
                        "update account set email = @email where id = @Id",
                        new { email = who + "@example.org", account.Id }
                    );
                    return Mails.Put(
                        w,
                        MailKind.Reset,
                        account.Id,
                        ways.Put(w, account.Id, WayInKind.Reset, printed: false)
                    );
                });
        }
    }

    private static Process Start(string folder)
    {
        var process = Testing.Console.Start(["run", "--data", folder, "--port", "0"]);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
