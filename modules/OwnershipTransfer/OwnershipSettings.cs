using CoProd.Contracts.Modules;
using CoProd.OwnershipTransfer.Picture;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer;

/// <summary>The institution's thresholds and weights. Each is a setting; none stands in a formula.</summary>
internal sealed record OwnershipSettings
{
    /// <summary>How much each right weighs in the transfer index.</summary>
    public required IReadOnlyDictionary<OwnershipRight, double> Weights { get; init; }

    public required double DumpingGap { get; init; }
    public required int GoLevel { get; init; }
    public required double KeyShare { get; init; }
    public required int KeyPeople { get; init; }
    public required int TailDays { get; init; }
    public required int KeptDays { get; init; }
    public required int SilentDays { get; init; }
    public required double ActiveIndex { get; init; }
    public required double StrongIndex { get; init; }
    public required int KeepNamesDays { get; init; }

    public double WeightOf(OwnershipRight right) => Weights[right];

    public static OwnershipSettings From(ISettings settings) =>
        new()
        {
            Weights = Enum.GetValues<OwnershipRight>()
                .ToDictionary(right => right, right => (double)settings.Number(NameOf(right))),
            DumpingGap = (double)settings.Number("ownership.dumping-gap"),
            GoLevel = (int)settings.Number("ownership.go-level"),
            KeyShare = (double)settings.Number("ownership.key-share"),
            KeyPeople = (int)settings.Number("ownership.key-people"),
            TailDays = (int)settings.Number("ownership.tail-days"),
            KeptDays = (int)settings.Number("ownership.kept-days"),
            SilentDays = (int)settings.Number("ownership.silent-days"),
            ActiveIndex = (double)settings.Number("ownership.active-index"),
            StrongIndex = (double)settings.Number("ownership.strong-index"),
            KeepNamesDays = (int)settings.Number("ownership.keep-names"),
        };

    public static void Declare(IModuleBuilder module)
    {
        // What runs an innovation day by day weighs most; a name or a seat follows.
        Weight(OwnershipRight.Decide, "3", () => T["How much the right to decide weighs in the transfer index."]);
        Weight(OwnershipRight.Spend, "3", () => T["How much the right to spend weighs in the transfer index."]);
        Weight(OwnershipRight.Adapt, "2", () => T["How much the right to change it weighs in the transfer index."]);
        Weight(OwnershipRight.Stop, "3", () => T["How much the right to stop it weighs in the transfer index."]);
        Weight(OwnershipRight.Name, "1", () => T["How much the right to its name weighs in the transfer index."]);
        Weight(
            OwnershipRight.IntellectualProperty,
            "1",
            () => T["How much intellectual property weighs in the transfer index."]
        );
        Weight(
            OwnershipRight.DataControl,
            "2",
            () => T["How much being controller of its data weighs in the transfer index."]
        );
        Weight(
            OwnershipRight.Title,
            "2",
            () => T["How much owning its things and rooms weighs in the transfer index."]
        );
        Weight(OwnershipRight.Employ, "2", () => T["How much employing its people weighs in the transfer index."]);
        Weight(OwnershipRight.Represent, "1", () => T["How much speaking for it weighs in the transfer index."]);

        Add(
            "ownership.dumping-gap",
            "0.2",
            () => T["Tell when the share of obligations exceeds that of rights and means by more than this (0 to 1)."]
        );
        Add("ownership.go-level", "3", () => T["The level that everything mandatory must have reached (0 to 4)."]);
        Add(
            "ownership.key-share",
            "0.8",
            () => T["Key people are the fewest who carry this share of what a party has to do (0 to 1)."]
        );
        Add("ownership.key-people", "2", () => T["Tell when a receiver relies on so few key people, or fewer."]);

        Add("ownership.tail-days", "100", () => T["Days before support after a handover ends that we tell it."]);
        Add("ownership.kept-days", "30", () => T["Days before the last day of what a giver keeps that we tell it."]);
        Add(
            "ownership.silent-days",
            "180",
            () => T["A handover in which nothing happened for so many days is silent."]
        );
        Add(
            "ownership.active-index",
            "0.25",
            () => T["Transferring ownership counts as active from this transfer index (0 to 1)."]
        );
        Add(
            "ownership.strong-index",
            "0.6",
            () => T["Transferring ownership counts as strong from this transfer index (0 to 1)."]
        );
        Add(
            "ownership.keep-names",
            "2555",
            () => T["Days after which it is no longer kept who answered, rehearsed or confirmed."]
        );

        void Weight(OwnershipRight right, string value, Func<string> means) => Add(NameOf(right), value, means);

        void Add(string name, string value, Func<string> means) =>
            module.Setting(
                new()
                {
                    Name = name,
                    Default = value,
                    Means = means,
                }
            );
    }

    private static string NameOf(OwnershipRight right) =>
        "ownership.weight-"
        + right switch
        {
            OwnershipRight.Decide => "decide",
            OwnershipRight.Spend => "spend",
            OwnershipRight.Adapt => "adapt",
            OwnershipRight.Stop => "stop",
            OwnershipRight.Name => "name",
            OwnershipRight.IntellectualProperty => "intellectual-property",
            OwnershipRight.DataControl => "data",
            OwnershipRight.Title => "title",
            OwnershipRight.Employ => "employ",
            _ => "represent",
        };
}
