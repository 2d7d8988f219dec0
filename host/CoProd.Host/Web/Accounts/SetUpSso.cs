using CoProd.Contracts.Forms;
using CoProd.Contracts.Web;
using CoProd.Host.Modules;
using CoProd.Host.Security.Sso;
using CoProd.Ui;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using static CoProd.Host.Texts;

namespace CoProd.Host.Web.Accounts;

/// <summary>An administrator names the institution's own sign-in, and which of its groups have which role here; or no longer.</summary>
public static class SetUpSso
{
    /// <summary>The form.</summary>
    public sealed record Form
    {
        public required string Issuer { get; init; }

        public required string Client { get; init; }

        public required string? Secret { get; init; }

        public required string Called { get; init; }

        public required string Scopes { get; init; }

        public required string Claim { get; init; }

        public required string Roles { get; init; }
    }

    internal static FormRoute<Form> Route { get; } =
        new()
        {
            Page = "/settings/sso",
            Permission = HostPermissions.Settings,
            Start = visit => Task.FromResult<Input?>(Start(visit.Get<SsoSettings>())),
            Read = Read,
            Handle = Handle,
            Show = Show,
            Then = (_, _) => "/settings/sso",
        };

    private static Input Start(SsoSettings sso) =>
        Input.Of(
            ("issuer", sso.Issuer),
            ("client", sso.Client),
            ("called", sso.IsSetUp ? sso.Called : ""),
            ("scopes", sso.Scopes),
            ("claim", sso.Claim),
            ("roles", sso.Roles)
        );

    private static Form Read(Input input)
    {
        var issuer = input.Text("issuer", T["the provider's address"], max: 500);
        if (issuer.Length > 0 && !SsoSettings.IsAddress(issuer))
            input.Error("issuer", T["That is no address of a provider. It looks like https://login.example.org."]);
        var roles = input.Text("roles", T["which group has which role"], max: 4_000);
        if (GroupRoles.Read(roles).Wrong is { } line)
            input.Error(
                "roles",
                T[
                    "“{0}” is not understood. Write a line for each group: its name as the provider writes it, an equals sign, and Administrator, Coordinator or Viewer.",
                    line
                ]
            );
        return new()
        {
            Issuer = issuer,
            Client = input.Text("client", T["the client ID"], required: issuer.Length > 0, max: 300),
            Secret = input["client-secret-password"] is { Length: > 0 } typed ? typed : null,
            Called = input.Text("called", T["what people call it"], max: 60),
            Scopes = input.Text("scopes", T["what is asked for"], max: 300),
            Claim = input.Text("claim", T["the claim with the groups"], max: 200),
            Roles = roles,
        };
    }

    private static async Task<Outcome<Guid>> Handle(Form form, IVisit visit)
    {
        if (form.Scopes.Length > 0 && !form.Scopes.Split(' ').Contains("openid"))
            return Outcome<Guid>.Refused("scopes", T["“openid” must be among them: without it nobody is named."]);
        await visit
            .Get<SsoSettings>()
            .Keep(
                new()
                {
                    Issuer = form.Issuer,
                    Client = form.Client,
                    Secret = form.Secret,
                    Called = form.Called,
                    Scopes = form.Scopes,
                    Claim = form.Claim,
                    Roles = form.Roles,
                },
                visit.Gone
            );
        visit.Say(
            form.Issuer.Length == 0
                ? T[
                    "People sign in with user name and password alone from now on. Whoever had no password needs a way in from you."
                ]
                : T["That is kept. Try it below, then sign in with it in another browser before you tell others."]
        );
        return Outcome<Guid>.Done(Guid.Empty);
    }

    internal static Task<IResult?> Show(Input input, IVisit visit)
    {
        var sso = visit.Get<SsoSettings>();
        foreach (var (field, value) in Start(sso).Raw)
        {
            if (input[field] is null)
                input.Set(field, value[0]);
        }
        return Task.FromResult<IResult?>(
            visit.Page<SetUpSsoPage>(
                ("Input", input),
                ("IsSetUp", sso.IsSetUp),
                ("HasSecret", sso.HasSecret),
                ("Back", visit.Address(SsoOptions.Back)),
                ("Left", visit.Address(SsoOptions.Left))
            )
        );
    }
}

/// <summary>An administrator asks whether the provider answers, and as whom.</summary>
internal static class TrySso
{
    internal static FormRoute<bool> Route { get; } =
        new()
        {
            Page = "/settings/sso/try",
            Permission = HostPermissions.Settings,
            Read = _ => true,
            Handle = Handle,
            Show = SetUpSso.Show,
            Then = (_, _) => "/settings/sso",
            Said = () =>
                T[
                    "The provider answers, and offers what is needed. Whether the client ID and the groups are right shows when somebody signs in."
                ],
        };

    private static async Task<Outcome<Guid>> Handle(bool asked, IVisit visit) =>
        await SsoTest.Run(visit.Get<SsoSettings>(), visit.Get<IOptionsMonitor<OpenIdConnectOptions>>(), visit.Gone)
            is { } wrong
            ? Outcome<Guid>.Refused("issuer", wrong)
            : Outcome<Guid>.Done(Guid.Empty);
}
