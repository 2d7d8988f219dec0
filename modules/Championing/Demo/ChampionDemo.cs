using CoProd.Championing.Picture;
using CoProd.Championing.Whole;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Championing.Demo;

/// <summary>The champions of the invented innovations. All dates count from the first run.</summary>
internal sealed class ChampionDemo(IModuleDatabase database, IServiceProvider services) : IDemoData
{
    private const int Most = 200;

    public int Order => 40;

    public async Task Fill(DateOnly today, CancellationToken ct)
    {
        var directory = services.GetRequiredService<IInnovationDirectory>();
        var people = (await directory.AllPeople(null, Most, ct)).ToLookup(person => person.Name, person => person.Id);
        var stories = new Dictionary<string, Action<Story>>
        {
            ["Steady Together"] = SteadyTogether,
            ["Kitchen Table"] = KitchenTable,
            ["Way Home"] = WayHome,
            ["Breathing Space"] = BreathingSpace,
            ["Green Steps"] = GreenSteps,
        };
        foreach (var innovation in await directory.AllInnovations(null, Most, ct))
        {
            if (!stories.TryGetValue(innovation.Name, out var tell))
                continue;
            var story = new Story(today, name => people[name].Select(id => (Guid?)id).FirstOrDefault());
            tell(story);
            await ChampionPortability.Put(database, story.Of(innovation.Id), ct);
        }
    }

    private static void SteadyTogether(Story s)
    {
        var board = s.Audience(
            "The trust’s board",
            5,
            true,
            "To pay the instructors for three more years",
            (-300, 0),
            (-60, 1)
        );
        var council = s.Audience("Wenmouth Council", 4, false, "To carry the transport", (-200, 0));
        var tenants = s.Audience(
            "Copper Lane Tenants’ meeting",
            2,
            false,
            "To ring those who stopped coming",
            (-400, 2)
        );
        var maureen = s.Champion("Maureen Pike", ChampionKind.Emergent, 6, "Kelly Brandt", -900, null, board, council);
        s.Champion("Michael Shaw", ChampionKind.Appointed, 8, null, -400, 70, board);
        s.Champion("Kelly Brandt", ChampionKind.Emergent, null, null, -500, null, tenants);
        s.Message(
            "People who come fall half as often as the year before.",
            "Counted in our own attendance book, 31 people",
            board
        );
        s.Act(
            "She told the board how she got up from the floor by herself.",
            ActChannel.Meeting,
            -60,
            board,
            "The board asked for the figures.",
            maureen
        );
        s.Objection(
            "It is exercise, and the leisure centre does exercise.",
            council,
            null,
            -50,
            "The leisure centre has no transport and no nurse.",
            -30
        );
    }

    private static void KitchenTable(Story s)
    {
        var council = s.Audience("Wenmouth Council Adult Care", 4, true, "To give the members’ list back", (-100, 0));
        s.Champion("Joy Adeyemi", ChampionKind.Emergent, 10, "Tom Rudge", -600, null, council);
        s.Message(
            "It is the carers’ own, and so is the list of their names.",
            "Deed of transfer, nine months ago",
            council
        );
    }

    private static void WayHome(Story s)
    {
        var consultants = s.Audience(
            "The ward consultants",
            5,
            true,
            "To sign the plan the evening before",
            (-400, 0),
            (-200, -1)
        );
        var board = s.Audience("The trust’s board", 5, true, "To keep four sites", (-300, 0), (-80, 1));
        var council = s.Audience("The council’s cabinet", 4, false, "To pay the evening visit", (-250, 1), (-20, 0));
        var patients = s.Audience("The patients’ forum", 3, false, "To say what is missing", (-500, 2));
        var norman = s.Champion("Norman Price", ChampionKind.Emergent, 0, null, -800, null, board, patients);
        var angela = s.Champion("Angela Reid", ChampionKind.Appointed, 12, null, -500, null, consultants, council);
        s.Message(
            "Going home well is decided the evening before.",
            "Three wards found it, each by itself",
            consultants
        );
        s.Message("I drew my own way home on a napkin.", "Told by a patient, who agreed to have it told", board);
        s.Act(
            "He laid the napkin on the table, and said nothing for a while.",
            ActChannel.Meeting,
            -80,
            board,
            "The board asked why every ward does not do this.",
            norman
        );
        s.Act(
            "Showed the consultants the discharge times of three wards.",
            ActChannel.Talk,
            -120,
            consultants,
            "",
            angela
        );
        s.Objection("Visits delay discharge.", consultants, "Dr Anil Mehta", -200, "", null);
    }

    private static void BreathingSpace(Story s) =>
        s.Audience("The school’s governors", 4, true, "To clear the PE shed");

    private static void GreenSteps(Story s)
    {
        var surgery = s.Audience(
            "Eastmoor Surgery",
            4,
            false,
            "To send people who have not been out much",
            (-700, 1),
            (-40, 0)
        );
        var council = s.Audience("Wenmouth Council", 5, true, "To pay for the walks after next summer", (-500, 1));
        var ruth = s.Champion("Ruth Lyle", ChampionKind.Appointed, 8, null, -900, -230, surgery, council);
        s.Message("Nobody walks alone who does not want to.", "", null);
        s.Act(
            "She rang the surgery each month with the next walk.",
            ActChannel.Talk,
            -300,
            surgery,
            "Four people came that way.",
            ruth
        );
    }

    /// <summary>Records of one innovation as they come together. Days count from the first run.</summary>
    private sealed class Story(DateOnly today, Func<string, Guid?> find)
    {
        private readonly List<Audience> audiences = [];
        private readonly List<Position> positions = [];
        private readonly List<ChampionRole> roles = [];
        private readonly List<KitMessage> messages = [];
        private readonly List<Act> acts = [];
        private readonly List<Objection> objections = [];

        public Guid Audience(
            string name,
            int power,
            bool required,
            string asks,
            params IReadOnlyList<(int Day, int Stance)> stood
        )
        {
            var id = Guid.CreateVersion7();
            audiences.Add(
                new()
                {
                    Id = id,
                    Name = name,
                    Power = power,
                    IsRequired = required,
                    Asks = asks,
                }
            );
            foreach (var (day, stance) in stood)
                positions.Add(
                    new()
                    {
                        Id = Guid.CreateVersion7(),
                        AudienceId = id,
                        Stance = stance,
                        OnDay = today.AddDays(day),
                    }
                );
            return id;
        }

        public Guid Champion(
            string name,
            ChampionKind kind,
            double? hours,
            string? deputy,
            int from,
            int? until,
            params IReadOnlyList<Guid> before
        )
        {
            var id = Guid.CreateVersion7();
            roles.Add(
                new()
                {
                    Id = id,
                    PersonId = find(name),
                    Kind = kind,
                    HoursAMonth = hours,
                    DeputyId = deputy is null ? null : find(deputy),
                    FromOn = today.AddDays(from),
                    UntilOn = until is { } end ? today.AddDays(end) : null,
                    RecordedAt = new(today.AddDays(from), TimeOnly.MinValue, TimeSpan.Zero),
                    Audiences = before,
                }
            );
            return id;
        }

        public void Message(string words, string evidence, Guid? audience) =>
            messages.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    Words = words,
                    Evidence = evidence,
                    AudienceId = audience,
                }
            );

        public void Act(
            string said,
            ActChannel channel,
            int day,
            Guid audience,
            string result,
            params IReadOnlyList<Guid> by
        ) =>
            acts.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    Said = said,
                    Channel = channel,
                    OnDay = today.AddDays(day),
                    AudienceId = audience,
                    Result = result,
                    Roles = by,
                }
            );

        public void Objection(string words, Guid audience, string? by, int day, string answer, int? answered) =>
            objections.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    Words = words,
                    AudienceId = audience,
                    RaisedBy = by is null ? null : find(by),
                    RaisedOn = today.AddDays(day),
                    Answer = answer,
                    AnsweredOn = answered is { } on ? today.AddDays(on) : null,
                }
            );

        public InnovationChampions Of(Guid innovation) =>
            new()
            {
                InnovationId = innovation,
                Audiences = audiences,
                Positions = positions,
                Roles = roles,
                Messages = messages,
                Acts = acts,
                Objections = objections,
            };
    }
}
