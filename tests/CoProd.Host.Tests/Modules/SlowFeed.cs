using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace CoProd.Host.Tests.Modules;

/// <summary>A feed whose packages come as slowly as the test wants.</summary>
internal sealed class SlowFeed : IAsyncDisposable
{
    private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string folder = Directory.CreateTempSubdirectory("coprod-slow-").FullName;
    private readonly WebApplication app;

    private SlowFeed()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        app = builder.Build();
        app.Use(
            async (http, next) =>
            {
                if (http.Request.Path.Value!.EndsWith(".nupkg", StringComparison.Ordinal))
                    await go.Task;
                await next(http);
            }
        );
        app.UseStaticFiles(
            new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder), ServeUnknownFileTypes = true }
        );
    }

    /// <summary>The feed's address.</summary>
    public string Index => app.Urls.First() + "/index.json";

    /// <summary>No package is kept back any more.</summary>
    public void GoOn() => go.TrySetResult();

    public static async Task<SlowFeed> Serve(string packages)
    {
        var feed = new SlowFeed();
        await feed.app.StartAsync();
        V3Files.Write(packages, feed.folder, feed.app.Urls.First());
        return feed;
    }

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
