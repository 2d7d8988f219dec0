namespace CoProd.Register.Demo;

/// <summary>The six invented innovations, with who takes part.</summary>
internal static class DemoInnovations
{
    internal sealed record Innovation
    {
        public required string Name { get; init; }

        public required string Purpose { get; init; }

        /// <summary>Days since it began.</summary>
        public required int Age { get; init; }

        public required IReadOnlyList<(string Name, string Role)> People { get; init; }

        public required IReadOnlyList<(string Name, string Role)> Groups { get; init; }
    }

    public static IReadOnlyList<Innovation> All { get; } =
    [
        new()
        {
            Name = "Steady Together",
            Purpose = "Older people practise strength and balance together, so that fewer fall.",
            Age = 1095,
            People =
            [
                ("Sam Whitlock", "Coordinator"),
                ("Maureen Pike", "Co-producer"),
                ("Ivy Tranter", "Co-producer"),
                ("George Tranter", "Co-producer"),
                ("Michael Shaw", "Physiotherapist"),
                ("Olga Petrova", "Nurse"),
                ("Kelly Brandt", "Co-producer"),
                ("Amina Yusuf", "Co-producer"),
            ],
            Groups =
            [
                ("Harbour Bowls", "Gives the hall, and its members come"),
                ("Falls team", "Leads the exercises"),
                ("Copper Lane Tenants", "Rings those who stopped coming"),
                ("Age Well Network", "Spreads the word"),
            ],
        },
        new()
        {
            Name = "Kitchen Table",
            Purpose = "Carers cook and eat together once a week, and sort things out while they do.",
            Age = 1000,
            People =
            [
                ("Joy Adeyemi", "Owner"),
                ("Tom Rudge", "Treasurer"),
                ("Sam Whitlock", "Coordinator"),
                ("Rhys Morgan", "Co-producer"),
                ("Brian Cole", "Social worker"),
            ],
            Groups =
            [
                ("Lower Vale Carers CIO", "Owns it"),
                ("Harbour Food Bank", "Gives food"),
                ("Vale Young Carers", "Comes on Thursdays"),
            ],
        },
        new()
        {
            Name = "Llinell Nos",
            Purpose = "A voice at night, in Welsh or English, for those who care for somebody with dementia.",
            Age = 760,
            People =
            [
                ("Nia Prosser", "Holds it while it is paused"),
                ("Megan Rees", "Volunteer"),
                ("Gwenllian Hughes", "Volunteer"),
                ("Alun Hughes", "Co-producer"),
                ("Ceri Vaughan", "Network lead"),
                ("Winifred Ashe", "Co-producer"),
                ("Sam Whitlock", "Coordinator"),
            ],
            Groups =
            [
                ("Merched Llanwen", "Answers the line"),
                ("Vale Dementia Network", "Trains volunteers"),
                ("Llanwen Chapel", "Keeps the room"),
            ],
        },
        new()
        {
            Name = "Way Home",
            Purpose = "People leave hospital with a plan they helped to make, and somebody visits that evening.",
            Age = 900,
            People =
            [
                ("Sam Whitlock", "Coordinator"),
                ("Angela Reid", "Discharge nurse"),
                ("Norman Price", "Co-producer"),
                ("Winifred Ashe", "Co-producer"),
                ("Marcus Bell", "Co-producer"),
                ("Dr Anil Mehta", "Consultant"),
                ("Brian Cole", "Social worker"),
                ("Omar Haddad", "Pharmacist"),
            ],
            Groups =
            [
                ("Wenmouth and Vale Community NHS Trust", "Runs the wards"),
                ("Wenmouth Council Adult Care", "Arranges care at home"),
                ("Vale Deaf Club", "Says what is missing"),
                ("Eastmoor Surgery", "Visits"),
            ],
        },
        new()
        {
            Name = "Breathing Space",
            Purpose = "Children with asthma and their parents decide with the school what helps.",
            Age = 42,
            People =
            [
                ("Ellie Ward", "School nurse"),
                ("Jack Turner", "Parent"),
                ("Hannah Stone", "Parent"),
                ("Daniel Osei", "Head teacher"),
                ("Sam Whitlock", "Coordinator"),
            ],
            Groups = [("Lower Vale Primary School", "Where it happens"), ("Eastmoor Surgery", "Advises")],
        },
        new()
        {
            Name = "Green Steps",
            Purpose = "Short walks in company, for people who have not been out much.",
            Age = 1060,
            People =
            [
                ("Des Okafor", "Walk leader"),
                ("Ruth Lyle", "Champion, until she left"),
                ("Stan Nowak", "Co-producer"),
                ("Bill Hartley", "Co-producer"),
                ("Sarah Cope", "Practice nurse"),
                ("Sam Whitlock", "Coordinator"),
                ("Maureen Pike", "Co-producer"),
            ],
            Groups =
            [
                ("Eastmoor Walking Friends", "Walks"),
                ("Eastmoor Men’s Shed", "Mends the benches"),
                ("Eastmoor Surgery", "Sends people"),
                ("Wenmouth Library", "Where walks begin"),
            ],
        },
    ];
}
