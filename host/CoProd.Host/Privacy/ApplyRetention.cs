using System.Globalization;
using CoProd.Contracts;
using CoProd.Contracts.Contributions;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Audit;
using CoProd.Host.Modules;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Privacy;

/// <summary>What is kept about people, why, and how long; and the rules on how long, each with what it would remove today.</summary>
internal static class ApplyRetention
{
    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = "/privacy",
            Permission = HostPermissions.Privacy,
            Read = input => input.Tick("sure"),
            Handle = Handle,
            Show = Show,
            Then = (_, _) => "/privacy",
            Said = () => T["Done: what was kept long enough is removed."],
        };

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var modules = visit.Get<ModuleCatalogue>();
        var failed = new List<string>();
        var today = visit.Clock.Today();
        var rules = await modules.Ask<IRetentionRule, (string Means, int Records)>(
            async rule => (rule.Means, await rule.Preview(today, visit.Gone)),
            visit.Gone,
            (module, _) => failed.Add(T["{0} could not say what its rule would remove. Look again later.", module.Id])
        );
        return visit.Page<PrivacyPage>(
            ("Input", input),
            (
                "Kinds",
                modules
                    .Active.SelectMany(module => module.Declared!.PersonalData)
                    .Concat(HostRecords.All)
                    .Select(data => new PrivacyPage.Kind(
                        data.Kind(),
                        data.Purpose(),
                        Words(data.Basis),
                        data.KeptFor(),
                        data.MayBeSpecial
                    ))
                    .ToList()
            ),
            ("Rules", rules.Select(rule => new PrivacyPage.Rule(rule.Result.Means, rule.Result.Records)).ToList()),
            ("Failed", failed),
            ("BackupsKept", visit.Get<Backups.ScheduledBackups>().Kept)
        );
    }

    private static async Task<Outcome<Guid>> Handle(bool sure, IVisit visit)
    {
        if (!sure)
            return Outcome<Guid>.Refused("sure", T["Tick the box if that is what you want. It cannot be undone."]);
        var today = visit.Clock.Today();
        var removed = await visit
            .Get<ModuleCatalogue>()
            .Ask<IRetentionRule, int>(
                rule => rule.Apply(today, CancellationToken.None),
                CancellationToken.None,
                limit: TimeSpan.FromMinutes(2)
            );
        AuditNote.Of(visit.Http).Detail = string.Join(
            ", ",
            removed.Select(one => $"{one.Module.Id} {one.Result.ToString(CultureInfo.InvariantCulture)}")
        );
        return Outcome<Guid>.Done(Guid.Empty);
    }

    private static string Words(Contracts.Modules.LawfulBasis basis) =>
        basis switch
        {
            Contracts.Modules.LawfulBasis.Consent => T["Consent"],
            Contracts.Modules.LawfulBasis.Contract => T["Contract"],
            Contracts.Modules.LawfulBasis.LegalObligation => T["Legal obligation"],
            Contracts.Modules.LawfulBasis.VitalInterests => T["Vital interests"],
            Contracts.Modules.LawfulBasis.PublicTask => T["Public task"],
            _ => T["Legitimate interests"],
        };
}
