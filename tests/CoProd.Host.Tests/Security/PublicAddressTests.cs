using System.Net;
using CoProd.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Tests.Security;

/// <summary>What a web server in front says is believed of the named ones alone; a name that is not ours is refused.</summary>
public sealed class PublicAddressTests
{
    [Fact]
    public async Task Under_a_public_address_other_names_are_refused_and_a_named_proxy_says_who_calls_and_how()
    {
        var folder = Directory.CreateTempSubdirectory("coprod-address-");
        var options = new HostOptions
        {
            DataFolder = folder.FullName,
            ModuleFolders = [TestSite.BuiltModules],
            Port = 0,
            Serves = true,
            PublicUrl = new Uri("https://coprod.example.org"),
            Proxies = [IPAddress.Loopback],
        };
        await using (var site = await Site.Open(options, CancellationToken.None))
        {
            await site.Web.StartAsync();
            var address = site
                .Services.GetRequiredService<IServer>()
                .Features.Get<IServerAddressesFeature>()!
                .Addresses.First();
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });

            Assert.Equal(HttpStatusCode.OK, await Ask(client, address, "coprod.example.org", null));
            Assert.Equal(HttpStatusCode.OK, await Ask(client, address, "127.0.0.1", null));
            Assert.Equal(HttpStatusCode.MisdirectedRequest, await Ask(client, address, "evil.example.net", null));

            // Passkeys are made for that name, by whichever name the web server in front asks.
            foreach (var name in new[] { "coprod.example.org", "127.0.0.1" })
                Assert.Contains("\"rpId\":\"coprod.example.org\"", await WhatToSign(client, address, name));

            // Each caller that the proxy names is counted by itself.
            for (var tries = 0; tries < 61; tries++)
                await Ask(client, address, "coprod.example.org", "203.0.113.7", "/open/card/nothing");
            Assert.Equal(
                HttpStatusCode.TooManyRequests,
                await Ask(client, address, "coprod.example.org", "203.0.113.7", "/open/card")
            );
            Assert.Equal(
                HttpStatusCode.OK,
                await Ask(client, address, "coprod.example.org", "203.0.113.8", "/open/card")
            );
            await site.Web.StopAsync();
        }
        folder.Delete(recursive: true);
    }

    private static async Task<string> WhatToSign(HttpClient client, string address, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address + "/sign-in/passkey/begin")
        {
            Headers = { Host = host },
        };
        using var answer = await client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpStatusCode> Ask(
        HttpClient client,
        string address,
        string host,
        string? caller,
        string path = "/health"
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address + path) { Headers = { Host = host } };
        if (caller is not null)
            request.Headers.Add("X-Forwarded-For", caller);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
