using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Security;

public sealed class HeaderTests(Sites sites) : IClassFixture<Sites>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/nowhere")]
    [InlineData("/accounts")]
    [InlineData("/api/innovations")]
    [InlineData("/api/nowhere")]
    [InlineData("/assets/-/css/coprod.css")]
    [InlineData("/assets/-/nothing.css")]
    [InlineData("/health")]
    public async Task Every_answer_forbids_frames_sniffing_and_foreign_or_inline_scripts(string path)
    {
        var site = await sites.On(TestEngine.Sqlite);
        using var answer = await (await site.As(Role.Viewer)).Client.GetAsync(path);

        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Pages_hold_nothing_that_this_policy_would_stop()
    {
        var site = await sites.On(TestEngine.Sqlite);
        foreach (
            var path in new[]
            {
                "/",
                "/modules",
                "/accounts",
                "/accounts/new",
                "/settings",
                "/api",
                "/imports",
                "/nowhere",
            }
        )
        {
            var page = await (await site.As(Role.Administrator)).Open(path);
            Assert.Empty(page.Document.QuerySelectorAll("[style], style, script:not([src])"));
            Assert.DoesNotContain(
                page.Document.All,
                e => e.Attributes.Any(a => a.Name.StartsWith("on", StringComparison.Ordinal))
            );
        }
    }

    [Fact]
    public async Task What_a_signed_in_person_sees_stays_out_of_shared_caches()
    {
        var site = await sites.On(TestEngine.Sqlite);
        foreach (var path in new[] { "/", "/accounts" })
        {
            using var answer = await (await site.As(Role.Administrator)).Client.GetAsync(path);
            Assert.True(answer.Headers.CacheControl is { NoStore: true }, path);
        }
    }
}
