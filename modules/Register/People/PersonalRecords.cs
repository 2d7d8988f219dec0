using CoProd.Contracts.Modules;
using static CoProd.Register.Texts;

namespace CoProd.Register.People;

/// <summary>What the register keeps about people, why it may, and how long.</summary>
internal static class PersonalRecords
{
    public static void Declare(IModuleBuilder module)
    {
        Keeps(
            () => T["Names, roles, and for whom people speak"],
            () => T["To know who makes an innovation together, and to ask and thank them."],
            LawfulBasis.PublicTask,
            () => T["Until the person is erased or their record is withdrawn."],
            special: true
        );
        Keeps(
            () => T["Ways of contact, and how people like to be reached"],
            () => T["To reach people the way they wish."],
            LawfulBasis.PublicTask,
            () => T["Until the person is erased."]
        );
        Keeps(
            () => T["Pauses and other stops"],
            () => T["So that nobody is asked who asked to be left alone."],
            LawfulBasis.LegalObligation,
            () => T["As long as the record; after an erasure a bare number stays, which nobody may contact."],
            special: true
        );
        Keeps(
            () => T["Consents: for what, until when, and when taken back"],
            () => T["To use words, names and pictures only as people agreed, and to be able to show it."],
            LawfulBasis.LegalObligation,
            () => T["As long as the record."]
        );
        Keeps(
            () => T["Notes of what happened, and who was there"],
            () => T["To tell an innovation’s story, and to show what people’s time and knowledge changed."],
            LawfulBasis.PublicTask,
            () => T["As long as the innovation; a note that was taken back goes after 90 days."],
            special: true
        );
        Keeps(
            () => T["Cards, and what was told by them"],
            () => T["So that people without an account are heard."],
            LawfulBasis.Consent,
            () => T["As long as the record; a card opens nothing after its last day."]
        );

        void Keeps(
            Func<string> kind,
            Func<string> purpose,
            LawfulBasis basis,
            Func<string> keptFor,
            bool special = false
        ) =>
            module.Keeps(
                new()
                {
                    Kind = kind,
                    Purpose = purpose,
                    Basis = basis,
                    KeptFor = keptFor,
                    MayBeSpecial = special,
                }
            );
    }
}
