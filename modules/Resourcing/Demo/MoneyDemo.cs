using CoProd.Contracts;
using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Data;
using CoProd.Resourcing.Awards;
using CoProd.Resourcing.Bids;
using CoProd.Resourcing.Costs;
using CoProd.Resourcing.Opportunities;
using CoProd.Resourcing.Outlook;
using CoProd.Resourcing.Reports;
using CoProd.Resourcing.Resources;
using CoProd.Resourcing.Whole;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Resourcing.Demo;

/// <summary>The money of the six invented innovations. All dates count from the first run.</summary>
internal sealed class MoneyDemo(IModuleDatabase database, IServiceProvider services) : IDemoData
{
    private const int MostInnovations = 200;
    private const string Trust = "Wenmouth and Vale NHS Trust";
    private const string Lottery = "Coast and Country Lottery Fund";
    private const string Council = "Wenmouth Council";
    private const string Foundation = "The Harbour Light Foundation";

    public int Order => 10;

    public async Task Fill(DateOnly today, CancellationToken ct)
    {
        var directory = services.GetRequiredService<IInnovationDirectory>();
        var all = await directory.AllInnovations(null, MostInnovations, ct);
        var stories = new Dictionary<string, Func<Story>>
        {
            ["Steady Together"] = () => SteadyTogether(new(today)),
            ["Kitchen Table"] = () => KitchenTable(new(today)),
            ["Llinell Nos"] = () => LlinellNos(new(today)),
            ["Way Home"] = () => WayHome(new(today)),
            ["Breathing Space"] = () => BreathingSpace(new(today)),
            ["Green Steps"] = () => GreenSteps(new(today)),
        };
        foreach (var innovation in all)
        {
            if (stories.TryGetValue(innovation.Name, out var story))
                await MoneyPortability.Put(database, story().Of(innovation.Id), ct);
        }
    }

    // Upkeep is paid to the day; then one contract falls due, and two bids may or may not pay it: 1 − .5 × .4 = 80%.
    private static Story SteadyTogether(Story s)
    {
        s.Award(Lottery, "First two years", 96_000, -1095, -366);
        s.Award(Trust, "Strength and balance, third year", 52_000, -365, 121, restricted: "Sessions and transport");
        s.Cost("Sessions, transport and the coordinator", 52_000, CostRhythm.Spread, -365, 121, keepAlive: true);
        s.Cost("Instructors’ contract for the next year", 60_000, CostRhythm.Once, 122, null);
        var large = s.Bid(Lottery, "Steady for three years", 50_000, BidStage.Submitted, 0.5, decision: 90, start: 110);
        s.Line(large, "Co-producers’ time and travel", 6_500, true);
        s.Line(large, "Instructors", 43_500, false);
        s.Bid(
            Foundation,
            "Keep Wenmouth walking",
            30_000,
            BidStage.Drafting,
            0.4,
            decision: 105,
            start: 115,
            deadline: 24,
            effort: 20
        );
        s.Report(Lottery, "Year two, what changed", 18);
        s.Report(Trust, "Half-year figures", -200, -204);
        s.Have(ResourceKind.Space, "Hall at Harbour Bowls, two mornings a week", 8, "mornings", -365, 200);
        s.Need(ResourceKind.Time, "Somebody to ring people who stopped coming", 12, "hours", 0, 180);
        s.Fund(Council, "Ageing well small grants", "They fund transport, which the trust does not.", 60, 8_000);
        return s.Decided(Council, 4, 1);
    }

    private static Story KitchenTable(Story s)
    {
        s.Award(Trust, "Set-up and first meals", 38_000, -1000, -271);
        s.Award(
            Trust,
            "Tail support after the handover",
            9_000,
            -270,
            91,
            restricted: "Rent and food hygiene training"
        );
        s.Cost("Rent and food", 1_450, CostRhythm.Monthly, -270, null, keepAlive: true);
        s.Reserve(4_200);
        s.Bid(Foundation, "Lower Vale eats together", 18_000, BidStage.Idea, 0.5, decision: 140, start: 150, end: 514);
        s.Have(ResourceKind.Kit, "Kitchen at Lower Vale Carers CIO", 1, "kitchen", -270, null);
        return s.Decided(Foundation, 2, 1);
    }

    private static Story LlinellNos(Story s)
    {
        s.Award(Council, "Night line, pilot", 21_000, -700, -151);
        s.Reserve(1_100);
        s.Cost("Telephone number, kept open", 35, CostRhythm.Monthly, -700, null, keepAlive: true);
        s.Bid(
            Lottery,
            "The line resumes",
            14_000,
            BidStage.Drafting,
            0.6,
            decision: 40,
            start: 49,
            end: 413,
            deadline: 20,
            effort: 45
        );
        s.Need(ResourceKind.Skill, "Welsh-speaking listeners", 4, "people", 30, 400);
        return s.Decided(Lottery, 2, 0);
    }

    private static Story WayHome(Story s)
    {
        s.Award(Trust, "Discharge, Harbour", 64_000, -900, -171);
        s.Award(Trust, "Four sites", 180_000, -170, 924);
        s.Award(Council, "Evening visit", 45_000, -100, 629);
        s.Award("Health Innovation West", "Evaluation", 30_000, -60, 669, restricted: "Evaluation");
        s.Cost("Staff at four sites", 5_900, CostRhythm.Monthly, -170, 924, keepAlive: true);
        s.Cost("Evening visits", 1_850, CostRhythm.Monthly, -100, 629);
        s.Report("Health Innovation West", "First findings", 55);
        s.Bid(
            Foundation,
            "Evening visit everywhere",
            75_000,
            BidStage.Idea,
            0.25,
            decision: 300,
            start: 630,
            end: 1360
        );
        return s.Decided(Trust, 5, 4);
    }

    private static Story BreathingSpace(Story s)
    {
        s.Award(Foundation, "Seed grant", 4_500, -42, 321);
        s.Need(ResourceKind.Time, "A teacher’s afternoon each week", 12, "hours", 0, 200);
        s.Fund(Lottery, "Young lungs", "Schools may apply with families.", 100, 25_000);
        return s;
    }

    private static Story GreenSteps(Story s)
    {
        s.Award(Council, "Walks, first year", 12_000, -800, -436);
        s.Award(Council, "Walks, two years more", 26_000, -435, 304);
        s.Cost("Leaders’ expenses and insurance", 1_000, CostRhythm.Monthly, -435, null, keepAlive: true);
        s.Report(Council, "Yearly report", -6);
        s.Have(ResourceKind.Time, "Walk leaders", 16, "hours", -435, 304);
        return s.Decided(Council, 5, 2);
    }

    /// <summary>Records of one innovation as they come together. Days count from the first run.</summary>
    private sealed class Story(DateOnly today)
    {
        private readonly List<Award> awards = [];
        private readonly List<Bid> bids = [];
        private readonly List<BudgetLine> lines = [];
        private readonly List<Cost> costs = [];
        private readonly List<Reserves.Reserve> reserves = [];
        private readonly List<Resource> resources = [];
        private readonly List<FunderReport> reports = [];
        private readonly List<Opportunity> funds = [];

        public void Award(string funder, string title, int pounds, int from, int to, string restricted = "") =>
            awards.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    Funder = funder,
                    Title = title,
                    AmountMinor = pounds * 100L,
                    Currency = "GBP",
                    AwardedOn = Day(from - 45),
                    StartsOn = Day(from),
                    EndsOn = Day(to),
                    RestrictedTo = restricted,
                }
            );

        public Guid Bid(
            string funder,
            string title,
            int pounds,
            BidStage stage,
            double chance,
            int decision,
            int start,
            int? end = null,
            int? deadline = null,
            double? effort = null
        )
        {
            var id = Guid.CreateVersion7();
            bids.Add(
                new()
                {
                    Id = id,
                    Funder = funder,
                    Title = title,
                    AmountMinor = pounds * 100L,
                    Currency = "GBP",
                    Stage = stage,
                    Odds = "Even",
                    Probability = chance,
                    DecisionDue = Day(decision),
                    StartsOn = Day(start),
                    EndsOn = end is { } last ? Day(last) : null,
                    IsLump = end is null,
                    Deadline = deadline is { } due ? Day(due) : null,
                    EffortHours = effort,
                }
            );
            return id;
        }

        // Past bids, so that calibration has something to say: we said "likely" more often than it came true.
        public Story Decided(string funder, int count, int won)
        {
            for (var i = 0; i < count; i++)
            {
                var day = -1000 + i * 190;
                bids.Add(
                    new()
                    {
                        Id = Guid.CreateVersion7(),
                        Funder = funder,
                        FunderKind = funder == Council ? "council" : "trust",
                        Title = $"Round {i + 1}",
                        AmountMinor = (8_000 + i * 3_000) * 100L,
                        Currency = "GBP",
                        Stage = i < won ? BidStage.Won : BidStage.Lost,
                        Odds = i % 3 == 2 ? "Even" : "Likely",
                        Said = i % 3 == 2 ? 0.5 : 0.75,
                        DecidedOn = Day(day),
                    }
                );
            }
            return this;
        }

        public void Line(Guid bid, string label, int pounds, bool coProduction) =>
            lines.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    BidId = bid,
                    Label = label,
                    AmountMinor = pounds * 100L,
                    Currency = "GBP",
                    IsCoProduction = coProduction,
                }
            );

        public void Cost(string label, int pounds, CostRhythm timing, int from, int? to, bool keepAlive = false) =>
            costs.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    Label = label,
                    AmountMinor = pounds * 100L,
                    Currency = "GBP",
                    Timing = timing,
                    FromOn = Day(from),
                    ToOn = to is { } last ? Day(last) : null,
                    KeepAlive = keepAlive,
                }
            );

        public void Reserve(int pounds) =>
            reserves.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    Currency = "GBP",
                    AmountMinor = pounds * 100L,
                    AsOf = today,
                }
            );

        public void Need(ResourceKind kind, string label, double amount, string unit, int from, int? to) =>
            Resource(kind, label, amount, unit, from, to, isNeed: true);

        public void Have(ResourceKind kind, string label, double amount, string unit, int from, int? to) =>
            Resource(kind, label, amount, unit, from, to, isNeed: false);

        private void Resource(
            ResourceKind kind,
            string label,
            double amount,
            string unit,
            int from,
            int? to,
            bool isNeed
        ) =>
            resources.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    Kind = kind,
                    IsNeed = isNeed,
                    Label = label,
                    Amount = amount,
                    Unit = unit,
                    FromOn = Day(from),
                    ToOn = to is { } last ? Day(last) : null,
                }
            );

        public void Report(string funder, string title, int due, int? sent = null) =>
            reports.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    Funder = funder,
                    Title = title,
                    DueOn = Day(due),
                    SentOn = sent is { } on ? Day(on) : null,
                }
            );

        public void Fund(string funder, string title, string fit, int deadline, int pounds) =>
            funds.Add(
                new()
                {
                    Id = Guid.CreateVersion7(),
                    Funder = funder,
                    Title = title,
                    Fit = fit,
                    Deadline = Day(deadline),
                    AskMinor = pounds * 100L,
                    Currency = "GBP",
                }
            );

        public InnovationMoney Of(Guid innovation) =>
            new()
            {
                InnovationId = innovation,
                Awards = awards,
                Bids = bids,
                BudgetLines = lines,
                Costs = costs,
                Reserves = reserves,
                Resources = resources,
                Reports = reports,
                Opportunities = funds,
            };

        private DateOnly Day(int day) => today.AddDays(day);
    }
}
