using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Mail;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Ui;
using Dapper;
using Microsoft.AspNetCore.Http;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>Somebody gives their own address. It counts once they opened the mail that was sent to it.</summary>
public static class ChangeAddress
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Email { get; init; }

        public required string Present { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/account/address",
            Permission = HostPermissions.Home,
            Read = input => new Form { Email = SetAddress.Read(input), Present = input[PresentPassword.Field] ?? "" },
            Handle = Handle,
            Show = (input, visit) =>
                Task.FromResult<IResult?>(
                    visit.Get<MailSettings>().IsSetUp ? visit.Page<ChangeAddressPage>(("Input", input)) : null
                ),
            Then = (_, _) => "/account",
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (
            !visit.Get<MailSettings>().IsSetUp
            || await visit.Get<AccountStore>().Find(visit.Caller.AccountId, visit.Gone) is not { } account
        )
            return Outcome<Guid>.Missing();
        if (form.Email.Length == 0)
            return Outcome<Guid>.Refused("email", T["Enter an e-mail address."]);
        if (await PresentPassword.Refusal(visit, account, form.Present) is { } problem)
            return problem;
        var ways = visit.Get<WaysIn>();
        await visit.Database.Write(
            w =>
                Mails.Put(
                    w,
                    MailKind.ConfirmAddress,
                    account.Id,
                    ways.Put(w, account.Id, WayInKind.Address, printed: false, email: form.Email)
                ),
            visit.Gone
        );
        visit.Get<Mails>().Wake();
        visit.Say(
            T["A mail is on its way to {0}. Open it and press the button there: then the address counts.", form.Email]
        );
        return Outcome<Guid>.Done(account.Id);
    }
}

/// <summary>Somebody asks for the morning's mail, or no longer.</summary>
internal static class AskForDigest
{
    private const string Update = """
        update account set wants_digest = @wants where id = @account and (email is not null or @wants = false)
        """;

    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = "/account/digest",
            Permission = HostPermissions.Home,
            Read = input => input["wants"] == "yes",
            Handle = Handle,
            Show = (input, visit) => AccountPage.Show(visit, input),
            Then = (_, _) => "/account",
        };

    private static async Task<Outcome<Guid>> Handle(bool wants, IVisit visit)
    {
        var kept = await visit.Database.Write(
            w => w.Connection.Execute(Update, new { wants, account = visit.Caller.AccountId }) == 1,
            visit.Gone
        );
        if (!kept)
            return Outcome<Guid>.Refused("", T["There is no address to send it to. Give yours first."]);
        visit.Say(
            wants
                ? T["A mail comes in the morning when something needs somebody: one a day at most."]
                : T["No mail comes in the morning any more."]
        );
        return Outcome<Guid>.Done(visit.Caller.AccountId);
    }
}
