namespace CoProd.Register.Demo;

/// <summary>Three years of "What happened?".</summary>
internal static class DemoNotes
{
    internal sealed record Note(
        string Innovation,
        int DaysAgo,
        string Words,
        double? Hours,
        string Ticks,
        params IReadOnlyList<string> People
    );

    public static IEnumerable<Note> All() => Told.Concat(Walks()).Concat(Sessions());

    private static IReadOnlyList<Note> Told { get; } =
    [
        new(
            "Steady Together",
            1080,
            "First afternoon at the bowls hall. Nine came, and nobody wanted to be first.",
            2,
            "Learned",
            "Maureen Pike",
            "Ivy Tranter"
        ),
        new(
            "Steady Together",
            980,
            "Chairs with arms, not stools. Ivy said it, and we bought them.",
            1,
            "Changed Learned",
            "Ivy Tranter"
        ),
        new(
            "Steady Together",
            700,
            "The hall’s heating broke in January. We met at the library for three weeks.",
            1.5,
            "Broke",
            "Maureen Pike"
        ),
        new(
            "Steady Together",
            402,
            "Maureen introduced two neighbours who had both fallen last winter.",
            1,
            "Introduced",
            "Maureen Pike",
            "Amina Yusuf"
        ),
        new(
            "Steady Together",
            160,
            "We promised Amina that somebody will walk home with her when it is dark.",
            null,
            "Promised",
            "Amina Yusuf"
        ),
        new(
            "Steady Together",
            20,
            "We need somebody to ring those who stopped coming.",
            null,
            "Needed",
            "Kelly Brandt"
        ),
        new("Kitchen Table", 990, "Six carers, one pan, too much rice.", 3, "Learned", "Joy Adeyemi", "Tom Rudge"),
        new("Kitchen Table", 640, "The young ones will come if it is after school.", 1, "Learned", "Rhys Morgan"),
        new(
            "Kitchen Table",
            272,
            "The carers’ own charity holds it from today.",
            2,
            "Changed",
            "Joy Adeyemi",
            "Tom Rudge"
        ),
        new(
            "Kitchen Table",
            60,
            "The members’ list is still on the trust’s computer, and we cannot change it.",
            null,
            "Needed",
            "Tom Rudge"
        ),
        new(
            "Llinell Nos",
            740,
            "Four nights, eleven calls. Two wanted Welsh and were glad.",
            6,
            "Learned",
            "Nia Prosser",
            "Megan Rees"
        ),
        new("Llinell Nos", 300, "A caller rang back to say thank you.", null, "Learned", "Gwenllian Hughes"),
        new(
            "Llinell Nos",
            151,
            "We stop for now: the pilot’s money is used up. Nia keeps the phone and the list.",
            1,
            "Changed",
            "Nia Prosser"
        ),
        new(
            "Llinell Nos",
            30,
            "Asked all seven whether they will come back. Three said yes, the others did not answer.",
            1,
            "Learned",
            "Nia Prosser"
        ),
        new(
            "Way Home",
            880,
            "Norman drew his own way home on a napkin. It became the plan’s first page.",
            1,
            "Learned Changed",
            "Norman Price",
            "Angela Reid"
        ),
        new(
            "Way Home",
            420,
            "Three wards invented the evening visit, each by itself.",
            1,
            "Learned",
            "Angela Reid",
            "Brian Cole"
        ),
        new(
            "Way Home",
            200,
            "Dr Mehta says visits delay discharge. Nobody has answered him with figures yet.",
            null,
            "Needed",
            "Dr Anil Mehta"
        ),
        new(
            "Way Home",
            90,
            "Nobody could sign at discharge for a Deaf patient. Marcus told us how it felt.",
            1,
            "Learned Promised",
            "Marcus Bell"
        ),
        new(
            "Way Home",
            14,
            "The pharmacy will pack the first week’s medicines by time of day.",
            0.5,
            "Changed",
            "Omar Haddad"
        ),
        new(
            "Breathing Space",
            40,
            "First meeting with parents. The choice of inhaler bags had been made before.",
            1.5,
            "Learned",
            "Jack Turner",
            "Hannah Stone"
        ),
        new(
            "Breathing Space",
            12,
            "The children say the PE shed is where it starts. It is full of dust.",
            1.5,
            "Learned",
            "Ellie Ward",
            "Jack Turner"
        ),
        new(
            "Green Steps",
            1050,
            "Eight of us, once round the pond. Des brought a flask.",
            1.5,
            "Learned",
            "Des Okafor",
            "Ruth Lyle"
        ),
        new(
            "Green Steps",
            600,
            "The shed mended both benches, so people can rest half way.",
            4,
            "Changed",
            "Bill Hartley",
            "Stan Nowak"
        ),
        new(
            "Green Steps",
            230,
            "Ruth has left for another job. She knew who to ring at the surgery.",
            null,
            "Changed Needed",
            "Ruth Lyle"
        ),
    ];

    // Fortnightly until seven months ago, and then no more.
    private static IEnumerable<Note> Walks()
    {
        for (var ago = 700; ago > 210; ago -= 28)
            yield return new(
                "Green Steps",
                ago,
                $"Walked from the library, {6 + ago / 28 % 5} of us.",
                1.5,
                "",
                "Des Okafor",
                "Stan Nowak"
            );
    }

    private static IEnumerable<Note> Sessions()
    {
        for (var ago = 960; ago > 0; ago -= 56)
            yield return new(
                "Steady Together",
                ago,
                $"Session at the bowls hall, {11 + ago / 56 % 6} came.",
                2,
                "",
                "Maureen Pike",
                "Ivy Tranter",
                "Michael Shaw"
            );
    }
}
