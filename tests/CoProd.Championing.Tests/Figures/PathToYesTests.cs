using CoProd.Championing.Figures;
using CsCheck;

namespace CoProd.Championing.Tests.Figures;

/// <summary>The lightest path is the lightest, by brute force; the greedy one reaches everybody, needs all it names, and keeps Chvátal's bound.</summary>
public sealed class PathToYesTests
{
    private static readonly Guid[] Deciders = [.. Enumerable.Range(1, 5).Select(i => new Guid(i, 0, 0, new byte[8]))];

    private static readonly Gen<Candidate[]> Some = Gen.Select(Gen.Int[1, 40], Gen.Int[0, 31])
        .Array[0, 8]
        .Select(all =>
            all.Select(
                    (one, at) =>
                        new Candidate(
                            new Guid(100 + at, 0, 0, new byte[8]),
                            one.Item1 / 4.0,
                            Deciders.Where((_, d) => (one.Item2 & (1 << d)) != 0).ToHashSet()
                        )
                )
                .ToArray()
        );

    [Fact]
    public void Exact_is_as_light_as_the_lightest_of_all_sets() =>
        Some.Sample(candidates =>
        {
            var found = PathToYes.Find(candidates, Deciders, exactUpTo: 12);
            Assert.True(found.IsExact);
            Assert.True(Reaches(found.Ask, found.Unreached));
            Assert.Equal(Lightest(candidates, found.Unreached), found.Ask.Sum(one => one.Load), 9);
        });

    [Fact]
    public void Greedy_reaches_all_names_nobody_who_is_not_needed_and_stays_within_its_bound() =>
        Some.Sample(candidates =>
        {
            var found = PathToYes.Find(candidates, Deciders, exactUpTo: -1);
            var best = Lightest(candidates, found.Unreached);
            Assert.False(found.IsExact);
            Assert.True(Reaches(found.Ask, found.Unreached));
            foreach (var one in found.Ask)
                Assert.False(Reaches([.. found.Ask.Where(other => other != one)], found.Unreached));
            // 1 + 1/2 + … + 1/5 (Chvátal 1979).
            Assert.InRange(found.Ask.Sum(one => one.Load), best - 1e-9, best * 137 / 60 + 1e-9);
        });

    [Fact]
    public void Deciders_whom_nobody_reaches_are_named_and_the_rest_is_still_planned()
    {
        var anna = new Candidate(new Guid(9, 0, 0, new byte[8]), 2, new HashSet<Guid> { Deciders[0] });

        var found = PathToYes.Find([anna], [Deciders[0], Deciders[1]], exactUpTo: 12);

        Assert.Equal([anna], found.Ask);
        Assert.Equal([Deciders[1]], found.Unreached);
    }

    private static bool Reaches(IReadOnlyList<Candidate> ask, IReadOnlyList<Guid> unreached) =>
        Deciders.Except(unreached).All(id => ask.Any(one => one.Covers.Contains(id)));

    private static double Lightest(Candidate[] candidates, IReadOnlyList<Guid> unreached) =>
        Enumerable
            .Range(0, 1 << candidates.Length)
            .Select(set => candidates.Where((_, at) => (set & (1 << at)) != 0).ToArray())
            .Where(set => Reaches(set, unreached))
            .Min(set => set.Sum(one => one.Load));
}
