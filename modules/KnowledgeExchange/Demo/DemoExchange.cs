using CoProd.KnowledgeExchange.Exchanges;

namespace CoProd.KnowledgeExchange.Demo;

/// <summary>What the invented innovations exchange: much at Steady Together, one way at Way Home, a word without a meaning at Breathing Space.</summary>
internal static class DemoExchange
{
    private const string Leaflet = """
        Come and sit with us. Then stand, if you like. We start with our feet. We turn slowly, and we hold the chair. When everybody is warm, we
        practise getting up from the floor. Nobody has to. Tea is at three. Somebody walks home with you when it is dark.
        """;

    public static InnovationExchange? Of(string name, Guid innovation, DateOnly today, Func<string, Guid?> find) =>
        name switch
        {
            "Steady Together" => SteadyTogether(innovation, today, find),
            "Way Home" => WayHome(innovation, today),
            "Breathing Space" => BreathingSpace(innovation),
            _ => null,
        };

    private static InnovationExchange SteadyTogether(Guid innovation, DateOnly today, Func<string, Guid?> find)
    {
        var leaflet = New();
        return new()
        {
            InnovationId = innovation,
            Exchanges =
            [
                Went(today, -200, "Falls team", "Members", "How to get up from the floor", ExchangeFormat.Meeting),
                Went(today, -150, "Members", "Falls team", "What the floor feels like", ExchangeFormat.Talk),
                Went(today, -90, "Falls team", "Members", "Which shoes hold", ExchangeFormat.Paper, "large print"),
                Went(today, -60, "Members", "Falls team", "Who stopped coming, and why", ExchangeFormat.Talk),
                Went(today, -40, "Members", "Tenants", "Where the path is dark", ExchangeFormat.Visit),
            ],
            Products =
            [
                new()
                {
                    Id = leaflet,
                    Name = "Sit, stand, turn",
                    IsPublic = true,
                },
            ],
            Versions =
            [
                Out(today, -300, leaflet, "1", ""),
                Out(today, -100, leaflet, "2", "EasyRead,LargePrint") with
                {
                    Changes = "The floor comes second.",
                    Body = Leaflet,
                },
            ],
            Uses =
            [
                new()
                {
                    Id = New(),
                    ProductId = leaflet,
                    Kind = UseKind.Instrumental,
                    ByGroup = "Eastmoor Surgery",
                    Words = "They give it out with the letter after a fall.",
                    OnDay = today.AddDays(-50),
                },
            ],
            Questions =
            [
                new()
                {
                    Id = New(),
                    Words = "Who pays the instructors after next spring?",
                    FromGroup = "Carers",
                    PersonId = find("Maureen Pike"),
                    OwedBy = "The trust’s board",
                    AskedOn = today.AddDays(-21),
                },
                new()
                {
                    Id = New(),
                    Words = "May people come who use a frame?",
                    FromGroup = "Tenants",
                    OwedBy = "Falls team",
                    AskedOn = today.AddDays(-80),
                    Answer = "Yes. Ring first, so that a second instructor is there.",
                    AnsweredOn = today.AddDays(-76),
                },
            ],
            Terms =
            [
                new()
                {
                    Id = New(),
                    Word = "A fall",
                    Meanings =
                    [
                        new("Falls team", "any time somebody comes to rest lower than they meant to"),
                        new("Members", "when you cannot get up by yourself"),
                    ],
                    Agreed = "Any time you end up lower than you meant to, hurt or not.",
                },
            ],
        };
    }

    private static InnovationExchange WayHome(Guid innovation, DateOnly today) =>
        new()
        {
            InnovationId = innovation,
            Exchanges =
            [
                Went(today, -140, "Ward staff", "Patients", "What happens on the day", ExchangeFormat.Paper),
                Went(today, -100, "Ward staff", "Patients", "Whom to ring afterwards", ExchangeFormat.Paper),
                Went(today, -60, "Ward staff", "Patients", "Medicines by time of day", ExchangeFormat.Talk),
                Went(
                    today,
                    -30,
                    "Deaf people",
                    "Ward staff",
                    "Five signs everybody can learn",
                    ExchangeFormat.Film,
                    "signed, with subtitles"
                ),
            ],
        };

    private static InnovationExchange BreathingSpace(Guid innovation) =>
        new()
        {
            InnovationId = innovation,
            Terms =
            [
                new()
                {
                    Id = New(),
                    Word = "An attack",
                    Meanings = [new("Parents", "a bad night"), new("School staff", "when an ambulance is called")],
                },
            ],
        };

    private static Guid New() => Guid.CreateVersion7();

    private static Exchange Went(
        DateOnly today,
        int day,
        string from,
        string to,
        string what,
        ExchangeFormat format,
        string access = ""
    ) =>
        new()
        {
            Id = New(),
            FromGroup = from,
            ToGroup = to,
            What = what,
            Format = format,
            Access = access,
            OnDay = today.AddDays(day),
        };

    private static ProductVersion Out(DateOnly today, int day, Guid product, string label, string formats) =>
        new()
        {
            Id = New(),
            ProductId = product,
            Label = label,
            Formats = formats,
            OnDay = today.AddDays(day),
        };
}
