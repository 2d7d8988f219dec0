using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Data;
using CoProd.Host.Events;
using CoProd.Host.Modules;
using CoProd.Host.Web.Pages;
using Dapper;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>Events that failed too often wait until an administrator sends them again.</summary>
public static class ParkedDeliveries
{
    private const string Again = "update host_delivery set parked = false, attempts = 0 where parked = true";

    internal static FormRoute<string> Route { get; } =
        new()
        {
            Page = "/modules/deliveries/again",
            Permission = HostPermissions.Modules,
            Read = input => input.Text("module", T["the module"], required: true),
            Handle = Handle,
            Show = (input, visit) => ModulesPage.Show(visit, input),
            Then = (_, _) => "/modules",
            Said = () => T["They are being tried again."],
        };

    internal static Task<long> Count(Database database, CancellationToken ct) =>
        database.Read(c => c.ExecuteScalarAsync<long>("select count(*) from host_delivery where parked = true"), ct);

    private static async Task<Outcome<Guid>> Handle(string moduleId, IVisit visit)
    {
        if (visit.Get<ModuleCatalogue>().Find(moduleId)?.Database is not { } database)
            return Outcome<Guid>.Missing();
        await database.Write(w => w.Connection.Execute(Again), visit.Gone);
        visit.Get<DeliverySignal>().Ring();
        return Outcome<Guid>.Done(Guid.Empty);
    }
}
