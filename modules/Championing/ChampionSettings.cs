using CoProd.Contracts.Modules;
using static CoProd.Championing.Texts;

namespace CoProd.Championing;

/// <summary>The institution's thresholds. Each is a setting; none stands in a formula.</summary>
internal sealed record ChampionSettings
{
    public required int CriticalPower { get; init; }
    public required int CriticalAudiences { get; init; }
    public required int RoleEndsDays { get; init; }
    public required int MostInnovations { get; init; }
    public required int MostRoles { get; init; }
    public required int AnswerDays { get; init; }
    public required int QuarterDays { get; init; }
    public required int YesFrom { get; init; }
    public required double ActiveCover { get; init; }
    public required double StrongCover { get; init; }
    public required double HalfLifeDays { get; init; }
    public required double CareFactor { get; init; }
    public required int ExactDeciders { get; init; }
    public required int KeepNamesDays { get; init; }

    public static ChampionSettings From(ISettings settings)
    {
        return new()
        {
            CriticalPower = Whole("critical-power"),
            CriticalAudiences = Whole("critical-audiences"),
            RoleEndsDays = Whole("role-ends"),
            MostInnovations = Whole("most-innovations"),
            MostRoles = Whole("most-roles"),
            AnswerDays = Whole("answer-days"),
            QuarterDays = Whole("quarter-days"),
            YesFrom = Whole("yes-from"),
            ActiveCover = Real("active-cover"),
            StrongCover = Real("strong-cover"),
            HalfLifeDays = Real("half-life"),
            CareFactor = Real("care-factor"),
            ExactDeciders = Whole("exact-deciders"),
            KeepNamesDays = Whole("keep-names"),
        };

        double Real(string name) => (double)settings.Number("championing." + name);

        int Whole(string name) => (int)settings.Number("championing." + name);
    }

    public static void Declare(IModuleBuilder module)
    {
        Add(
            "critical-power",
            "4",
            () => T["An audience counts as critical when its word weighs at least this (1 to 5)."]
        );
        Add(
            "critical-audiences",
            "2",
            () => T["Tell when one champion alone stands before this many critical audiences."]
        );
        Add("role-ends", "90", () => T["Days before a champion’s role ends that we ask for a deputy."]);
        Add("most-innovations", "2", () => T["Tell when one champion stands up for more innovations than this."]);
        Add("most-roles", "2", () => T["Ask with care somebody who holds more champion roles than this."]);
        Add("answer-days", "30", () => T["Tell when an objection is unanswered for more than this many days."]);
        Add("quarter-days", "91", () => T["Days over which the movement of a position is measured."]);
        Add("yes-from", "1", () => T["A position counts as a yes from here on (-2 to 2)."]);
        Add(
            "active-cover",
            "0.5",
            () => T["Championing counts as active from this share of the power covered (0 to 1)."]
        );
        Add(
            "strong-cover",
            "0.8",
            () => T["Championing counts as strong from this share of the power covered (0 to 1)."]
        );
        Add("half-life", "28", () => T["Days after which an act weighs half as much on a champion."]);
        Add("care-factor", "2", () => T["How many times over somebody counts who is to be asked with care."]);
        Add(
            "exact-deciders",
            "12",
            () => T["Up to this many deciders the lightest path is worked out exactly (at most 16)."]
        );
        Add("keep-names", "1825", () => T["Days after a role ended that it no longer says who held it."]);

        void Add(string name, string value, Func<string> means) =>
            module.Setting(
                new()
                {
                    Name = "championing." + name,
                    Default = value,
                    Means = means,
                }
            );
    }
}
