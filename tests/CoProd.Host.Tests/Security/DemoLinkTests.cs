using System.Net;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Security;

/// <summary>The demo lets everybody in by a link. Nothing else may.</summary>
public sealed class DemoLinkTests
{
    [Fact]
    public async Task The_links_sign_in_as_each_kind_of_user_and_only_with_their_code()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite, demo: true);
        foreach (var role in Enum.GetValues<Role>())
        {
            using var guest = site.Anonymous();
            var wrong = await guest.Open(site.DemoLink(role)[..^1] + "x");
            Assert.Equal(HttpStatusCode.NotFound, wrong.Status);
            Assert.StartsWith("/sign-in", (await guest.Open("/")).Path);

            var home = await guest.Open(site.DemoLink(role));
            Assert.Equal("/", home.Path);
            Assert.Contains("This is the demo.", home.Html);
        }
    }

    [Fact]
    public async Task Without_the_demo_there_is_no_such_address()
    {
        await using var site = await TestSite.Start(TestEngine.Sqlite);
        using var guest = site.Anonymous();

        Assert.Equal(HttpStatusCode.NotFound, (await guest.Open(site.DemoLink(Role.Administrator))).Status);
    }
}
