namespace CoProd.Register.Demo;

/// <summary>The invented places and groups.</summary>
internal static class DemoPlaces
{
    internal sealed record Group
    {
        public required string Name { get; init; }

        public required string Kind { get; init; }

        public required string Place { get; init; }

        public string Purpose { get; init; } = "";

        public string LegalForm { get; init; } = "";

        public string Languages { get; init; } = "";

        /// <summary>Years since it was founded; null where nobody wrote it down.</summary>
        public int? Age { get; init; }
    }

    public static IReadOnlyList<string> Localities { get; } = ["Harbour", "Eastmoor", "Lower Vale", "Llanwen"];

    public static IReadOnlyList<Group> Groups { get; } =
    [
        New("Harbour Bowls", "CommunityGroup", "Harbour", "Bowls, and a hall that everybody uses", 61),
        New(
            "Eastmoor Mosque Women’s Circle",
            "CommunityGroup",
            "Eastmoor",
            "Women meet, cook and help each other",
            22,
            "English, Urdu"
        ),
        New("Merched Llanwen", "CommunityGroup", "Llanwen", "Menywod Llanwen, yn Gymraeg", 48, "Welsh, English"),
        New("Copper Lane Tenants", "CommunityGroup", "Harbour", "Tenants of Copper Lane look after their street", 17),
        New(
            "Vale Deaf Club",
            "CommunityGroup",
            "Lower Vale",
            "Deaf people and their families",
            54,
            "British Sign Language, English"
        ),
        New("Eastmoor Men’s Shed", "CommunityGroup", "Eastmoor", "Men mend things, and talk while they do", 9),
        New("Wenmouth Library", "Organisation", "Harbour", "Books, warmth, and a room to meet in", 90),
        New("Harbour Food Bank", "Organisation", "Harbour", "Food for those who need it this week", 11),
        New("Eastmoor Surgery", "Organisation", "Eastmoor", "Family doctors for Eastmoor"),
        New("Lower Vale Primary School", "Organisation", "Lower Vale", "A school of 210 children", 70),
        New(
            "Lower Vale Carers CIO",
            "Organisation",
            "Lower Vale",
            "Carers run what carers need",
            6,
            "",
            "Charitable incorporated organisation"
        ),
        New("Wenmouth and Vale Community NHS Trust", "Organisation", "Harbour", "Community health services", 12),
        New("Wenmouth Council Adult Care", "Organisation", "Harbour", "Social care for adults"),
        New("Llanwen Chapel", "CommunityGroup", "Llanwen", "Chapel, choir and Friday lunch", 130, "Welsh"),
        New("Vale Young Carers", "CommunityGroup", "Lower Vale", "Young people who look after somebody", 8),
        New("Eastmoor Walking Friends", "CommunityGroup", "Eastmoor", "People who walk on Tuesdays", 4),
        New("Harbour Pharmacy", "Organisation", "Harbour", "Medicines, and a chair to wait in", 31),
        New("Age Well Network", "Network", "Harbour", "Everybody in Wenmouth who works with older people", 14),
        New(
            "Vale Dementia Network",
            "Network",
            "Lower Vale",
            "People living with dementia, and those close to them",
            10
        ),
        New("Falls team", "Team", "Harbour", "Physiotherapists and nurses of the trust"),
    ];

    private static Group New(
        string name,
        string kind,
        string place,
        string purpose,
        int? age = null,
        string languages = "English",
        string legalForm = ""
    ) =>
        new()
        {
            Name = name,
            Kind = kind,
            Place = place,
            Purpose = purpose,
            Age = age,
            Languages = languages,
            LegalForm = legalForm,
        };
}
