using System.CommandLine;
using CoProd.Contracts.Contributions;

namespace CoProd.Host.Commands;

/// <summary>Verbs that modules bring, for example <c>coprod gaps</c>. The host's own options work on them too.</summary>
internal static class ModuleVerbs
{
    private static readonly Argument<string[]> Words = new("arguments") { Arity = ArgumentArity.ZeroOrMore };

    public static Task<int> Run(string word, string[] args)
    {
        var command = new Command(word, "A module's verb.") { Words, CommonOptions.Json };
        command.Does((site, parsed, ct) => RunVerb(site, word, parsed, ct));
        return new RootCommand { command }
            .Parse([word, .. args])
            .InvokeAsync();
    }

    private static async Task<int> RunVerb(Site site, string word, ParseResult parsed, CancellationToken ct)
    {
        if (site.Modules.One<IVerb>(verb => verb.Name == word) is not { } found)
        {
            var known = await site.Modules.Ask<IVerb, string>(
                verb => Task.FromResult($"  {verb.Name, -12} {verb.Summary}"),
                ct
            );
            await Console.Error.WriteLineAsync(
                $"There is no verb “{word}”. `coprod --help` lists the host's; modules add:"
            );
            foreach (var line in known)
                await Console.Error.WriteLineAsync(line.Result);
            return 1;
        }
        await using var scope = found.Scope;
        var call = new VerbCall
        {
            Arguments = parsed.GetValue(Words) ?? [],
            Json = parsed.GetValue(CommonOptions.Json),
            Out = Console.Out,
            Error = Console.Error,
        };
        return await found.Contribution.Run(call, ct);
    }
}
