using System.Collections.Frozen;
using System.Security.Cryptography;
using CoProd.Ui.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;

namespace CoProd.Host.Web;

/// <summary>Styles, scripts, fonts and icons, out of the UI kit's assembly. Their address holds their hash, so browsers keep them for good.</summary>
internal sealed class AssetFiles
{
    private const string Prefix = "assets/";

    private readonly FrozenDictionary<string, (byte[] Bytes, string Hash)> files;
    private readonly FileExtensionContentTypeProvider types = new();

    public AssetFiles()
    {
        var assembly = typeof(IShell).Assembly;
        files = assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => name[Prefix.Length..].Replace('\\', '/'),
                name => Load(assembly.GetManifestResourceStream(name)!)
            );
    }

    public string Address(string path) =>
        files.TryGetValue(path, out var file) ? $"/assets/{file.Hash}/{path}" : "/assets/-/" + path;

    public void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/assets/{hash}/{**path}", Answer)
            .ExcludeFromDescription()
            .WithMetadata(new Routing.RouteRule { Permission = null, ModuleId = "host" });

    private IResult Answer(string hash, string path, HttpContext http)
    {
        if (!files.TryGetValue(path, out var file))
            return Results.NotFound();
        // Asked for by an older page during an upgrade, for example: good for now, not for good.
        http.Response.Headers.CacheControl = hash == file.Hash ? "public, max-age=31536000, immutable" : "no-cache";
        return Results.Bytes(
            file.Bytes,
            types.TryGetContentType(path, out var type) ? type : "application/octet-stream"
        );
    }

    private static (byte[], string) Load(Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        var bytes = memory.ToArray();
        return (bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]);
    }
}
