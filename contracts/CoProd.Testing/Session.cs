using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace CoProd.Testing;

/// <summary>Somebody at the site: opens pages, fills in forms as a browser without script would, and asks the API.</summary>
public sealed class Session : IDisposable
{
    private readonly HttpClient client;
    private readonly CookieContainer cookies = new();

    internal Session(string address, string? cookie)
    {
        client = new HttpClient(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                CookieContainer = cookies,
                ConnectCallback = (to, ct) => Connect(from, to.DnsEndPoint, ct),
            }
        )
        {
            BaseAddress = new Uri(address),
        };
        if (cookie is not null)
            cookies.SetCookies(client.BaseAddress, cookie);
    }

    // Everybody sits at a machine of their own, as they do outside: the loopback range has sixteen million addresses.
    private static int machines;

    private readonly IPAddress from = MachineOf(Interlocked.Increment(ref machines));

    private static IPAddress MachineOf(int n) =>
        new([127, (byte)(1 + n / 62_500 % 250), (byte)(n / 250 % 250), (byte)(1 + n % 250)]);

    private static async ValueTask<Stream> Connect(IPAddress from, DnsEndPoint to, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            // Where the system knows one loopback address alone, all share it.
            if (OperatingSystem.IsLinux())
                socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(to, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The bearer token of the same account, for the API.</summary>
    public string? Token { get; init; }

    /// <summary>The account's user name.</summary>
    public string? UserName { get; init; }

    /// <summary>The account's id.</summary>
    public Guid AccountId { get; init; }

    /// <summary>The client, for whatever the methods here do not do.</summary>
    public HttpClient Client => client;

    /// <summary>The cookies held, for example to hand them to a browser.</summary>
    public CookieCollection Cookies => cookies.GetCookies(client.BaseAddress!);

    /// <summary>Opens a page, following redirects.</summary>
    public async Task<Page> Open(string path) => await Follow(await client.GetAsync(path));

    /// <summary>Opens a form's page, fills its fields in and sends it. Fields not named keep what the page put there.</summary>
    public async Task<Page> Send(string path, params (string Field, string Value)[] fields)
    {
        var page = await Open(path);
        return page.Status == HttpStatusCode.OK ? await page.Send(fields) : page;
    }

    /// <summary>Sends a form's fields to a path.</summary>
    internal async Task<Page> Post(string path, HttpContent content) =>
        await Follow(await client.PostAsync(path, content));

    /// <summary>Asks the API.</summary>
    public Task<(HttpStatusCode Status, JsonNode? Body)> Get(string path) => Ask(HttpMethod.Get, path, null, null);

    /// <summary>Sends JSON to the API.</summary>
    public Task<(HttpStatusCode Status, JsonNode? Body)> PostJson(
        string path,
        object body,
        string? idempotencyKey = null
    ) => Ask(HttpMethod.Post, path, body, idempotencyKey);

    private async Task<(HttpStatusCode, JsonNode?)> Ask(HttpMethod method, string path, object? body, string? key)
    {
        using var request = new HttpRequestMessage(method, path);
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        if (body is not null)
            request.Content = JsonContent.Create(body);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    private async Task<Page> Follow(HttpResponseMessage response)
    {
        for (
            var hops = 0;
            response.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther && hops < 10;
            hops++
        )
        {
            var next = response.Headers.Location!;
            response.Dispose();
            response = await client.GetAsync(next);
        }
        var text = await response.Content.ReadAsStringAsync();
        var path = response.RequestMessage!.RequestUri!.PathAndQuery;
        var page = new Page(this, response.StatusCode, path, text, new HtmlParser().ParseDocument(text));
        response.Dispose();
        return page;
    }

    /// <inheritdoc />
    public void Dispose() => client.Dispose();
}

/// <summary>A page as it came.</summary>
/// <param name="Session">Who opened it.</param>
/// <param name="Status">The status it was answered with.</param>
/// <param name="Path">Its address after redirects.</param>
/// <param name="Html">Its source.</param>
/// <param name="Document">Its elements.</param>
public sealed record Page(Session Session, HttpStatusCode Status, string Path, string Html, IHtmlDocument Document)
{
    /// <summary>What a person reads in its main part, white space folded.</summary>
    public string Text =>
        string.Join(
            ' ',
            (Document.QuerySelector("main")?.TextContent ?? "").Split(
                (char[]?)null,
                StringSplitOptions.RemoveEmptyEntries
            )
        );

    /// <summary>The error beside a field, or null.</summary>
    public string? ErrorOf(string field) =>
        Document.GetElementById(field + "-error")?.TextContent.Trim() is { } text
            ? text["Error:".Length..].Trim()
            : Document.QuerySelector($".govuk-error-summary a[href='#{field}']")?.TextContent.Trim();

    /// <summary>What stands in a field now.</summary>
    public string? ValueOf(string field) =>
        Document.QuerySelector($"main [name='{field}']") switch
        {
            IHtmlTextAreaElement area => area.Value,
            IHtmlSelectElement select => select.Value,
            IHtmlInputElement input => input.Value,
            _ => null,
        };

    /// <summary>Fills the main form in and sends it, as a browser would.</summary>
    public Task<Page> Send(params (string Field, string Value)[] fields) => SendForm("main form[method=post]", fields);

    /// <summary>Fills a form in and sends it.</summary>
    public Task<Page> SendForm(string selector, params (string Field, string Value)[] fields)
    {
        var form =
            Document.QuerySelector(selector) as IHtmlFormElement
            ?? throw new InvalidOperationException($"{Path} ({(int)Status}) has no form {selector}.");
        var values = form
            .Elements.OfType<IHtmlElement>()
            .SelectMany(Filled)
            .Where(v => fields.All(f => f.Field != v.Key))
            .ToList();
        values.AddRange(fields.Select(f => KeyValuePair.Create(f.Field, f.Value)));
        var action = form.GetAttribute("action") is { Length: > 0 } to ? to : Path;
        return Session.Post(action, new FormUrlEncodedContent(values));
    }

    private static IEnumerable<KeyValuePair<string, string>> Filled(IHtmlElement element) =>
        element switch
        {
            IHtmlInputElement { Type: "checkbox" or "radio", IsChecked: false } => [],
            IHtmlInputElement { Type: "file" or "submit" } => [],
            IHtmlInputElement { Name: { Length: > 0 } name } input => [KeyValuePair.Create(name, input.Value)],
            IHtmlTextAreaElement { Name: { Length: > 0 } name } area => [KeyValuePair.Create(name, area.Value)],
            IHtmlSelectElement { Name: { Length: > 0 } name } select => [KeyValuePair.Create(name, select.Value ?? "")],
            _ => [],
        };
}
