namespace CoProd.Register.Demo;

/// <summary>The invented people: forty of them, and some of the ties between them.</summary>
internal static class DemoPeople
{
    public const string Staff = "Health and care staff";
    private const string Carers = "Carers";
    private const string Users = "People who use services";
    private const string Third = "Third sector";
    private const string Public = "Public";

    internal sealed record Person
    {
        public required string Name { get; init; }

        public required string Role { get; init; }

        public required string Stake { get; init; }

        public required string Place { get; init; }

        public string? Group { get; init; }

        public string Wish { get; init; } = "";

        /// <summary>Days until a pause of theirs ends; null for no pause.</summary>
        public int? PausedDays { get; init; }
    }

    public static IReadOnlyList<Person> All { get; } =
    [
        New("Sam Whitlock", "Coordinator", Staff, "Harbour", "Wenmouth and Vale Community NHS Trust"),
        New("Helen Marsh", "Board member", Public, "Eastmoor", "Wenmouth and Vale Community NHS Trust"),
        New("Priya Nair", "Head of IT", Staff, "Harbour", "Wenmouth and Vale Community NHS Trust"),
        New("Maureen Pike", "Carer", Carers, "Harbour", "Copper Lane Tenants", "Ring in the morning, before ten"),
        New("Joy Adeyemi", "Chair", Carers, "Lower Vale", "Lower Vale Carers CIO"),
        New("Tom Rudge", "Treasurer", Carers, "Lower Vale", "Lower Vale Carers CIO"),
        New(
            "Nia Prosser",
            "Night line volunteer",
            Users,
            "Llanwen",
            "Merched Llanwen",
            "Yn Gymraeg, os gwelwch yn dda"
        ),
        New("Dr Anil Mehta", "Consultant", Staff, "Harbour", "Wenmouth and Vale Community NHS Trust"),
        New("Des Okafor", "Walk leader", Public, "Eastmoor", "Eastmoor Walking Friends"),
        New("Ruth Lyle", "Former champion", Staff, "Harbour", null, "", 90),
        New("Ivy Tranter", "Bowls captain", Users, "Harbour", "Harbour Bowls"),
        New("George Tranter", "Member", Users, "Harbour", "Harbour Bowls"),
        New("Fatima Siddiqui", "Organiser", Third, "Eastmoor", "Eastmoor Mosque Women’s Circle", "Text first"),
        New("Amina Yusuf", "Member", Users, "Eastmoor", "Eastmoor Mosque Women’s Circle"),
        New("Megan Rees", "Secretary", Third, "Llanwen", "Merched Llanwen"),
        New("Gwenllian Hughes", "Member", Users, "Llanwen", "Merched Llanwen"),
        New("Alun Hughes", "Carer", Carers, "Llanwen", "Llanwen Chapel", "", 30),
        New("Kelly Brandt", "Chair", Public, "Harbour", "Copper Lane Tenants"),
        New("Marcus Bell", "Club secretary", Third, "Lower Vale", "Vale Deaf Club", "Please write; do not ring"),
        New("Lorna Finch", "Member", Users, "Lower Vale", "Vale Deaf Club"),
        New("Bill Hartley", "Shed keeper", Third, "Eastmoor", "Eastmoor Men’s Shed"),
        New("Stan Nowak", "Member", Users, "Eastmoor", "Eastmoor Men’s Shed"),
        New("Yvonne Clarke", "Librarian", Third, "Harbour", "Wenmouth Library"),
        New("Peter Dunn", "Manager", Third, "Harbour", "Harbour Food Bank"),
        New("Dr Grace Lim", "Family doctor", Staff, "Eastmoor", "Eastmoor Surgery"),
        New("Sarah Cope", "Practice nurse", Staff, "Eastmoor", "Eastmoor Surgery"),
        New("Daniel Osei", "Head teacher", Third, "Lower Vale", "Lower Vale Primary School"),
        New("Ellie Ward", "School nurse", Staff, "Lower Vale", "Lower Vale Primary School"),
        New("Jack Turner", "Parent", Carers, "Lower Vale", null),
        New("Hannah Stone", "Parent", Carers, "Lower Vale", null),
        New("Rhys Morgan", "Young carer", Carers, "Lower Vale", "Vale Young Carers", "Only after school"),
        New("Chloe Banks", "Youth worker", Third, "Lower Vale", "Vale Young Carers"),
        New("Michael Shaw", "Physiotherapist", Staff, "Harbour", "Falls team"),
        New("Olga Petrova", "Nurse", Staff, "Harbour", "Falls team"),
        New("Brian Cole", "Social worker", Staff, "Harbour", "Wenmouth Council Adult Care"),
        New("Angela Reid", "Discharge nurse", Staff, "Harbour", "Wenmouth and Vale Community NHS Trust"),
        New("Norman Price", "Patient", Users, "Eastmoor", null),
        New("Winifred Ashe", "Patient", Users, "Lower Vale", null, "Through her daughter"),
        New("Ceri Vaughan", "Network lead", Third, "Lower Vale", "Vale Dementia Network"),
        New("Omar Haddad", "Pharmacist", Staff, "Harbour", "Harbour Pharmacy"),
    ];

    /// <summary>From, to, kind, intensity 1 to 4, years.</summary>
    public static IReadOnlyList<(string From, string To, string Kind, int Intensity, int Years)> Ties { get; } =
    [
        ("Maureen Pike", "Ivy Tranter", "Bonding", 4, 22),
        ("Maureen Pike", "Kelly Brandt", "Bonding", 3, 15),
        ("Maureen Pike", "Michael Shaw", "Linking", 3, 3),
        ("Maureen Pike", "Yvonne Clarke", "Bridging", 2, 6),
        ("Joy Adeyemi", "Tom Rudge", "Bonding", 4, 8),
        ("Joy Adeyemi", "Sam Whitlock", "Linking", 3, 3),
        ("Nia Prosser", "Megan Rees", "Bonding", 4, 30),
        ("Nia Prosser", "Ceri Vaughan", "Bridging", 3, 5),
        ("Fatima Siddiqui", "Dr Grace Lim", "Linking", 2, 4),
        ("Des Okafor", "Bill Hartley", "Bridging", 3, 7),
        ("Marcus Bell", "Angela Reid", "Linking", 1, 1),
        ("Daniel Osei", "Chloe Banks", "Bridging", 2, 2),
        ("Age Well Network", "Harbour Bowls", "Bridging", 2, 10),
        ("Age Well Network", "Eastmoor Men’s Shed", "Bridging", 2, 6),
        ("Vale Dementia Network", "Merched Llanwen", "Bridging", 3, 6),
        ("Falls team", "Harbour Bowls", "Linking", 3, 3),
        ("Lower Vale Carers CIO", "Wenmouth Council Adult Care", "Linking", 2, 5),
    ];

    private static Person New(
        string name,
        string role,
        string stake,
        string place,
        string? group,
        string wish = "",
        int? pausedDays = null
    ) =>
        new()
        {
            Name = name,
            Role = role,
            Stake = stake,
            Place = place,
            Group = group,
            Wish = wish,
            PausedDays = pausedDays,
        };
}
