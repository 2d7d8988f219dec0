using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Web.Pages;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web;

/// <summary>An administrator starts CoProd again, so that changes of modules apply, and waits on a page that comes back by itself.</summary>
public static class RestartSite
{
    // The answer has to be on its way before the server stops.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = "/modules/restart",
            Permission = HostPermissions.Modules,
            Read = _ => true,
            Handle = Handle,
            Show = (input, visit) => ModulesPage.Show(visit, input),
            Then = (visit, _) => $"/modules/starting?run={visit.Get<Site>().Run}",
            Said = () => T["CoProd starts again."],
        };

    private static Task<Outcome<Guid>> Handle(bool sent, IVisit visit)
    {
        if (visit.Get<Site>().StartAgain is not { } again)
            return Task.FromResult(
                Outcome<Guid>.Refused("", T["It cannot start itself here. Ask whoever runs the server."])
            );
        _ = Task.Delay(Grace).ContinueWith(_ => again(), TaskScheduler.Default);
        return Task.FromResult(Outcome<Guid>.Done(Guid.Empty));
    }

    /// <summary>The page to wait on.</summary>
    internal static Task<IResult?> Wait(IVisit visit) =>
        Task.FromResult<IResult?>(visit.Page<StartingPage>(("Run", visit.Get<Site>().Run)));

    /// <summary>What that page asks: where to go once another run answers.</summary>
    internal static Task<IResult?> Progress(IVisit visit)
    {
        var over = visit.Get<Site>().Run.ToString() != (string?)visit.Http.Request.Query["run"];
        return Task.FromResult<IResult?>(
            Results.Json(
                new
                {
                    done = over ? 1 : 0,
                    total = 1,
                    next = over ? "/modules" : null,
                }
            )
        );
    }
}
