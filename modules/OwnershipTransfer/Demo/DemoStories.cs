using CoProd.OwnershipTransfer.Picture;
using static CoProd.OwnershipTransfer.Picture.OwnershipRight;
using static CoProd.OwnershipTransfer.Picture.RehearsalStep;

namespace CoProd.OwnershipTransfer.Demo;

/// <summary>What the demo tells of ownership.</summary>
internal static class DemoStories
{
    private const int Handed = -272;

    public static void KitchenTable(DemoStory s)
    {
        var id = Guid.CreateVersion7();
        var trust = s.Party("Wenmouth and Vale Community NHS Trust", PartySide.Institution, "Sam Whitlock");
        var carers = s.Party("Lower Vale Carers CIO", PartySide.Community, "Joy Adeyemi", "Tom Rudge");
        OwnershipRight[] passed = [Decide, Spend, Adapt, Stop, Name, Title, Represent];
        s.Holds(trust, -1000, Handed - 1, "The trust’s pilot, by its board’s minutes", null, passed);
        s.Holds(carers, Handed, null, "Deed of transfer", id, passed);
        s.Holds(trust, -1000, null, "The trust’s register of processing", null, DataControl);
        var rota = s.Must("Plan who cooks and who opens the hall", carers, "Joy Adeyemi", 3, Handed);
        var safe = s.Must("Be named for safeguarding", carers, "Joy Adeyemi", 2, Handed);
        var books = s.Must("Keep the accounts and report to the Charity Commission", carers, "Tom Rudge", 2, Handed);
        var cover = s.Must("Insure the kitchen and those who come", carers, "Tom Rudge", 1, Handed);
        var list = s.Must("Keep the members’ list", trust, "Brian Cole", 2, -1000);
        var report = s.Must("Report to the trust’s board every three months", trust, null, 1, -1000);
        s.Ready(
            ReadinessDomain.People,
            "At least three people can each do what must be done",
            true,
            2,
            "Joy and Tom can; Rhys is learning",
            -40
        );
        s.Ready(
            ReadinessDomain.Governance,
            "It has a legal form that may hold what is handed over",
            true,
            4,
            "A CIO, registered before the handover",
            -300
        );
        s.Ready(ReadinessDomain.Money, "Its first year is paid for", true, 3, "A grant to the CIO itself", -290);
        s.Ready(
            ReadinessDomain.Knowledge,
            "How it works is written down, and somebody new has done it from the paper",
            true,
            4,
            "Rhys cooked for thirty from the folder",
            -280
        );
        s.Ready(
            ReadinessDomain.Legal,
            "Leases, contracts and insurance are in its name",
            true,
            4,
            "Hall, insurance and bank since the handover",
            -270
        );
        s.Ready(
            ReadinessDomain.Data,
            "It is settled who controls the data, and people were told",
            true,
            1,
            "The trust still holds the list; a letter is drafted",
            -60
        );
        s.Ready(
            ReadinessDomain.Demand,
            "Local people still want it, and said so this year",
            true,
            4,
            "Forty at the table in spring",
            -100
        );
        s.HandOver(
            new()
            {
                Id = id,
                Name = "Kitchen Table to the carers’ own charity",
                GiverId = trust,
                ReceiverId = carers,
                DraftedOn = s.Day(-420),
                DualFrom = s.Day(-360),
                DualUntil = s.Day(Handed),
                TailUntil = s.Day(91),
                TailSupport = "Sam Whitlock on Tuesdays, and the trust’s payroll for the cook.",
                ReversionTrigger = "It has not cooked for three months, and the members ask for it.",
                MovesData = true,
                DataBasis = "Consent",
                Rights =
                [
                    .. passed.Select(right =>
                        s.Right(
                            right,
                            Handed,
                            Handed,
                            (Watch, -350, "", "Joy Adeyemi"),
                            (Share, -320, "", "Joy Adeyemi"),
                            (Hold, -290, "The trust said nothing all evening, and nothing was missing.", "Joy Adeyemi")
                        )
                    ),
                    s.Right(
                        DataControl,
                        Handed,
                        null,
                        (Watch, -330, "Brian showed how the list is kept.", "Tom Rudge")
                    ),
                ],
                Obligations =
                [
                    s.Answer(rota, ObligationAnswer.Accepted, -300, "", "Joy Adeyemi", Handed),
                    s.Answer(safe, ObligationAnswer.Accepted, -300, "", "Joy Adeyemi", Handed),
                    s.Answer(books, ObligationAnswer.Accepted, -300, "", "Tom Rudge", Handed),
                    s.Answer(cover, ObligationAnswer.Accepted, -300, "", "Tom Rudge", Handed),
                    s.Answer(list, ObligationAnswer.Accepted, -300, "", "Tom Rudge"),
                    s.Answer(
                        report,
                        ObligationAnswer.Refused,
                        -300,
                        "We report to our members and to the Charity Commission. The trust may read that.",
                        "Joy Adeyemi"
                    ),
                ],
                Stages =
                [
                    s.Stage("Bank account and signatures", -300, -296),
                    s.Stage("The hall’s lease in the charity’s name", Handed, Handed),
                    s.Stage("The members’ list, with a letter to everybody on it", Handed),
                ],
                Retentions =
                [
                    s.Kept(
                        "The accounts of the pilot",
                        RetentionReason.Law,
                        "The trust’s financial records, six years after the year they are of",
                        1945,
                        Afterwards.Deleted
                    ),
                    s.Kept(
                        "Its copy of the members’ list",
                        RetentionReason.Agreement,
                        "Until the charity controls the list",
                        20,
                        Afterwards.Deleted
                    ),
                ],
            },
            (carers, "Joy Adeyemi", -281),
            (trust, "Sam Whitlock", -280)
        );
    }

    public static void SteadyTogether(DemoStory s)
    {
        var trust = s.Party("Wenmouth and Vale Community NHS Trust", PartySide.Institution, "Sam Whitlock");
        var tenants = s.Party(
            "Copper Lane Tenants",
            PartySide.Community,
            "Maureen Pike",
            "Kelly Brandt",
            "Amina Yusuf"
        );
        s.Holds(trust, -1095, null, "", null, Decide, Spend, Adapt, Stop);
        var ring = s.Must("Ring those who stopped coming", trust, null, 1, -400);
        var figures = s.Must("Count who comes, and send it to the trust each month", trust, "Michael Shaw", 2, -400);
        s.Ready(ReadinessDomain.People, "Somebody else can lead the exercises", true, 2, "Kelly has led twice", -20);
        s.Ready(ReadinessDomain.Money, "The hall is paid for after the contract", true, null, "", 0);
        s.HandOver(
            new()
            {
                Id = Guid.CreateVersion7(),
                Name = "The Harbour mornings to Copper Lane Tenants",
                GiverId = trust,
                ReceiverId = tenants,
                DraftedOn = s.Day(-30),
                DualFrom = s.Day(40),
                DualUntil = s.Day(120),
                TailUntil = s.Day(300),
                TailSupport = "A physiotherapist once a month.",
                ReversionTrigger = "Nobody can lead for eight weeks.",
                Rights =
                [
                    s.Right(
                        Adapt,
                        120,
                        null,
                        (Watch, -12, "Michael asks the group each season what they would change.", "Maureen Pike")
                    ),
                    s.Right(Decide, 130, null),
                ],
                Obligations =
                [
                    s.Answer(ring, ObligationAnswer.Accepted, -10, "", "Maureen Pike"),
                    s.Answer(figures, ObligationAnswer.Open),
                ],
                Stages = [s.Stage("Tenants sit in when the season is planned", 30)],
            }
        );
    }
}
