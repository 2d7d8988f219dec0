namespace CoProd.OwnershipTransfer.Figures;

/// <summary>Something that must or should be ready, and how far it is: 0 to 4, null while nobody has looked.</summary>
internal readonly record struct Mark(bool IsMandatory, int? Level);

/// <summary>How ready a handover is.</summary>
/// <param name="Lowest">The lowest level of what is mandatory; null while one of them has not been looked at, or none is mandatory.</param>
/// <param name="Mean">The mean of all that was looked at, for the progress; null where nothing was.</param>
/// <param name="Unknown">How many mandatory things nobody has looked at.</param>
internal readonly record struct ReadinessFigures(int? Lowest, double? Mean, int Unknown)
{
    public static ReadinessFigures Of(IEnumerable<Mark> marks)
    {
        var all = marks.ToArray();
        var mandatory = all.Where(one => one.IsMandatory).ToArray();
        var unknown = mandatory.Count(one => one.Level is null);
        var known = all.Where(one => one.Level is not null).Select(one => one.Level!.Value).ToArray();
        return new(
            unknown > 0 || mandatory.Length == 0 ? null : mandatory.Min(one => one.Level),
            known.Length == 0 ? null : known.Average(),
            unknown
        );
    }

    /// <summary>The weakest mandatory part decides, however good the rest is.</summary>
    public bool IsGo(int level) => Lowest >= level;
}
