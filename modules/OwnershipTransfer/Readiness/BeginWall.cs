using CoProd.Contracts;
using CoProd.Contracts.Data;
using CoProd.Contracts.Web;
using CoProd.OwnershipTransfer.Picture;
using CoProd.Ui;
using Dapper;
using static CoProd.OwnershipTransfer.Texts;

namespace CoProd.OwnershipTransfer.Readiness;

/// <summary>
/// Begins the wall with what usually has to be ready. After what community asset transfer asks for: a vision backed by local people, a
/// legal form, skills, and not to rely on a few (Sport England); nothing here is set, each can be edited or taken off.
/// </summary>
internal static class BeginWall
{
    private const string Insert = """
        insert into readiness_item (id, innovation_id, domain, what, search_key, is_mandatory, level, evidence, looked_on,
            recorded_at, changed_at)
        select @Id, @InnovationId, @Domain, @What, @SearchKey, @IsMandatory, null, '', null, @Now, @Now
        where not exists (select 1 from readiness_item r
            where r.innovation_id = @InnovationId and r.search_key = @SearchKey and r.withdrawn = false)
        """;

    internal static IReadOnlyList<(ReadinessDomain Domain, string What, bool IsMandatory)> Usual =>
        [
            (ReadinessDomain.People, T["At least three people can each do what must be done"], true),
            (ReadinessDomain.Governance, T["It has a legal form that may hold what is handed over"], true),
            (ReadinessDomain.Governance, T["Those it is for have a say in who decides"], false),
            (ReadinessDomain.Money, T["Its first year is paid for"], true),
            (ReadinessDomain.Money, T["Somebody independent looks at its accounts"], false),
            (
                ReadinessDomain.Knowledge,
                T["How it works is written down, and somebody new has done it from the paper"],
                true
            ),
            (ReadinessDomain.Legal, T["Leases, contracts and insurance are in its name, or will be on the day"], true),
            (ReadinessDomain.Legal, T["Somebody is named for safeguarding"], true),
            (ReadinessDomain.Data, T["It is settled who controls the data, and people were told"], true),
            (ReadinessDomain.Demand, T["Local people still want it, and said so this year"], true),
        ];

    internal static Contracts.Web.FormRoute<bool> Route { get; } =
        new AskOnce
        {
            Title = () => T["Begin with what usually must be ready"],
            Lede = () =>
                T[
                    "Ten things go on the wall, none of them looked at yet. Edit them, take off what does not matter here, and add your own."
                ],
            Label = () => T["Yes, put them on the wall"],
            Send = () => T["Begin"],
            Said = () => T["The wall has begun. Next: how far is each?"],
            Do = Begin,
        }.Route(
            Paths.Route + "/readiness/usual",
            Paths.Api + "/readiness/usual",
            Permissions.Record,
            visit => Paths.Ownership(visit.InnovationId) + "#readiness"
        );

    private static bool Begin(IVisit visit, IWriting writing)
    {
        foreach (var (domain, what, isMandatory) in Usual)
        {
            var row = new
            {
                Id = Guid.CreateVersion7(),
                Domain = domain.ToString(),
                What = what,
                SearchKey = Words.Key(what),
                IsMandatory = isMandatory,
            };
            writing.Connection.Execute(Insert, Keeping.With(row, visit.InnovationId, writing));
        }
        writing.Changed(visit.InnovationId);
        return true;
    }
}
