using System.Net;
using System.Net.Sockets;
using System.Text;
using CoProd.Contracts.Modules;
using CoProd.Testing;

namespace CoProd.Host.Tests.Web;

/// <summary>Too much, or too little, over the wire.</summary>
public sealed class RequestLimitTests(Sites sites) : IClassFixture<Sites>
{
    [Theory]
    [InlineData("/innovations/new", 2)]
    [InlineData("/sign-in", 200)]
    [InlineData("/set-up", 2)]
    [InlineData("/look", 2)]
    [InlineData("/imports/new/anything", 200)]
    [InlineData("/api/innovations", 2)]
    public async Task What_is_too_large_is_refused_before_it_is_read(string path, int megabytes)
    {
        var site = await sites.On(TestEngine.Sqlite);
        var sam = await site.As(Role.Coordinator);
        var zeros = new Zeros((long)megabytes << 20);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StreamContent(zeros) };
        request.Content.Headers.TryAddWithoutValidation(
            "Content-Type",
            path.StartsWith("/api", StringComparison.Ordinal) ? "application/json" : "application/x-www-form-urlencoded"
        );
        request.Headers.ExpectContinue = true;

        using var answer = await sam.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal(0, zeros.Position);
        var said = await answer.Content.ReadAsStringAsync();
        Assert.Contains(path.StartsWith("/api", StringComparison.Ordinal) ? "413" : "That file is too large", said);
    }

    [Fact]
    public async Task A_form_of_a_thousand_fields_too_many_is_refused_in_words()
    {
        var sam = await (await sites.On(TestEngine.Sqlite)).As(Role.Coordinator);
        using var answer = await sam.Client.PostAsync(
            "/innovations/new",
            Inside.Fields([.. Enumerable.Range(0, 5_000).Select(n => ("f" + n, "x"))])
        );

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory, InlineData("/innovations/new"), InlineData("/api/innovations")]
    public async Task A_request_that_breaks_off_leaves_nothing_and_the_site_serves_on(string path)
    {
        var site = await sites.On(TestEngine.Sqlite);
        var sam = await site.As(Role.Coordinator);
        var before = (await sam.Get("/api/innovations")).Body!.ToJsonString();
        var cookies = string.Join("; ", sam.Cookies.Select(c => $"{c.Name}={c.Value}"));
        var type = path.StartsWith("/api", StringComparison.Ordinal)
            ? "application/json"
            : "application/x-www-form-urlencoded";

        for (var n = 0; n < 5; n++)
        {
            using var half = new TcpClient();
            await half.ConnectAsync(IPAddress.Loopback, new Uri(site.Address).Port);
            await half.GetStream()
                .WriteAsync(
                    Encoding.ASCII.GetBytes(
                        $"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookies}\r\nContent-Type: {type}\r\nContent-Length: 1000\r\n\r\nname=Half0"
                    )
                );
            await half.GetStream().FlushAsync();
        }

        var (status, after) = await sam.Get("/api/innovations");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(before, after!.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, (await sam.Open("/")).Status);
        Assert.Empty(site.Host().Modules.Faults);
    }

    /// <summary>A file of nothing, as long as asked for, that knows how much of it was read.</summary>
    private sealed class Zeros(long length) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var now = (int)Math.Min(count, length - Position);
            Array.Clear(buffer, offset, now);
            Position += now;
            return now;
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = offset;

        public override void Flush() { }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
