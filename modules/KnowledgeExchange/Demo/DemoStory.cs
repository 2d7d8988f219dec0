using CoProd.KnowledgeExchange.Picture;

namespace CoProd.KnowledgeExchange.Demo;

/// <summary>Records of one innovation as they come together. Days count from the first run.</summary>
internal sealed class DemoStory(DateOnly today, Func<string, Guid?> find)
{
    private readonly List<KnowledgeItem> items = [];
    private readonly List<Contest> contests = [];
    private readonly List<Decision> decisions = [];
    private readonly List<Link> links = [];
    private readonly List<Reply> replies = [];

    public Guid Item(
        string? by,
        KnowledgeSource source,
        int day,
        string words,
        string group,
        string place,
        string topic,
        ConsentScope consent = ConsentScope.Innovation,
        Attribution attribution = Attribution.Group
    )
    {
        var id = Guid.CreateVersion7();
        items.Add(
            new()
            {
                Id = id,
                Statement = words,
                Source = source,
                PersonId = by is null ? null : find(by),
                FromGroup = group,
                Place = place,
                Topic = topic,
                HeardOn = today.AddDays(day),
                Consent = consent,
                Attribution = attribution,
                RecordedAt = At(day),
            }
        );
        return id;
    }

    public Guid Named(
        string by,
        KnowledgeSource source,
        int day,
        string words,
        string group,
        string place,
        string topic
    ) => Item(by, source, day, words, group, place, topic, ConsentScope.Institution, Attribution.Name);

    public void Differently(Guid item, string words, int day) =>
        contests.Add(
            new()
            {
                Id = Guid.CreateVersion7(),
                ItemId = item,
                Words = words,
                OnDay = today.AddDays(day),
            }
        );

    public Guid Decision(string question, int day, string outcome, string by, params IReadOnlyList<string> options)
    {
        var id = Guid.CreateVersion7();
        decisions.Add(
            new()
            {
                Id = id,
                Question = question,
                DecidedOn = today.AddDays(day),
                Outcome = outcome,
                DecidedBy = by,
                RecordedAt = At(day),
                Options = options,
            }
        );
        return id;
    }

    public (Guid Item, Guid Link) Link(Guid item, Guid decision, Effect effect, string reason)
    {
        var id = Guid.CreateVersion7();
        links.Add(
            new()
            {
                Id = id,
                ItemId = item,
                DecisionId = decision,
                Effect = effect,
                Reason = reason,
            }
        );
        return (item, id);
    }

    public void Told((Guid Item, Guid Link) about, string words, int day, string understood = "") =>
        replies.Add(
            new()
            {
                Id = Guid.CreateVersion7(),
                ItemId = about.Item,
                LinkId = about.Link,
                Words = words,
                Channel = ReplyChannel.Talk,
                OnDay = today.AddDays(day),
                Understood = understood,
                UnderstoodOn = understood.Length > 0 ? today.AddDays(day) : null,
            }
        );

    public InnovationKnowledge Of(Guid innovation) =>
        new()
        {
            InnovationId = innovation,
            Items = items,
            Contests = contests,
            Decisions = decisions,
            Links = links,
            Replies = replies,
        };

    private DateTimeOffset At(int day) => new(today.AddDays(day), TimeOnly.MinValue, TimeSpan.Zero);
}
