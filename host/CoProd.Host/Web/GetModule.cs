using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Packages;
using CoProd.Host.Web.Pages;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using NuGet.Versioning;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>
/// An administrator looks for a module in the feeds, sees what installing it would do, and asks for it. It is brought and judged now, and
/// takes its place when CoProd starts again.
/// </summary>
public static class GetModule
{
    // A feed that does not answer must not hold the page for longer than somebody waits.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    // Small packages are here before anybody could read how far they are.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Module { get; init; }

        /// <summary>The version or range that was asked for; empty for the highest that fits.</summary>
        public required string Version { get; init; }

        /// <summary>What the plan said when it was agreed to.</summary>
        public required string Plan { get; init; }

        /// <summary>The modules of the plan that are taken although nobody who is trusted has signed them.</summary>
        public required IReadOnlyList<string> AllowUnsigned { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/modules/get",
            Permission = HostPermissions.Modules,
            Read = input => new Form
            {
                Module = input.Text("module", T["the module"], required: true),
                Version = input.Text("version", T["the version"]),
                Plan = input.Text("plan", T["the plan"], max: 4000),
                AllowUnsigned = input.All("allowUnsigned"),
            },
            Handle = Handle,
            Show = Show,
            Then = (_, id) => $"/modules/getting?run={id}",
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var site = visit.Get<Site>();
        try
        {
            using var limit = Limit(visit);
            using var feeds = await Open(site, limit.Token);
            var installer = new Installer(site, feeds);
            var plan = await installer.Plan(Wanted(form.Module, form.Version), limit.Token);
            if (string.Join('\n', installer.Tell(plan)) != form.Plan.ReplaceLineEndings("\n"))
                return Outcome<Guid>.Refused(
                    "",
                    T["What the feeds offer has changed meanwhile. Look at the plan again. Nothing was changed."]
                );
            var by = visit.Caller.Name;
            var bringing = visit
                .Get<Bringings>()
                .Begin(form, plan.Count(installer.IsNew), (watched, ct) => Bring(site, plan, watched, by, ct));
            return Outcome<Guid>.Done(bringing.Id);
        }
        catch (Exception e) when (Refusal(e, visit) is { } refusal)
        {
            return Outcome<Guid>.Refused("", refusal);
        }
    }

    // What was agreed to is brought and judged, and becomes a wish; or it is told why not.
    private static async Task Bring(
        Site site,
        IReadOnlyList<Choice> plan,
        Bringing watched,
        string by,
        CancellationToken ct
    )
    {
        try
        {
            using var feeds = await Open(site, ct);
            var installer = new Installer(site, feeds, watched.Form.AllowUnsigned);
            var brought = await installer.Bring(plan, ct, watched);
            if (brought.Count == 0)
                return;
            var wish = new Wish
            {
                Change = Change.Install,
                Id = watched.Form.Module,
                By = by,
                Brought = new(brought.ToDictionary(), StringComparer.Ordinal),
            };
            Wishes.Alter(site.Options.DataFolder, wishes => wishes.Wanted[wish.Id] = wish);
        }
        catch (ModuleUnsignedException unsigned)
        {
            watched.Refusal = (
                "allowUnsigned",
                T[
                    "{0} is not signed by anybody whose modules of that name we trust. Ask its publisher for their key. Nothing was changed.",
                    unsigned.Id
                ]
            );
        }
        catch (OperationCanceledException)
        {
            watched.Refusal = ("", T["The feeds did not answer in time. Try again later. Nothing was changed."]);
        }
        catch (Exception e)
        {
            // Nobody else hears of it: whoever watches is told, whatever it was.
            watched.Refusal = ("", e.Message);
        }
    }

    /// <summary>Shows how far it is, again and again, and leads on once it is over.</summary>
    internal static async Task<IResult?> Watch(IVisit visit)
    {
        // After a new start of CoProd nobody knows of it; what was brought by then stands among the wishes.
        if (!Guid.TryParse(visit.Asked("run"), out var run) || visit.Get<Bringings>().Find(run) is not { } bringing)
            return Results.LocalRedirect("/modules");
        await Task.WhenAny(bringing.Work, Task.Delay(Moment, visit.Gone));
        if (!bringing.Work.IsCompleted)
            return visit.Page<GettingPage>(
                ("Module", bringing.Form.Module),
                ("Coming", $"{bringing.Step.Id} {bringing.Step.Version}"),
                ("Megabytes", bringing.Step.Bytes / 1e6),
                ("Done", bringing.Step.Done),
                ("Of", bringing.Step.Of)
            );
        if (bringing.Refusal is not null)
            return Results.LocalRedirect(
                $"/modules/get?module={Uri.EscapeDataString(bringing.Form.Module)}&version={Uri.EscapeDataString(bringing.Form.Version)}&run={run}"
            );
        visit.Say(T["It is brought and looks whole. It takes its place when CoProd starts again."]);
        return Results.LocalRedirect("/modules");
    }

    // The form as it was sent, with why it was not taken.
    private static Input Kept(Input input, IVisit visit)
    {
        if (
            !Guid.TryParse(input["run"], out var run)
            || visit.Get<Bringings>().Find(run) is not { Refusal: { } refusal } bringing
        )
            return input;
        var kept = new Input([
            .. input.Raw.Where(one => one.Key != "allowUnsigned"),
            new("allowUnsigned", bringing.Form.AllowUnsigned),
        ]);
        kept.Error(refusal.Field, refusal.Sentence);
        return kept;
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        input = Kept(input, visit);
        var site = visit.Get<Site>();
        var (words, module, version) = (input["q"]?.Trim(), input["module"]?.Trim(), input["version"]?.Trim());
        var (found, plan, refusal) = (new List<GetModulePage.Found>(), (IReadOnlyList<string>)[], (string?)null);
        IReadOnlyList<string> comes = [];
        IReadOnlyList<GetModulePage.Other> others = [];
        try
        {
            using var limit = Limit(visit);
            using var feeds = await Open(site, limit.Token);
            if (!string.IsNullOrEmpty(module))
            {
                var installer = new Installer(site, feeds);
                others = await Others(feeds, module, limit.Token);
                var choices = await installer.Plan(Wanted(module, version), limit.Token);
                plan = installer.Tell(choices);
                comes = [.. choices.Where(installer.IsNew).Select(choice => choice.Offer.Id)];
            }
            else if (!string.IsNullOrEmpty(words))
                found.AddRange(
                    (await feeds.Search(words, limit.Token)).Select(hit => new GetModulePage.Found
                    {
                        Id = hit.Id,
                        Version = hit.Version.ToNormalizedString(),
                        Feed = hit.Feed,
                        Here = site.Modules.Find(hit.Id)?.Manifest?.Version,
                    })
                );
        }
        catch (Exception e) when (Refusal(e, visit) is { } sentence)
        {
            refusal = sentence;
        }
        return visit.Page<GetModulePage>(
            ("Input", input),
            ("Words", words),
            ("Module", module),
            ("Hits", found),
            ("Plan", plan),
            ("Comes", comes),
            ("Others", others),
            ("Version", version),
            ("Refusal", refusal)
        );
    }

    private static CancellationTokenSource Limit(IVisit visit)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(visit.Gone);
        limit.CancelAfter(Longest);
        return limit;
    }

    private static async Task<Feeds> Open(Site site, CancellationToken ct)
    {
        var addresses = await Feeds.Known(site.HostDatabase, ct);
        if (addresses.Count == 0)
            throw new InvalidOperationException(
                T[
                    "There is no feed to take modules from. Whoever runs the server adds one with: coprod feed add ADDRESS"
                ]
            );
        return Feeds.At(addresses);
    }

    private static Dictionary<string, VersionRange> Wanted(string module, string? version) =>
        new() { [module] = Ranges.Typed(string.IsNullOrEmpty(version) ? null : version) };

    // Every version that a feed has, with what it needs, so that another can be chosen.
    private static async Task<IReadOnlyList<GetModulePage.Other>> Others(
        Feeds feeds,
        string module,
        CancellationToken ct
    ) =>
        [
            .. (await feeds.Offers(module, ct)).Select(offer => new GetModulePage.Other(
                offer.Version.ToNormalizedString(),
                string.Join(", ", offer.Needs.Select(needed => $"{needed.Key} {needed.Value.ToNormalizedString()}")),
                offer.Feed
            )),
        ];

    private static string? Refusal(Exception e, IVisit visit) =>
        e switch
        {
            InvalidOperationException or ModuleRefusedException or IOException => e.Message,
            OperationCanceledException when !visit.Gone.IsCancellationRequested => T[
                "The feeds did not answer in time. Try again later. Nothing was changed."
            ],
            _ => null,
        };
}
