using System.Numerics;

namespace CoProd.Championing.Figures;

/// <summary>Somebody who could be asked, what it would cost them, and before whom they stand.</summary>
internal sealed record Candidate(Guid Id, double Load, IReadOnlySet<Guid> Covers);

/// <summary>Whom to ask, and which deciders nobody reaches.</summary>
internal sealed record YesPath(IReadOnlyList<Candidate> Ask, IReadOnlyList<Guid> Unreached, bool IsExact);

/// <summary>The set of champions that reaches every decider whose yes is still missing, with the least load in all: a weighted set cover.</summary>
/// <remarks>
/// Exact for few deciders, by going through every subset of them. Beyond that greedy: the least load for each decider newly reached, again
/// and again, and then leaving out whoever is not needed. Greedy is at most 1 + 1/2 + … + 1/d times the lightest, d being the most deciders
/// that one person reaches (Chvátal, "A Greedy Heuristic for the Set-Covering Problem", 1979).
/// </remarks>
internal static class PathToYes
{
    private const int Most = 16;

    public static YesPath Find(IReadOnlyList<Candidate> candidates, IEnumerable<Guid> deciders, int exactUpTo)
    {
        var wanted = deciders.Distinct().ToList();
        var reached = wanted.Where(id => candidates.Any(one => one.Covers.Contains(id))).ToList();
        var exact = reached.Count <= Math.Min(exactUpTo, Most);
        var ask = exact ? Exact(candidates, reached) : Greedy(candidates, reached);
        return new(ask, [.. wanted.Except(reached)], exact);
    }

    // best[s]: the lightest set that reaches at least the deciders in s; of equally light ones, that with fewer people.
    private static IReadOnlyList<Candidate> Exact(IReadOnlyList<Candidate> candidates, List<Guid> deciders)
    {
        var all = (1 << deciders.Count) - 1;
        var masks = candidates.Select(one => Mask(one, deciders)).ToArray();
        var best = new (double Load, int People, int Last, int From)[all + 1];
        for (var s = 1; s <= all; s++)
        {
            best[s] = (double.PositiveInfinity, int.MaxValue, -1, 0);
            var lowest = 1 << BitOperations.TrailingZeroCount(s);
            for (var i = 0; i < masks.Length; i++)
            {
                if ((masks[i] & lowest) == 0)
                    continue;
                var rest = s & ~masks[i];
                var (load, people) = (best[rest].Load + candidates[i].Load, best[rest].People + 1);
                if ((load, people).CompareTo((best[s].Load, best[s].People)) < 0)
                    best[s] = (load, people, i, rest);
            }
        }
        var chosen = new List<Candidate>();
        for (var s = all; s > 0; s = best[s].From)
            chosen.Add(candidates[best[s].Last]);
        return InOrder(candidates, chosen);
    }

    private static IReadOnlyList<Candidate> Greedy(IReadOnlyList<Candidate> candidates, List<Guid> deciders)
    {
        var missing = deciders.ToHashSet();
        var chosen = new List<Candidate>();
        while (missing.Count > 0)
        {
            var next = candidates
                .Where(one => one.Covers.Any(missing.Contains))
                .MinBy(one => one.Load / one.Covers.Count(missing.Contains))!;
            chosen.Add(next);
            missing.ExceptWith(next.Covers);
        }
        foreach (var one in chosen.OrderByDescending(one => one.Load).ToArray())
        {
            if (deciders.TrueForAll(id => chosen.Exists(other => other != one && other.Covers.Contains(id))))
                chosen.Remove(one);
        }
        return InOrder(candidates, chosen);
    }

    private static int Mask(Candidate one, List<Guid> deciders) =>
        deciders.Select((id, at) => one.Covers.Contains(id) ? 1 << at : 0).Sum();

    // In the order given, which is by name: nobody is put before others for their load.
    private static IReadOnlyList<Candidate> InOrder(IReadOnlyList<Candidate> candidates, List<Candidate> chosen) =>
        [.. candidates.Where(chosen.Contains)];
}
