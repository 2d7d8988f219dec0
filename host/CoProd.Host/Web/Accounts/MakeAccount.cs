using CoProd.Contracts.Capabilities;
using CoProd.Contracts.Forms;
using CoProd.Contracts.Modules;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Host.Security.Access;
using CoProd.Ui;
using CoProd.Ui.Forms;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>An administrator makes an account for somebody.</summary>
public static class MakeAccount
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required Guid Id { get; init; }

        public required string UserName { get; init; }

        public required string DisplayName { get; init; }

        public required string Role { get; init; }

        public required Guid? PersonId { get; init; }

        public required string Email { get; init; }

        public required string Password { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/accounts/new",
            Permission = HostPermissions.Accounts,
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (visit, id) => visit.Http.Items.ContainsKey(Invited) ? GiveWayIn.Path(visit, id) : "/accounts",
        };

    // Whoever made it goes on to the page to print, or to the account.
    private const string Invited = "invited";

    private static Form Read(Input input) =>
        new()
        {
            Id = input.NewId(),
            UserName = input.Text("name", T["a user name"], required: true, max: 100),
            DisplayName = input.Text("displayName", T["their name"], required: true, max: 100),
            Role = input.Text("role", T["a role"], required: true, max: 100),
            PersonId = input.Id("personId", T["the person in the register"]),
            Email = SetAddress.Read(input),
            Password = input["password"] ?? "",
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        var roles = await visit.Get<RoleBook>().Now(visit.Gone);
        if (roles.Find(form.Role) is not { } role)
            return Outcome<Guid>.Refused("role", T["Choose {0} from the list.", T["a role"]]);
        if (role.Base == Role.CoProducer && form.PersonId is null)
            return Outcome<Guid>.Refused(
                "personId",
                T["Choose who they are in the register: a co-producer sees what that person takes part in."]
            );
        if (
            form.PersonId is { } person
            && (await visit.Maybe<IInnovationDirectory>()!.People([person], visit.Gone)).Count == 0
        )
            return Outcome<Guid>.Refused("personId", T["That person is not in the register any more. Choose another."]);
        if (await visit.Get<AccountStore>().Find(form.Id, visit.Gone) is { } made)
            return made.UserName == form.UserName
                ? Outcome<Guid>.Done(made.Id)
                : Outcome<Guid>.Refused("", T["This page has made an account already. Open it anew to make another."]);
        var account = new Account
        {
            Id = form.Id,
            UserName = form.UserName,
            DisplayName = form.DisplayName,
            Role = role.Base,
            OwnRoleId = role.Own?.Id,
            PersonId = form.PersonId,
            Email = form.Email.Length > 0 ? form.Email : null,
        };
        var problem =
            form.Password.Length > 0
                ? await AccountMaking.Make(visit.Http.RequestServices, account, form.Password)
                : await AccountMaking.MakeWithoutPassword(visit.Http.RequestServices, account);
        if (problem is not null)
            return Outcome<Guid>.Refused(problem.Field, problem.Sentence);
        if (form.Password.Length > 0)
            visit.Say(
                T["The account is made. Tell the person their user name and password, by word of mouth or on paper."]
            );
        else
            await Invite(account, visit);
        return Outcome<Guid>.Done(account.Id);
    }

    // By mail where there is a way, else on paper. Who asked not to be contacted gets no mail: whoever made the account is told.
    private static async Task Invite(Account account, IVisit visit)
    {
        visit.Http.Items[Invited] = true;
        var byMail = account.Email is not null && visit.Get<Mail.MailSettings>().IsSetUp;
        if (await GiveWayIn.Give(visit, account, byMail) is { } refusal)
            visit.Say(T["The account is made."] + " " + refusal);
    }

    private static async Task<Microsoft.AspNetCore.Http.IResult?> Show(Input input, IVisit visit)
    {
        var people = await visit.Maybe<IInnovationDirectory>()!.AllPeople(null, 1000, visit.Gone);
        var choices = people
            .OrderBy(p => p.Name, StringComparer.CurrentCulture)
            .Select(p => new Choice(p.Id.ToString(), p.Name))
            .ToList();
        return visit.Page<MakeAccountPage>(
            ("Input", input),
            ("Roles", RoleWords.ChoicesOf(await visit.Get<RoleBook>().Now(visit.Gone))),
            ("People", choices)
        );
    }
}
