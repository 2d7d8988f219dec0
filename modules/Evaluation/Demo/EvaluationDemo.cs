using System.Globalization;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Evaluation.Actions;
using CoProd.Evaluation.Claims;
using CoProd.Evaluation.Indicators;
using CoProd.Evaluation.Instruments;
using CoProd.Evaluation.Rounds;
using CoProd.Evaluation.Scores;
using CoProd.Evaluation.Whole;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Evaluation.Demo;

/// <summary>What the invented institution asked, counted and did about it. All dates count from the first run, and the chance is seeded.</summary>
internal sealed class EvaluationDemo(IModuleDatabase database, IServiceProvider services) : IDemoData
{
    private const int Most = 200;

    public int Order => 50;

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
            await EvaluationPortability.Put(database, story.Of(innovation.Id), ct);
        }
    }

    private static void WayHome(Story s)
    {
        s.Round(
            "After the first site",
            "What to keep before three more sites begin.",
            -430,
            -400,
            -380,
            "Told at the forum, and on a page in the ward.",
            ("Ward staff", Side.Staff, 9, 3.6, 3.4),
            ("Patients and carers", Side.CoProducers, 7, 3.2, 3.0)
        );
        var second = s.Round(
            "Four sites on",
            "What four sites should do alike, and what each its own way.",
            -70,
            -45,
            null,
            "",
            ("Ward staff", Side.Staff, 11, 4.2, 4.0),
            ("Patients and carers", Side.CoProducers, 8, 2.4, 2.9),
            ("Council’s cabinet office", Side.Others, 3, 3.0, 3.0)
        );
        s.Action(
            second,
            "together",
            "How we work together: patients and carers say 2.4, ward staff 4.1",
            "Two carers sit in on every Tuesday plan, and are paid for it.",
            "Angela Reid",
            -5,
            null,
            ""
        );
        s.Claim(
            new()
            {
                Id = Guid.CreateVersion7(),
                Outcome = "Nobody in Lower Vale has waited past noon for medicines since May.",
                Involved =
                    "Three patients drew the day of their discharge hour by hour, and a carer led the talk about it.",
                Hoped = "That nobody sits dressed on a bed all day, waiting for a bag.",
                Matters = "Those who waited longest were those who live alone.",
                Standards = Standards.Keep([Standard.WorkingTogether, Standard.Impact]),
                Contribution = "The evening visit orders them the day before; it was a patient who drew it.",
                CounterEvidence = "A second pharmacist came in April.",
                SeenOn = s.Day(-40),
            }
        );
        s.Claim(
            new()
            {
                Id = Guid.CreateVersion7(),
                Outcome = "",
                Involved = "Five carers wrote down what they would have needed to know on the first evening.",
                Hoped = "One page in the bag instead of eleven leaflets.",
                Standards = Standards.Keep([Standard.Communications]),
                SeenOn = s.Day(-12),
            }
        );
    }

    private static void SteadyTogether(Story s)
    {
        s.Round(
            "Before the money ends",
            "So that the board hears it from those who come.",
            -20,
            null,
            null,
            "",
            ("Instructors", Side.Staff, 4, 4.0, 3.2),
            ("People who come", Side.CoProducers, 6, 4.4, 3.0)
        );
        s.Indicator(
            "Falls among those who come",
            "falls a month",
            9,
            4,
            Better.Lower,
            "The attendance book, and what people tell",
            [9, 8, 10, 9, 8, 9, 10, 8, 9, 7, 5, 5, 4, 5, 4, 4, 5, 4, 3, 4, 5, 4]
        );
    }

    private static void KitchenTable(Story s)
    {
        var round = s.Round(
            "A year in the carers’ own hands",
            "What the carers want to do differently now that it is theirs.",
            -120,
            -95,
            -60,
            "At the members’ meeting, with tea.",
            ("Carers", Side.CoProducers, 12, 4.3, 3.9),
            ("The trust", Side.Staff, 5, 3.9, 3.7)
        );
        s.Action(
            round,
            "do",
            "What we do: carers say 3.9 of 5",
            "The list of members is kept by the carers themselves.",
            "Joy Adeyemi",
            -80,
            -65,
            "The carers keep the list since the summer, and three people joined who had not wanted to stand on the trust’s."
        );
    }

    private static void BreathingSpace(Story s) =>
        s.Together(
            "Where it is complex",
            "nasss",
            -12,
            -10,
            "The school and the nurses together",
            new()
            {
                ["condition.level"] = "simple",
                ["technology.level"] = "simple",
                ["value.level"] = "complicated",
                ["adopters.level"] = "complex",
                ["organisation.level"] = "complicated",
                ["system.level"] = "complex",
                ["over-time.level"] = "complicated",
                ["adopters.why"] = "PE teachers change every year.",
            }
        );

    private static void GreenSteps(Story s) =>
        s.Round(
            "Why fewer walk",
            "What would bring people back.",
            -100,
            -75,
            null,
            "",
            ("Walk leaders", Side.Staff, 5, 3.4, 2.2),
            ("Walkers", Side.CoProducers, 9, 3.1, 1.9)
        );

    /// <summary>Records of one innovation as they come together. Days count from the first run.</summary>
    private sealed class Story(DateOnly today, Func<string, Guid?> find)
    {
        private const int Days = 30;
        private readonly Random chance = new(7);
        private readonly List<RoundFile> rounds = [];
        private readonly List<ActionItem> actions = [];
        private readonly List<Indicator> indicators = [];
        private readonly List<Claim> claims = [];

        /// <summary>A round with our fifteen statements; each group has a number of answers about a mean for each of the two parts.</summary>
        public Guid Round(
            string title,
            string purpose,
            int opened,
            int? closed,
            int? told,
            string how,
            params IReadOnlyList<(string Name, Side Side, int Count, double Together, double Do)> groups
        )
        {
            var instrument = Packs.All.Single(pack => pack.Key == "fifteen");
            var round = Blank(title, purpose, instrument, opened, closed) with
            {
                ToldOn = told is { } day ? today.AddDays(day) : null,
                ToldHow = how,
                Groups = [.. groups.Select((group, i) => Group(group.Name, group.Side, i))],
            };
            rounds.Add(
                new()
                {
                    Round = round,
                    Instrument = instrument,
                    Sheets =
                    [
                        .. groups.SelectMany(
                            (group, i) =>
                                Enumerable
                                    .Range(0, group.Count)
                                    .Select(_ => Answered(instrument, round.Groups[i].Id, group.Together, group.Do))
                        ),
                    ],
                }
            );
            return round.Id;
        }

        /// <summary>A round that a group filled in together.</summary>
        public void Together(
            string title,
            string key,
            int opened,
            int closed,
            string group,
            Dictionary<string, string> answers
        )
        {
            var instrument = Packs.All.Single(pack => pack.Key == key);
            var round = Blank(title, "", instrument, opened, closed) with
            {
                Together = true,
                Floor = 1,
                Groups = [Group(group, Side.Others, 0)],
            };
            rounds.Add(
                new()
                {
                    Round = round,
                    Instrument = instrument,
                    Sheets =
                    [
                        new()
                        {
                            Id = RandomId.New(),
                            GroupId = round.Groups[0].Id,
                            Given = answers.ToDictionary(each => each.Key, each => (IReadOnlyList<string>)[each.Value]),
                        },
                    ],
                }
            );
        }

        private Round Blank(string title, string purpose, Instrument instrument, int opened, int? closed) =>
            new()
            {
                Id = Guid.CreateVersion7(),
                Title = title,
                Purpose = purpose,
                InstrumentKey = instrument.Key,
                InstrumentVersion = instrument.Version,
                Floor = 5,
                OpenedOn = today.AddDays(opened),
                ClosedOn = closed is { } day ? today.AddDays(day) : null,
            };

        private static AskedGroup Group(string name, Side side, int place) =>
            new()
            {
                Id = RandomId.New(),
                Name = name,
                Side = side,
                Place = place,
            };

        private Sheet Answered(Instrument instrument, Guid group, double together, double @do)
        {
            var given = new Dictionary<string, IReadOnlyList<string>>();
            foreach (var domain in instrument.Domains)
            {
                var about = domain.Id == "together" ? together : @do;
                foreach (var item in domain.Items)
                {
                    var step = Math.Clamp((int)Math.Round(about + (chance.NextDouble() - 0.5) * 2.2), 1, 5);
                    given[item.Id] = [chance.Next(20) == 0 ? "NA" : step.ToString(CultureInfo.InvariantCulture)];
                }
            }
            return new()
            {
                Id = RandomId.New(),
                GroupId = group,
                FromPaper = chance.Next(4) == 0,
                Given = given,
            };
        }

        public void Action(
            Guid round,
            string domain,
            string finding,
            string what,
            string owner,
            int due,
            int? done,
            string changed
        ) =>
            actions.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    RoundId = round,
                    Domain = domain,
                    Finding = finding,
                    What = what,
                    OwnerId = find(owner),
                    DueOn = today.AddDays(due),
                    DoneOn = done is { } day ? today.AddDays(day) : null,
                    Changed = changed,
                }
            );

        public DateOnly Day(int day) => today.AddDays(day);

        public void Claim(Claim claim) => claims.Add(claim);

        public void Indicator(
            string name,
            string unit,
            double baseline,
            double target,
            Better better,
            string source,
            double[] monthly
        ) =>
            indicators.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    Name = name,
                    Unit = unit,
                    Baseline = baseline,
                    Target = target,
                    Better = better,
                    Source = source,
                    Measures =
                    [
                        .. monthly.Select(
                            (amount, i) =>
                                new Measure
                                {
                                    Id = Guid.CreateVersion7(),
                                    OnDay = today.AddDays(-Days * (monthly.Length - i)),
                                    Amount = amount,
                                }
                        ),
                    ],
                }
            );

        public EvaluationFile Of(Guid innovation) =>
            new()
            {
                InnovationId = innovation,
                Rounds = rounds,
                Actions = actions,
                Indicators = indicators,
                Claims = claims,
            };
    }
}
