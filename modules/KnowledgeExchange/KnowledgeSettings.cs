using CoProd.Contracts.Modules;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange;

/// <summary>The institution's thresholds. Each is a setting; none stands in a formula.</summary>
internal sealed record KnowledgeSettings
{
    public required int Fewest { get; init; }
    public required int DebtDays { get; init; }
    public required int ReplyDays { get; init; }
    public required int HistoryDays { get; init; }
    public required int CellItems { get; init; }
    public required int SmallPlace { get; init; }
    public required int SilentDays { get; init; }
    public required double ActiveClosure { get; init; }
    public required double StrongClosure { get; init; }
    public required int OwedDays { get; init; }
    public required int OneWay { get; init; }
    public required int UnusedDays { get; init; }
    public required double ReadingEase { get; init; }
    public required double StrongReciprocity { get; init; }
    public required bool HasFeed { get; init; }

    public static KnowledgeSettings From(ISettings settings)
    {
        return new()
        {
            Fewest = Whole("fewest"),
            DebtDays = Whole("debt-days"),
            ReplyDays = Whole("reply-days"),
            HistoryDays = Whole("history-days"),
            CellItems = Whole("cell-items"),
            SmallPlace = Whole("small-place"),
            SilentDays = Whole("silent-days"),
            ActiveClosure = Real("active-closure"),
            StrongClosure = Real("strong-closure"),
            OwedDays = Whole("owed-days"),
            OneWay = Whole("one-way"),
            UnusedDays = Whole("unused-days"),
            ReadingEase = Real("reading-ease"),
            StrongReciprocity = Real("strong-reciprocity"),
            HasFeed = Whole("public-feed") == 1,
        };

        double Real(string name) => (double)settings.Number("knowledge." + name);

        int Whole(string name) => (int)settings.Number("knowledge." + name);
    }

    public static void Declare(IModuleBuilder module)
    {
        Add("fewest", "5", () => T["A rate of what was used is said from so many things considered."]);
        Add(
            "debt-days",
            "28",
            () => T["Days after which something people told counts as owed: neither used nor answered."]
        );
        Add(
            "reply-days",
            "28",
            () => T["Days after a decision by which those who gave their knowledge should be answered."]
        );
        Add(
            "history-days",
            "91",
            () => T["What lay further back than so many days when it was recorded raises no warning."]
        );
        Add("cell-items", "3", () => T["So many items about a topic from a group count as covered."]);
        Add("small-place", "5", () => T["A place of which fewer people spoke could tell who they are."]);
        Add(
            "silent-days",
            "180",
            () => T["After so many days without anything new, valuing or exchanging knowledge counts as silent."]
        );
        Add(
            "active-closure",
            "0.5",
            () => T["Valuing knowledge counts as active from this share of answers given (0 to 1)."]
        );
        Add(
            "strong-closure",
            "0.8",
            () => T["Valuing knowledge counts as strong from this share of answers given (0 to 1)."]
        );
        Add("owed-days", "14", () => T["Days after which a question that is owed an answer is told."]);
        Add("one-way", "3", () => T["Tell when so many exchanges went from one group to another and none came back."]);
        Add("unused-days", "365", () => T["Days after which a product that nobody uses is told."]);
        Add("reading-ease", "60", () => T["The least reading ease (Flesch, 0 to 100) of a text for everybody."]);
        Add(
            "strong-reciprocity",
            "0.5",
            () => T["Exchange counts as strong from this share that comes back (0 to 1)."]
        );
        Add(
            "public-feed",
            "0",
            () =>
                T[
                    "1 opens a feed of what people agreed to make public, at /open/knowledge/feed.atom; 0 keeps it closed."
                ]
        );

        void Add(string name, string value, Func<string> means) =>
            module.Setting(
                new()
                {
                    Name = "knowledge." + name,
                    Default = value,
                    Means = means,
                }
            );
    }
}
