using CoProd.Host.Modules;
using NuGet.Versioning;

namespace CoProd.Host.Packages;

/// <summary>
/// Finds versions that fit together: for each module the highest stable one that everybody who needs it can live with, going back to a
/// lower one where a higher leads nowhere. Offers are asked in a fixed order, so the same feeds give the same answer.
/// </summary>
internal sealed class Resolver(
    Func<string, CancellationToken, Task<IReadOnlyList<Offer>>> offers,
    NuGetVersion contracts,
    IReadOnlyDictionary<string, NuGetVersion> here
)
{
    /// <summary>The versions of these modules, as what is there already.</summary>
    public static IReadOnlyDictionary<string, NuGetVersion> VersionsOf(IEnumerable<LoadedModule> modules) =>
        modules
            .Where(module => module.Manifest is not null)
            .DistinctBy(module => module.Id)
            .ToDictionary(
                module => module.Id,
                module => NuGetVersion.Parse(module.Manifest!.Version),
                StringComparer.OrdinalIgnoreCase
            );

    private readonly Dictionary<string, IReadOnlyList<Offer>> known = new(StringComparer.OrdinalIgnoreCase);
    private string? deadEnd;

    /// <summary>Chooses versions for what is wanted and for all that it needs.</summary>
    /// <param name="wanted">The modules that were asked for, with the versions that will do.</param>
    /// <param name="ct">Ends the search.</param>
    /// <returns>What must be installed beyond what is here, those that others need first.</returns>
    /// <exception cref="InvalidOperationException">Nothing fits; the sentence names the first dead end.</exception>
    public async Task<IReadOnlyList<Choice>> Resolve(
        IReadOnlyDictionary<string, VersionRange> wanted,
        CancellationToken ct
    )
    {
        deadEnd = null;
        var open = wanted
            .OrderBy(w => w.Key, StringComparer.Ordinal)
            .Select(w => new Need(w.Key, w.Value, "you asked for it", true))
            .ToList();
        return await Search(open, [], ct) ?? throw new InvalidOperationException(deadEnd + " Nothing was changed.");
    }

    private async Task<IReadOnlyList<Choice>?> Search(List<Need> open, List<Choice> chosen, CancellationToken ct)
    {
        if (open.Count == 0)
            return [.. Enumerable.Reverse(chosen)];
        var need = open[0];
        var rest = open.Skip(1).ToList();
        if (chosen.Find(c => Same(c.Offer.Id, need.Id)) is { } taken)
        {
            if (need.Range.Satisfies(taken.Offer.Version))
                return await Search(rest, chosen, ct);
            deadEnd ??=
                $"{need.Because} needs {need.Id} {need.Range.PrettyPrint()}, but {taken.Offer.Version} was chosen because {taken.Because}.";
            return null;
        }
        // What is here and fits is left alone, unless it is what was asked for.
        if (!need.IsAsked && here.TryGetValue(need.Id, out var installed) && need.Range.Satisfies(installed))
            return await Search(rest, chosen, ct);
        foreach (var offer in await Fitting(need, ct))
        {
            var needs = offer
                .Needs.Where(n => !Same(n.Key, ModulePackage.ContractsId))
                .Select(n => new Need(n.Key, n.Value, $"{offer.Id} {offer.Version}", false));
            if (await Search([.. needs, .. rest], [.. chosen, new Choice(offer, need.Because)], ct) is { } found)
                return found;
        }
        return null;
    }

    private async Task<IReadOnlyList<Offer>> Fitting(Need need, CancellationToken ct)
    {
        if (!known.TryGetValue(need.Id, out var all))
            known[need.Id] = all = await offers(need.Id, ct);
        var inRange = all.Where(offer => need.Range.Satisfies(offer.Version)).ToList();
        var fitting = inRange
            .Where(offer =>
                !offer.Needs.TryGetValue(ModulePackage.ContractsId, out var range) || range.Satisfies(contracts)
            )
            .ToList();
        // A version in the making only where nothing else is asked for or there.
        var stable = fitting.Where(offer => !offer.Version.IsPrerelease).ToList();
        if (fitting.Count == 0)
            deadEnd ??=
                all.Count == 0 ? $"No feed has {need.Id} ({Reason(need)})."
                : inRange.Count == 0
                    ? $"No feed has {need.Id} {need.Range.PrettyPrint()} ({Reason(need)}); there is {string.Join(", ", all.Select(o => o.Version))}."
                : $"{need.Id} {string.Join(", ", inRange.Select(o => o.Version))} was built for other contracts than {contracts}.";
        return stable.Count > 0 ? stable : fitting;
    }

    private static string Reason(Need need) => need.IsAsked ? "which you asked for" : $"which {need.Because} needs";

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private sealed record Need(string Id, VersionRange Range, string Because, bool IsAsked);
}

/// <summary>A version that was chosen, and who needs it.</summary>
internal sealed record Choice(Offer Offer, string Because);
