using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CoProd.Host.Tests.Security;

/// <summary>
/// A provider on the loopback address that can be told to lie, which no real one can: another nonce, another issuer, another key. What a
/// real one does is tried in a browser, by the end-to-end tests.
/// </summary>
internal sealed class TestProvider : IAsyncDisposable
{
    public const string ClientId = "coprod";
    public const string ClientSecret = "a secret of the test alone";

    private readonly WebApplication web;
    private readonly RSA rsa = RSA.Create(2048);
    private readonly Dictionary<string, (string Nonce, string Challenge, string Back)> given = [];

    private TestProvider(WebApplication web) => this.web = web;

    public string Address { get; private set; } = "";

    public string Subject { get; set; } = "subject-1";

    public string Name { get; set; } = "Sam Whitlock";

    public string UserName { get; set; } = "sam.whitlock";

    public IReadOnlyList<string> Groups { get; set; } = [];

    /// <summary>Turns a true token into a lie.</summary>
    public Action<SecurityTokenDescriptor>? Lie { get; set; }

    /// <summary>How many asked for anything at all.</summary>
    public int Asked { get; private set; }

    /// <summary>Who was sent out, as it was said.</summary>
    public string? LeftWith { get; private set; }

    public static async Task<TestProvider> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var provider = new TestProvider(builder.Build());
        provider.Map();
        await provider.web.StartAsync();
        provider.Address = provider
            .web.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.First();
        return provider;
    }

    private void Map()
    {
        web.Use(
            (http, next) =>
            {
                Asked++;
                return next(http);
            }
        );
        web.MapGet(
            "/.well-known/openid-configuration",
            () =>
                Results.Json(
                    new Dictionary<string, object>
                    {
                        ["issuer"] = Address,
                        ["authorization_endpoint"] = Address + "/authorize",
                        ["token_endpoint"] = Address + "/token",
                        ["jwks_uri"] = Address + "/keys",
                        ["end_session_endpoint"] = Address + "/leave",
                        ["response_types_supported"] = new[] { "code" },
                        ["code_challenge_methods_supported"] = new[] { "S256" },
                        ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
                    }
                )
        );
        web.MapGet("/keys", () => Results.Json(new { keys = new[] { PublicKey() } }));
        web.MapGet("/authorize", Authorize);
        web.MapPost("/token", Token);
        web.MapGet("/leave", Leave);
    }

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        if (
            query["client_id"] != ClientId
            || query["response_type"] != "code"
            || query["code_challenge_method"] != "S256"
        )
            return Results.BadRequest("That is not what was agreed.");
        var code = Guid.CreateVersion7().ToString("N");
        var back = query["redirect_uri"].ToString();
        given[code] = (query["nonce"].ToString(), query["code_challenge"].ToString(), back);
        return Results.Redirect(
            QueryHelpers.AddQueryString(
                back,
                new Dictionary<string, string?> { ["code"] = code, ["state"] = query["state"].ToString() }
            )
        );
    }

    private async Task<IResult> Token(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (
            !given.Remove(form["code"].ToString(), out var asked)
            || form["client_id"] != ClientId
            || form["client_secret"] != ClientSecret
            || form["redirect_uri"] != asked.Back
            || Challenge(form["code_verifier"].ToString()) != asked.Challenge
        )
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        var told = new SecurityTokenDescriptor
        {
            Issuer = Address,
            Audience = ClientId,
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(5),
            NotBefore = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-5),
            IssuedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
            SigningCredentials = new SigningCredentials(Key(rsa), SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                ["sub"] = Subject,
                ["nonce"] = asked.Nonce,
                ["name"] = Name,
                ["preferred_username"] = UserName,
                ["email"] = "same@example.org",
                ["groups"] = Groups,
            },
        };
        Lie?.Invoke(told);
        return Results.Json(
            new
            {
                access_token = "for nothing",
                token_type = "Bearer",
                expires_in = 300,
                id_token = new JsonWebTokenHandler().CreateToken(told),
            }
        );
    }

    private IResult Leave(HttpRequest request)
    {
        LeftWith = request.Query["client_id"];
        return Results.Redirect(request.Query["post_logout_redirect_uri"].ToString());
    }

    private static string Challenge(string verifier) =>
        Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));

    public static RsaSecurityKey Key(RSA rsa) => new(rsa) { KeyId = "one" };

    private Dictionary<string, string> PublicKey()
    {
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = "one",
            ["alg"] = "RS256",
            ["n"] = Base64UrlEncoder.Encode(key.Modulus),
            ["e"] = Base64UrlEncoder.Encode(key.Exponent),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        rsa.Dispose();
    }
}
