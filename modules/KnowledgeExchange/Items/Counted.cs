using CoProd.Contracts.Web;
using CoProd.KnowledgeExchange.Picture;
using static CoProd.KnowledgeExchange.Texts;

namespace CoProd.KnowledgeExchange.Items;

/// <summary>Which items a figure counts: so that each number leads to the records behind it. A word that is not known counts all.</summary>
internal sealed record Counted
{
    private const string Considered = "considered";
    private const string Used = "used";
    private const string ToAnswer = "to-answer";
    private const string Answered = "answered";
    private const string Owed = "owed";
    private const string Kinds = "kinds";
    private const string Topics = "topics";
    private const string Peoples = "peoples";
    private const string Professions = "professions";

    private static readonly string[] Known = [Considered, Used, ToAnswer, Answered, Owed, Kinds, Topics];

    private string What { get; init; } = "";

    private string Source { get; init; } = "";

    public bool IsAll => What.Length + Source.Length == 0;

    public static Counted From(IVisit visit)
    {
        var (what, source) = (visit.Asked("counted") ?? "", visit.Asked("source") ?? "");
        return new()
        {
            What = Known.Contains(what) ? what : "",
            Source =
                source is Peoples or Professions ? source
                : Enum.GetNames<KnowledgeSource>().Contains(source) ? source
                : "",
        };
    }

    /// <summary>The end of the list's address.</summary>
    public string Query =>
        IsAll ? ""
        : Source.Length == 0 ? $"?counted={What}"
        : What.Length == 0 ? $"?source={Source}"
        : $"?counted={What}&source={Source}";

    public IReadOnlyList<KnowledgeItem> Of(InnovationKnowledge book, KnowledgeSettings settings, DateOnly today)
    {
        var decided = book.Decided.ToLookup(one => one.Link.ItemId);
        var owed = book.Debt(today, settings.DebtDays).Select(item => item.Id).ToHashSet();
        return [.. book.Items.Where(IsOfSource).Where(IsCounted)];

        bool IsCounted(KnowledgeItem item) =>
            What switch
            {
                Considered => decided.Contains(item.Id),
                Used => book.IsUsed(item.Id),
                ToAnswer => item.IsSomebodys && decided.Contains(item.Id),
                Answered => item.IsSomebodys && decided[item.Id].Any(one => one.Reply is not null),
                Owed => owed.Contains(item.Id),
                Kinds => item.Source != KnowledgeSource.NotSaid,
                Topics => item.Topic.Length > 0 && item.FromGroup.Length > 0,
                _ => true,
            };
    }

    private bool IsOfSource(KnowledgeItem item) =>
        Source switch
        {
            "" => true,
            Peoples => item.IsPeoples,
            Professions => !item.IsPeoples && item.Source != KnowledgeSource.NotSaid,
            _ => item.Source.ToString() == Source,
        };

    /// <summary>What is counted, as a sentence.</summary>
    public string Said
    {
        get
        {
            var what = What switch
            {
                Considered => T["What decisions that were taken considered."],
                Used => T["What decisions that were taken used."],
                ToAnswer => T["What people told and decisions that were taken considered."],
                Answered => T["What people told, decisions that were taken considered, and was answered."],
                Owed => T["What is owed an answer."],
                Kinds => T["What is said of which kind it is."],
                Topics => T["What names a topic and a group."],
                _ => "",
            };
            var source = Source switch
            {
                "" => "",
                Peoples => T["Of what people know themselves, lived and local."],
                Professions => T["Of what professions know: practice, research and data."],
                _ => T["Of this kind: {0}.", Say.Kind(Enum.Parse<KnowledgeSource>(Source))],
            };
            return $"{what} {source}".Trim();
        }
    }
}
