using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using CoProd.Host.Audit;
using CoProd.Host.Data;
using CoProd.Host.Modules;

namespace CoProd.Host.Commands;

/// <summary>The options that verbs share, each meaning the same everywhere.</summary>
internal static class CommonOptions
{
    public static Option<string> Data { get; } =
        new("--data")
        {
            Description = "Where everything is kept. Made when it is not there.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("COPROD_DATA") ?? "coprod-data",
        };

    public static Option<int> Port { get; } =
        new("--port") { Description = "The port on 127.0.0.1.", DefaultValueFactory = _ => 5080 };

    public static Option<string?> Postgres { get; } =
        new("--postgres")
        {
            Description = "Connection string of a PostgreSQL database, instead of SQLite files.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("COPROD_POSTGRES"),
        };

    public static Option<string[]> Modules { get; } =
        new("--modules") { Description = "A folder with modules, one folder each. May be given more than once." };

    public static Option<bool> SafeMode { get; } =
        new("--safe-mode") { Description = "Start with the Register alone." };

    public static Option<IPAddress> Listen { get; } =
        new("--listen")
        {
            Description =
                "The address to listen on. 127.0.0.1 unless you say otherwise: put a web server in front for others.",
            DefaultValueFactory = result => Read(result, Variable("COPROD_LISTEN"), Address) ?? IPAddress.Loopback,
            CustomParser = result => Read(result, Typed(result), Address),
        };

    public static Option<Uri?> Url { get; } =
        new("--url")
        {
            Description =
                "Where people reach it, for example https://coprod.example.org. Other names are then refused.",
            DefaultValueFactory = result => Read(result, Variable("COPROD_URL"), PublicUrl),
            CustomParser = result => Read(result, Typed(result), PublicUrl),
        };

    public static Option<IPAddress[]> Proxy { get; } =
        new("--proxy")
        {
            Description =
                "The address of a web server in front, whose word on who is calling is taken. May be given more than once.",
            DefaultValueFactory = result => Addresses(result, Variable("COPROD_PROXIES")),
            CustomParser = result => Addresses(result, Typed(result)),
        };

    private static IEnumerable<string> Typed(ArgumentResult result) => result.Tokens.Select(token => token.Value);

    private static IEnumerable<string> Variable(string name) =>
        (Environment.GetEnvironmentVariable(name) ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);

    private static IPAddress[] Addresses(ArgumentResult result, IEnumerable<string> texts) =>
        [.. texts.Select(text => Read(result, [text], Address)).OfType<IPAddress>()];

    private static IPAddress? Address(string text) => IPAddress.TryParse(text, out var address) ? address : null;

    // Typed or from the environment: what is not understood stops the start, and is told.
    private static T? Read<T>(ArgumentResult result, IEnumerable<string> texts, Func<string, T?> read)
        where T : class
    {
        if (texts.LastOrDefault() is not { } text)
            return null;
        var value = read(text);
        if (value is null)
            result.AddError($"{text} is not understood. Give it as in the example of --help.");
        return value;
    }

    private static Uri? PublicUrl(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/"
            ? url
            : null;

    public static Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document." };

    public static Argument<string> ModuleId { get; } =
        new("id") { Description = "The module, for example CoProd.Resourcing." };

    public static HostOptions HostOptions(this ParseResult parsed, bool demo = false)
    {
        var folders = parsed.GetValue(Modules);
        var options = new HostOptions
        {
            DataFolder = Path.GetFullPath(parsed.GetValue(Data)!),
            Postgres = parsed.GetValue(Postgres),
            Port = parsed.CommandResult.Command.Options.Contains(Port) ? parsed.GetValue(Port) : 0,
            SafeMode = parsed.CommandResult.Command.Options.Contains(SafeMode) && parsed.GetValue(SafeMode),
            Demo = demo,
            Listen = Given(Listen) ? parsed.GetValue(Listen)! : IPAddress.Loopback,
            PublicUrl = Given(Url) ? parsed.GetValue(Url) : null,
            Proxies = Given(Proxy) ? parsed.GetValue(Proxy)! : [],
        };
        bool Given(Option option) => parsed.CommandResult.Command.Options.Contains(option);
        return folders is { Length: > 0 } ? options with { ModuleFolders = folders } : options;
    }

    /// <summary>A verb that opens an installation, does one thing with it, and ends. What goes wrong is said in a sentence, with exit code 1.</summary>
    public static void Does(this Command command, Func<Site, ParseResult, CancellationToken, Task<int>> work)
    {
        foreach (var option in new Option[] { Data, Postgres, Modules })
            command.Options.Add(option);
        command.SetAction(
            (parsed, ct) => WithSite(parsed.HostOptions(), site => Noted(site, parsed, work(site, parsed, ct)), ct)
        );
    }

    /// <summary>As <see cref="Does"/>, with the modules' manifests alone: it works whatever the modules would do.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="work">What it does.</param>
    /// <param name="alone">No service may run on the data meanwhile.</param>
    public static void DoesWithoutModules(
        this Command command,
        Func<Site, ParseResult, CancellationToken, Task<int>> work,
        bool alone = false
    )
    {
        foreach (var option in new Option[] { Data, Postgres, Modules })
            command.Options.Add(option);
        command.SetAction(
            (parsed, ct) =>
                WithSite(
                    parsed.HostOptions() with
                    {
                        WithoutModules = true,
                        Serves = alone,
                    },
                    site => Noted(site, parsed, work(site, parsed, ct)),
                    ct
                )
        );
    }

    private static readonly HashSet<string> OnlyLook =
    [
        "list",
        "verify",
        "search",
        "info",
        "why",
        "plan",
        "trusted",
        "forecast",
        "show",
        "test",
        "roles",
    ];

    // Who sits at the console holds the files, yet what they changed or took away stands in the trail like anybody's doing.
    private static async Task<int> Noted(Site site, ParseResult parsed, Task<int> work)
    {
        var words = new List<string>();
        for (var at = parsed.CommandResult; at is { Command: not RootCommand }; at = at.Parent as CommandResult)
            words.Insert(0, at.Command.Name);
        var entry = new AuditEntry
        {
            Kind = AuditKind.Console,
            Action = "coprod " + string.Join(' ', words),
            Who = Guid.Empty,
            RecordId = parsed.CommandResult.Command.Arguments.OfType<Argument<Guid>>().FirstOrDefault() is { } id
                ? parsed.GetValue(id)
                : null,
            Detail = parsed.CommandResult.Command.Arguments.Contains(ModuleId) ? parsed.GetValue(ModuleId) ?? "" : "",
        };
        var trail = (AuditTrail)site.Services.GetService(typeof(AuditTrail))!;
        try
        {
            var code = await work;
            entry = entry with
            {
                RecordId = site.About.RecordId ?? entry.RecordId,
                InnovationId = site.About.InnovationId,
                Detail = site.About.Detail.Length > 0 ? site.About.Detail : entry.Detail,
            };
            if (!OnlyLook.Contains(words[^1]))
                await trail.Append(entry with { Outcome = code == 1 ? AuditOutcome.Refused : AuditOutcome.Done });
            return code;
        }
        catch (InvalidOperationException)
        {
            if (!OnlyLook.Contains(words[^1]))
                await trail.Append(entry with { Outcome = AuditOutcome.Refused });
            throw;
        }
    }

    /// <summary>Work on files that needs no installation. What goes wrong is said in a sentence, with exit code 1.</summary>
    public static int Told(Action work)
    {
        try
        {
            work();
            return 0;
        }
        catch (Exception e) when (e is ModuleRefusedException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    public static async Task<int> WithSite(HostOptions options, Func<Site, Task<int>> work, CancellationToken ct)
    {
        var isNew = options.Postgres is null && !Directory.Exists(options.DataFolder);
        try
        {
            await using var site = await Site.Open(options, ct);
            // A mistyped folder would otherwise answer "nothing" to every question.
            if (isNew)
                await Console.Error.WriteLineAsync(
                    $"There was nothing in {options.DataFolder}: an empty installation was made there. If you meant another, name it with --data."
                );
            var code = await work(site);
            await ((Events.Deliverer)site.Services.GetService(typeof(Events.Deliverer))!).Drain(ct);
            return code;
        }
        catch (Exception e)
            when (e
                    is InvalidOperationException
                        or Autofac.Core.DependencyResolutionException
                        or IOException
                        or MigrationException
                        or ModuleRefusedException
                        or System.Data.Common.DbException
            )
        {
            await Console.Error.WriteLineAsync(SentenceOf(e));
            return 1;
        }
    }

    /// <summary>What went wrong, in its own words: the container says of a service that could not be made only that it could not.</summary>
    public static string SentenceOf(Exception e) =>
        e is Autofac.Core.DependencyResolutionException
        || e.InnerException is Autofac.Core.DependencyResolutionException
            ? e.GetBaseException().Message
            : e.Message;
}
