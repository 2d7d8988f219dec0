using CoProd.Contracts.Data;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Audit;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Security.Access;
using CoProd.Ui;
using CoProd.Ui.Forms;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Innovations;

/// <summary>Who may see and change an innovation; somebody is given access to it.</summary>
public static class GiveAccess
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Account { get; init; }

        public required AccessLevel? Level { get; init; }
    }

    private const string TakingPart = """
        select a.id, a.display_name, a.role, a.own_role_id from account a
        where a.disabled = false and a.person_id in @People order by a.user_name_key limit 500
        """;

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/innovations/{innovationId:guid}/access",
            Api = "/api/innovations/{innovationId:guid}/access",
            Permission = HostPermissions.Access,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, _) => $"/innovations/{visit.InnovationId}/access",
            Said = () => T["Access is given, and holds from the next page they open. They are told."],
        };

    private static Form Read(Input input)
    {
        var level = input.Choice<AccessLevel>("level", T["what they may do"], required: true);
        if (level == AccessLevel.None)
            input.Error("level", T["Choose {0} from the list.", T["what they may do"]]);
        return new()
        {
            Account = input.Text("account", T["their user name or e-mail address"], required: true, max: 254),
            Level = level,
        };
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var called = (await visit.Get<AccountStore>().Called(form.Account, visit.Gone))
            .Where(a => !a.Disabled)
            .ToList();
        if (called is not [var account])
            return Outcome<Guid>.Refused(
                "account",
                called.Count == 0
                    ? T[
                        "Nobody signs in with this name or address. Ask them for it, or ask an administrator for an account."
                    ]
                    : T["Several people share this address. Type the user name."]
            );
        // Whoever runs the machine sees nothing about people, and cannot change that alone.
        if (account.Id == visit.Caller.AccountId)
            return Outcome<Guid>.Refused(
                "account",
                T["You cannot give access to yourself. Ask somebody else who may give it."]
            );
        AuditNote.Of(visit.Http).Detail = form.Level.ToString()!;
        await visit
            .Get<InnovationAccess>()
            .Change(account.Id, visit.InnovationId, form.Level!.Value, visit.Caller.AccountId, visit.Gone);
        return Outcome<Guid>.Done(account.Id);
    }

    internal static async Task<IResult?> Show(Input input, IVisit visit)
    {
        var directory = visit.Maybe<Contracts.Capabilities.IInnovationDirectory>()!;
        var innovation = (await directory.Innovations([visit.InnovationId], visit.Gone))[0];
        var roles = await visit.Get<RoleBook>().Now(visit.Gone);
        var given = await visit.Get<InnovationAccess>().OfInnovation(innovation.Id, visit.Gone);
        var part = (
            await visit
                .Get<Data.Database>()
                .Read(c => c.QueryAsync<Account>(TakingPart, new { People = innovation.People }), visit.Gone)
        ).AsList();
        // Who signs in here at all is for those who look after the whole institution: an owner of one innovation types a name.
        IReadOnlyList<Account> known =
            visit.Caller is Caller caller && caller.Across(HostPermissions.Access) is { SeesAll: true }
                ? await visit.Get<AccountStore>().List(visit.Gone)
                : [];
        return visit.Page<AccessPage>(
            ("Input", input),
            ("Id", innovation.Id),
            ("Name", innovation.Name),
            (
                "Given",
                given
                    .Select(g => new AccessPage.Row(
                        g.AccountId,
                        g.DisplayName,
                        g.UserName,
                        AccessWords.Of(g.Level),
                        roles.Of(g.Role, g.OwnRoleId).Name,
                        g.GivenBy,
                        DateOnly.FromDateTime(g.GivenAt.LocalDateTime)
                    ))
                    .ToList()
            ),
            ("TakingPart", part.Select(account => account.DisplayName).ToList()),
            ("SeeAll", roles.All.Where(role => role.SeesAll).Select(role => role.Name).ToList()),
            (
                "Known",
                known
                    .Where(a => !a.Disabled && a.Id != visit.Caller.AccountId)
                    .Select(a => new Choice(a.UserName, a.DisplayName))
                    .ToList()
            )
        );
    }
}

/// <summary>Somebody's access to an innovation ends.</summary>
internal static class EndAccess
{
    internal static FormRoute<Guid?> Route { get; } =
        new()
        {
            Page = "/innovations/{innovationId:guid}/access/end",
            Api = "/api/innovations/{innovationId:guid}/access/end",
            Permission = HostPermissions.Access,
            Read = input => input.Id("accountId", T["whose access"], required: true),
            Handle = Handle,
            Show = GiveAccess.Show,
            // Whoever gave up their own may not see the page any more.
            Then = (visit, account) =>
                account == visit.Caller.AccountId ? "/" : $"/innovations/{visit.InnovationId}/access",
            Said = () => T["That access is ended."],
        };

    private static async Task<Outcome<Guid>> Handle(Guid? account, IVisit visit)
    {
        var ended = await visit
            .Get<InnovationAccess>()
            .Change(account!.Value, visit.InnovationId, AccessLevel.None, visit.Caller.AccountId, visit.Gone);
        return ended ? Outcome<Guid>.Done(account!.Value) : Outcome<Guid>.Missing();
    }
}
