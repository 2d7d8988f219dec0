using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.KnowledgeExchange.Picture;
using CoProd.KnowledgeExchange.Whole;
using Microsoft.Extensions.DependencyInjection;
using static CoProd.KnowledgeExchange.Picture.Effect;
using static CoProd.KnowledgeExchange.Picture.KnowledgeSource;

namespace CoProd.KnowledgeExchange.Demo;

/// <summary>What people know about the invented innovations. All days count from the first run.</summary>
internal sealed class KnowledgeDemo(IModuleDatabase database, IServiceProvider services) : IDemoData
{
    private const int Most = 200;

    public int Order => 45;

    public async Task Fill(DateOnly today, CancellationToken ct)
    {
        var directory = services.GetRequiredService<IInnovationDirectory>();
        var people = (await directory.AllPeople(null, Most, ct)).ToLookup(person => person.Name, person => person.Id);
        var stories = new Dictionary<string, Action<DemoStory>>
        {
            ["Steady Together"] = SteadyTogether,
            ["Kitchen Table"] = KitchenTable,
            ["Llinell Nos"] = LlinellNos,
            ["Way Home"] = WayHome,
            ["Breathing Space"] = BreathingSpace,
            ["Green Steps"] = GreenSteps,
        };
        foreach (var innovation in await directory.AllInnovations(null, Most, ct))
        {
            if (!stories.TryGetValue(innovation.Name, out var tell))
                continue;
            var story = new DemoStory(today, name => people[name].Select(id => (Guid?)id).FirstOrDefault());
            tell(story);
            await KnowledgePortability.Put(database, story.Of(innovation.Id), ct);
            if (
                DemoExchange.Of(
                    innovation.Name,
                    innovation.Id,
                    today,
                    name => people[name].Select(id => (Guid?)id).FirstOrDefault()
                ) is
                { } exchange
            )
                await ExchangePortability.Put(database, exchange, ct);
        }
    }

    private static void SteadyTogether(DemoStory s)
    {
        var path = s.Named(
            "Maureen Pike",
            Local,
            -190,
            "The path from the bus stop is dark at four in winter. People turn round and go home.",
            "Carers",
            "Harbour",
            "getting there"
        );
        var alone = s.Item(
            "Amina Yusuf",
            Lived,
            -165,
            "I would come every week if somebody walked home with me when it is dark.",
            "Members",
            "Eastmoor",
            "getting there"
        );
        var bus = s.Item(
            "Kelly Brandt",
            Local,
            -160,
            "The 14 stops at the library, and nobody told the drivers what it is for.",
            "Tenants",
            "Harbour",
            "getting there"
        );
        var cost = s.Item(
            null,
            KnowledgeSource.Data,
            -150,
            "A minibus costs £190 an afternoon; a third of the seats were empty last spring.",
            "Council",
            "",
            "getting there"
        );
        var trial = s.Item(
            null,
            Research,
            -150,
            "Offering transport keeps more people in exercise groups than reminders do.",
            "University",
            "",
            "getting there"
        );
        var home = s.Decision(
            "How do people get there and home in winter?",
            -140,
            "Two volunteers wait at the bus stop and walk people home. No minibus.",
            "The organising group",
            "A minibus",
            "Volunteers at the stop",
            "Leave it as it is"
        );
        s.Told(
            s.Link(path, home, Adopted, ""),
            "Because you said the path is dark, two people now stand at the stop from half past three.",
            -130
        );
        s.Told(
            s.Link(alone, home, Adopted, ""),
            "Somebody walks with you from now on. Ring Kelly if nobody is there.",
            -135,
            "Yes"
        );
        s.Told(
            s.Link(bus, home, Adapted, "We put a card in the depot instead of asking each driver."),
            "The depot has a card now, so that drivers can say what it is for.",
            -120,
            "Partly"
        );
        s.Link(cost, home, NotAdopted, "Volunteers cost less, and people preferred company.");
        s.Link(trial, home, Adapted, "Company was offered in place of transport.");

        var chairs = s.Item(
            "Ivy Tranter",
            Lived,
            -980,
            "Chairs with arms, not stools. On a stool you fear the floor.",
            "Members",
            "Harbour",
            "the hall"
        );
        var floor = s.Item(
            "George Tranter",
            Lived,
            -75,
            "Practise getting up from the floor first. It is the floor that people fear.",
            "Members",
            "Harbour",
            "the exercises"
        );
        var balance = s.Item(
            "Michael Shaw",
            Practice,
            -80,
            "Balance first: half the falls we see come from turning.",
            "Falls team",
            "",
            "the exercises"
        );
        var counted = s.Item(
            "Olga Petrova",
            KnowledgeSource.Data,
            -80,
            "Of 31 people, nine fell in a year; it was nineteen the year before.",
            "Falls team",
            "",
            "the exercises"
        );
        var review = s.Item(
            null,
            Research,
            -80,
            "Programmes that challenge balance, three hours a week, prevent the most falls.",
            "University",
            "",
            "the exercises"
        );
        var bought = s.Decision(
            "Which chairs do we buy?",
            -975,
            "Twelve chairs with arms.",
            "The organising group",
            "Chairs",
            "Stools"
        );
        s.Told(s.Link(chairs, bought, Adopted, ""), "We bought them.", -970, "Yes");
        var order = s.Decision(
            "What comes first each week?",
            -50,
            "Balance for twenty minutes, then the floor.",
            "The instructors with four members",
            "Balance first",
            "The floor first"
        );
        s.Told(
            s.Link(floor, order, Adapted, "Second, when everybody is warm."),
            "The floor comes second, so that nobody is cold when they try it.",
            -45
        );
        s.Link(balance, order, Adopted, "");
        s.Link(counted, order, Adopted, "");
        s.Link(review, order, Adapted, "Two hours a week is what people can give.");
        var mine = s.Item(
            "Maureen Pike",
            Lived,
            -33,
            "When the instructor changes, three of mine stay at home for a month.",
            "Carers",
            "Harbour",
            "the exercises"
        );
        s.Differently(mine, "Mine came just the same. They like the new voice.", -20);
    }

    private static void KitchenTable(DemoStory s)
    {
        var list = s.Item(
            "Tom Rudge",
            Lived,
            -60,
            "The members’ list is still on the trust’s computer, and we cannot change it.",
            "Carers",
            "Lower Vale",
            "running it"
        );
        var who = s.Decision(
            "Who keeps the members’ list?",
            -20,
            "The trust until the data agreement is signed, then the carers.",
            "Wenmouth and Vale Community NHS Trust",
            "The trust",
            "The carers’ charity"
        );
        s.Link(list, who, Parked, "It waits for the data agreement, which is with the lawyers.");
    }

    private static void LlinellNos(DemoStory s)
    {
        var welsh = s.Item(
            "Nia Prosser",
            Local,
            -400,
            "At two in the morning people go back to the language they were small in.",
            "Volunteers",
            "Llanwen",
            "language",
            ConsentScope.Public
        );
        var rota = s.Decision(
            "Do we need a Welsh speaker every night?",
            -380,
            "Yes, one on each night.",
            "The volunteers"
        );
        s.Told(s.Link(welsh, rota, Adopted, ""), "One of you speaks Welsh every night from now on.", -375, "Yes");
    }

    private static void WayHome(DemoStory s)
    {
        var sign = s.Item(
            "Marcus Bell",
            Lived,
            -90,
            "Nobody could sign at discharge. I went home with a bag of medicines and no idea.",
            "Deaf people",
            "Lower Vale",
            "discharge",
            ConsentScope.Public
        );
        var napkin = s.Item(
            "Norman Price",
            Lived,
            -110,
            "I drew my own way home on a napkin. That was the first plan I understood.",
            "Patients",
            "Eastmoor",
            "discharge",
            ConsentScope.Public
        );
        var beds = s.Item(
            "Dr Anil Mehta",
            Practice,
            -100,
            "Visits delay discharge, and the beds are full by four.",
            "Consultants",
            "",
            "discharge"
        );
        var evening = s.Decision(
            "When is the plan for going home agreed?",
            -70,
            "The evening before, with whoever goes home.",
            "The ward managers",
            "The evening before",
            "On the morning",
            "By phone afterwards"
        );
        s.Told(
            s.Link(napkin, evening, Adopted, ""),
            "Everybody now draws or tells their own way home the evening before.",
            -60,
            "Yes"
        );
        s.Link(
            sign,
            evening,
            NotAdopted,
            "There is one interpreter for four sites. We asked for a second, and wait for the answer."
        );
        s.Link(beds, evening, Adapted, "The visit is in the evening, so that beds are free by noon.");
        s.Differently(beds, "Beds were free earlier on the two wards that tried it.", -40);
    }

    private static void BreathingSpace(DemoStory s)
    {
        s.Item(
            "Jack Turner",
            Lived,
            -40,
            "Our boy hides the blue one in his sock, because the bag is in the office.",
            "Parents",
            "Lower Vale",
            "inhalers",
            attribution: Attribution.Group
        );
        s.Item(
            "Hannah Stone",
            Lived,
            -40,
            "The children call them the sick bags. Nobody wants to be seen with one.",
            "Parents",
            "Lower Vale",
            "inhalers",
            attribution: Attribution.Group
        );
        s.Item(
            null,
            Local,
            -12,
            "The PE shed is where it starts. It is full of dust.",
            "Children",
            "Lower Vale",
            "the school"
        );
        s.Decision(
            "Which bags do the inhalers come in, and where are they kept?",
            -41,
            "Red bags, kept in the school office.",
            "The trust’s supplies team",
            "Red bags in the office",
            "No bags"
        );
    }

    private static void GreenSteps(DemoStory s)
    {
        var bench = s.Named(
            "Des Okafor",
            Local,
            -700,
            "People need a bench half way, or they do not set out.",
            "Walkers",
            "Eastmoor",
            "the way"
        );
        var mended = s.Decision(
            "Where do people rest?",
            -620,
            "The shed mends both benches.",
            "The walkers",
            "Mend the benches",
            "Carry stools"
        );
        s.Told(s.Link(bench, mended, Adopted, ""), "Both benches are mended.", -600, "Yes");
        s.Item(
            "Stan Nowak",
            Lived,
            -240,
            "Since it is only once a month I forget which week.",
            "Walkers",
            "Eastmoor",
            "when"
        );
    }
}
