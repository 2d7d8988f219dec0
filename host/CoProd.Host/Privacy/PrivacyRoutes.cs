using System.Text.Json;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Web.Routing;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Privacy;

/// <summary>Somebody's file, to read and to take along; and their erasure.</summary>
internal static class PrivacyRoutes
{
    public static void Map(RouteTable host)
    {
        host.Page("/me/data", HostPermissions.OwnData, visit => Show(visit, visit.Caller.PersonId, "/me", Home(visit)));
        host.Page("/me/data.json", HostPermissions.OwnData, visit => Download(visit, visit.Caller.PersonId));
        host.Page(
            "/people/{personId:guid}/data",
            HostPermissions.PersonData,
            visit => Show(visit, visit.RouteId("personId"), $"/people/{visit.RouteId("personId")}", Back(visit))
        );
        host.Page(
            "/people/{personId:guid}/data.json",
            HostPermissions.PersonData,
            visit => Download(visit, visit.RouteId("personId"))
        );
        host.Form(Erase);
        host.Form(ApplyRetention.Route);
        host.Page("/people/{personId:guid}/erased", HostPermissions.Erase, ShowReceipt);
    }

    private static FormRoute<bool> Erase { get; } =
        new()
        {
            Page = "/people/{personId:guid}/erase",
            Permission = HostPermissions.Erase,
            Read = input => input.Tick("sure"),
            Handle = Handle,
            Show = ShowErase,
            Then = (_, id) => $"/people/{id}/erased",
            Said = () => T["It is done. This page is the receipt: print it for the person."],
        };

    // Who only looks has no page of their own in the register.
    private static string Home(IVisit visit) => visit.Caller.May("register.me") ? "/me" : "/account";

    // Who looks after the installation has no page of the person to go back to.
    private static string Back(IVisit visit) =>
        visit.Caller.May(HostPermissions.Accounts) ? "/accounts" : $"/people/{visit.RouteId("personId")}";

    private static async Task<IResult?> Show(IVisit visit, Guid? personId, string under, string back)
    {
        var file = personId is { } id ? await visit.Get<PersonFiles>().Of(id, visit.Gone) : null;
        if (file is null && under != "/me")
            return null;
        return visit.Page<PersonFilePage>(("File", file), ("Json", under + "/data.json"), ("Back", back));
    }

    private static async Task<IResult?> Download(IVisit visit, Guid? personId) =>
        personId is { } id && await visit.Get<PersonFiles>().Of(id, visit.Gone) is { } file
            ? Results.File(
                JsonSerializer.SerializeToUtf8Bytes(file, PersonFiles.Json),
                "application/json",
                $"person-{id.ToString()[..8]}.json"
            )
            : null;

    private static async Task<IResult?> ShowErase(Input input, IVisit visit)
    {
        var id = visit.RouteId("personId");
        if (await visit.Get<PersonFiles>().Of(id, visit.Gone) is not { } file)
            return null;
        return visit.Page<ErasePersonPage>(
            ("Input", input),
            ("Name", file.Name),
            ("Would", await visit.Get<Erasure>().Rehearse(file, visit.Gone)),
            ("File", visit.Caller.MayOpen(HostPermissions.PersonData) ? $"/people/{id}/data" : null),
            ("Back", Back(visit))
        );
    }

    private static async Task<Outcome<Guid>> Handle(bool sure, IVisit visit)
    {
        if (!sure)
            return Outcome<Guid>.Refused(
                "sure",
                T["Tick the box if that is what they asked for. It cannot be undone."]
            );
        var id = visit.RouteId("personId");
        if (visit.Caller.PersonId == id)
            return Outcome<Guid>.Refused(
                "",
                T["You cannot erase yourself: nobody would be left to tell you. Ask a colleague."]
            );
        if (await visit.Get<PersonFiles>().Of(id, visit.Gone) is not { } file)
            return Outcome<Guid>.Missing();
        // Once begun it is finished, whether or not they wait for it.
        await visit.Get<Erasure>().Do(file, CancellationToken.None);
        return Outcome<Guid>.Done(id);
    }

    private static async Task<IResult?> ShowReceipt(IVisit visit) =>
        await visit.Get<Erasure>().Receipt(visit.RouteId("personId"), visit.Gone) is { } receipt
            ? visit.Page<ErasureReceiptPage>(
                ("Receipt", receipt),
                ("PersonId", visit.RouteId("personId")),
                ("Back", visit.Caller.May(HostPermissions.Accounts) ? "/accounts" : "/people")
            )
            : null;
}
