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

    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Module { get; init; }

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
                Plan = input.Text("plan", T["the plan"], max: 4000),
                AllowUnsigned = input.All("allowUnsigned"),
            },
            Handle = Handle,
            Show = Show,
            Then = (_, _) => "/modules",
            Said = () => T["It is brought and looks whole. It takes its place when CoProd starts again."],
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var site = visit.Get<Site>();
        try
        {
            using var limit = Limit(visit);
            using var feeds = await Open(site, limit.Token);
            var installer = new Installer(site, feeds, form.AllowUnsigned);
            var plan = await installer.Plan(Wanted(form.Module), limit.Token);
            if (string.Join('\n', installer.Tell(plan)) != form.Plan.ReplaceLineEndings("\n"))
                return Outcome<Guid>.Refused(
                    "",
                    T["What the feeds offer has changed meanwhile. Look at the plan again. Nothing was changed."]
                );
            var wish = new Wish
            {
                Change = Change.Install,
                Id = form.Module,
                By = visit.Caller.Name,
                Brought = new((await installer.Bring(plan, limit.Token)).ToDictionary(), StringComparer.Ordinal),
            };
            if (wish.Brought.Count > 0)
                Wishes.Alter(site.Options.DataFolder, wishes => wishes.Wanted[form.Module] = wish);
            return Outcome<Guid>.Done(Guid.Empty);
        }
        catch (ModuleUnsignedException unsigned)
        {
            return Outcome<Guid>.Refused(
                "allowUnsigned",
                T[
                    "{0} is not signed by anybody whose modules of that name we trust. Ask its publisher for their key. Nothing was changed.",
                    unsigned.Id
                ]
            );
        }
        catch (Exception e) when (Refusal(e, visit) is { } refusal)
        {
            return Outcome<Guid>.Refused("", refusal);
        }
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var site = visit.Get<Site>();
        var (words, module) = (input["q"]?.Trim(), input["module"]?.Trim());
        var (found, plan, refusal) = (new List<GetModulePage.Found>(), (IReadOnlyList<string>)[], (string?)null);
        IReadOnlyList<string> comes = [];
        try
        {
            using var limit = Limit(visit);
            using var feeds = await Open(site, limit.Token);
            if (!string.IsNullOrEmpty(module))
            {
                var installer = new Installer(site, feeds);
                var choices = await installer.Plan(Wanted(module), limit.Token);
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

    private static Dictionary<string, VersionRange> Wanted(string module) =>
        new() { [module] = VersionRange.AllStable };

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
