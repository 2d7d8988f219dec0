using CoProd.Contracts.Modules;
using static CoProd.Host.Texts;

namespace CoProd.Host.Privacy;

/// <summary>What the host itself keeps about people.</summary>
internal static class HostRecords
{
    public static IReadOnlyList<PersonalData> All { get; } =
    [
        new()
        {
            Kind = () => T["Accounts, passkeys and sign-ins"],
            Purpose = () => T["To let in those who may come in, and nobody else."],
            Basis = LawfulBasis.PublicTask,
            KeptFor = () => T["Until the account’s person is erased; a sign-in for some weeks."],
        },
        new()
        {
            Kind = () => T["For whom a link to the page for the board was made, and when it was opened"],
            Purpose = () => T["To know who reads the page without an account, and to end a link that went astray."],
            Basis = LawfulBasis.LegitimateInterests,
            KeptFor = () => T["As long as the installation; after an erasure without the full name."],
        },
        new()
        {
            Kind = () => T["Who did what, when and from which address"],
            Purpose = () => T["To be able to show who looked at a record or changed it."],
            Basis = LawfulBasis.LegalObligation,
            KeptFor = () => T["As long as the installation; after an erasure without name or address."],
        },
    ];
}
