using System.Diagnostics;

namespace CoProd.Host.Tests.Data;

/// <summary>The service as a process of its own, for tests that kill it or look at it from outside.</summary>
internal static class OwnProcess
{
    public const string Password = "correct horse battery staple";

    /// <summary>A coordinator's bearer token, made at the console before the service starts.</summary>
    public static async Task<string> Token(IReadOnlyList<string> words)
    {
        using (var add = Testing.Console.Start(["user", "add", "writer", "--role", "Coordinator", .. words]))
        {
            await add.StandardInput.WriteLineAsync(Password);
            add.StandardInput.Close();
            var errors = await add.StandardError.ReadToEndAsync();
            await add.WaitForExitAsync();
            Assert.True(add.ExitCode == 0, errors);
        }
        var made = await Testing.Console.Run(["token", "create", "writer", .. words]);
        Assert.True(made.Code == 0, made.Errors);
        return made.Output.Trim();
    }

    /// <summary>Where it answers, once it does; null when it ended instead.</summary>
    public static async Task<string?> AddressOrNull(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (
                line.Split(' ').FirstOrDefault(word => word.StartsWith("http://", StringComparison.Ordinal)) is
                { } address
            )
                return address.TrimEnd('.');
        }
        return null;
    }

    /// <summary>The same, where it must not end.</summary>
    public static async Task<string> Address(Process process) =>
        await AddressOrNull(process)
        ?? throw new InvalidOperationException("It ended: " + await process.StandardError.ReadToEndAsync());
}
