using CoProd.Contracts;

namespace CoProd.Evaluation.Claims;

/// <summary>The six UK Standards for Public Involvement (November 2019), as they are called.</summary>
public enum Standard
{
    InclusiveOpportunities,
    WorkingTogether,
    SupportAndLearning,
    Communications,
    Impact,
    Governance,
}

/// <summary>The standards as words: a list parted by semicolons in files, by commas where it is kept.</summary>
internal static class Standards
{
    // Names of their own: in files and on pages they are called as they were published.
    public static string NameOf(Standard standard) =>
        standard switch
        {
            Standard.InclusiveOpportunities => "Inclusive Opportunities",
            Standard.WorkingTogether => "Working Together",
            Standard.SupportAndLearning => "Support and Learning",
            Standard.Communications => "Communications",
            Standard.Impact => "Impact",
            _ => "Governance",
        };

    public static string Names(IEnumerable<Standard> standards) => string.Join("; ", standards.Select(NameOf));

    public static string Keep(IEnumerable<Standard> standards) => string.Join(",", standards.Distinct().Order());

    public static IReadOnlyList<Standard> Kept(string kept) =>
        [
            .. kept.Split(',', StringSplitOptions.RemoveEmptyEntries)
                .Where(name => Enum.IsDefined(typeof(Standard), name))
                .Select(name => Enum.Parse<Standard>(name)),
        ];

    /// <summary>Reads a cell: names parted by semicolons, commas or lines; and the first that is no standard.</summary>
    public static (IReadOnlyList<Standard> Found, string? Unknown) Read(string cell)
    {
        var found = new List<Standard>();
        foreach (
            var name in cell.Split(
                [';', ',', '\n'],
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            var folded = Words.Fold(name.Replace("&", "and", StringComparison.Ordinal));
            var standards = Enum.GetValues<Standard>().Where(one => Words.Fold(NameOf(one)) == folded).ToArray();
            if (standards.Length == 0)
                return (found, name);
            found.Add(standards[0]);
        }
        return ([.. found.Distinct().Order()], null);
    }
}
