using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security;
using CoProd.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OtpNet;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>Somebody turns the second step on: their phone takes a key off the screen and shows codes from then on.</summary>
public static class TurnOnSecondStep
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Present { get; init; }

        public required Input Typed { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/account/second-step",
            Permission = HostPermissions.Home,
            Read = input => new Form { Present = input[PresentPassword.Field] ?? "", Typed = input },
            Handle = Handle,
            Show = Show,
            Then = (_, _) => RecoveryCodes.Path,
            Said = () => T["The second step is on. Keep the codes below: they let you in when your phone does not."],
        };

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (await visit.Get<AccountStore>().Find(visit.Caller.AccountId, visit.Gone) is not { } account)
            return Outcome<Guid>.Missing();
        if (account.HasSecondStep)
            return Outcome<Guid>.Refused("", T["The second step is on already."]);
        if (await PresentPassword.Refusal(visit, account, form.Present) is { } problem)
            return problem;
        var codes = await Try(visit.Http, account.Id, form.Typed);
        if (codes is null)
            return Outcome<Guid>.Refused(form.Typed.Errors[0].Field, form.Typed.Errors[0].Sentence);
        RecoveryCodes.Keep(visit.Http, account.Id, codes);
        await visit.Get<Sessions>().EndAll(account.Id, visit.Http.Features.Get<SessionRow>()?.Id, visit.Gone);
        return Outcome<Guid>.Done(account.Id);
    }

    private static async Task<IResult?> Show(Input input, IVisit visit)
    {
        if (
            await visit.Get<AccountStore>().Find(visit.Caller.AccountId, visit.Gone)
            is not { PasswordHash: not null } account
        )
            return null;
        var step = await visit.Get<SecondSteps>().Of(account.Id, visit.Gone);
        return step is null
            ? visit.Page<SecondStepPage>(("Input", input), ("Offered", Offered(visit.Http, account, input)))
            : visit.Page<SecondStepOnPage>(
                ("Since", step.StartedAt),
                ("Left", step.CodesLeft),
                ("IsAsked", account.NeedsSecondStep)
            );
    }

    /// <summary>Turns it on with what was typed; null, with the reason noted, where it does not fit.</summary>
    internal static async Task<IReadOnlyList<string>?> Try(HttpContext http, Guid account, Input input)
    {
        var steps = http.RequestServices.GetRequiredService<SecondSteps>();
        if (steps.Read(input["new-key"], account) is not { } key)
        {
            input.Error(
                "",
                T[
                    "That took longer than an hour. Take the new picture below into your app, and type the code it then shows."
                ]
            );
            return null;
        }
        try
        {
            if (await steps.TurnOn(account, key, input["code"] ?? "", http.RequestAborted) is { } codes)
                return codes;
            input.Error("code", SecondStepDoor.Words(StepAnswer.Wrong));
        }
        catch (BusyException)
        {
            input.Error("", AccountMaking.BusyWords);
        }
        return null;
    }

    /// <summary>What the page shows: the key it carries already, so that a wrong code costs no second scan, else a new one.</summary>
    internal static OfferedStep Offered(HttpContext http, Account account, Input input)
    {
        var steps = http.RequestServices.GetRequiredService<SecondSteps>();
        var institution =
            http.RequestServices.GetRequiredService<InstitutionSettings>().Find(HostSettings.Institution) ?? "CoProd";
        if (steps.Read(input["new-key"], account.Id) is not { } key)
        {
            input.Set("new-key", steps.Offer(account.Id));
            key = steps.Read(input["new-key"], account.Id)!;
        }
        return new OfferedStep
        {
            Address = new OtpUri(OtpType.Totp, key, account.UserName, institution).ToString(),
            Key = string.Join(' ', key.TrimEnd('=').Chunk(4).Select(four => new string(four))),
        };
    }
}

/// <summary>A key for a phone, as a page shows it.</summary>
public sealed record OfferedStep
{
    /// <summary>What the picture holds, and what a link on the phone itself opens.</summary>
    public required string Address { get; init; }

    /// <summary>The key in fours, to type.</summary>
    public required string Key { get; init; }
}
