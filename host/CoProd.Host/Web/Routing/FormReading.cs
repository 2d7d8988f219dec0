using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CoProd.Contracts.Forms;
using CoProd.Host.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Web.Routing;

/// <summary>Turns what came over the wire into an <see cref="Input"/>, without judging it.</summary>
internal static class FormReading
{
    private const int MostFields = 2_000;

    public static async Task<Input> Page(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
            throw new BadHttpRequestException("This address takes a form.", StatusCodes.Status415UnsupportedMediaType);
        var sent = await Sent(http);
        return new Input(
            sent.Take(MostFields)
                .Select(field =>
                    KeyValuePair.Create(field.Key, (IReadOnlyList<string>)[.. field.Value.Select(v => v ?? "")])
                )
        );
    }

    // Only here is a broken stream the sender's doing: anywhere else it is a disk of ours.
    private static async Task<IFormCollection> Sent(HttpContext http)
    {
        try
        {
            return await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (IOException e)
            when (e is not BadHttpRequestException && !http.RequestServices.GetRequiredService<FullDisk>().Is(e))
        {
            throw new BadHttpRequestException("The form broke off.", e);
        }
    }

    /// <summary>The fields of a JSON object; null when it is none. Numbers and booleans count as they are written.</summary>
    public static async Task<Input?> Json(HttpContext http)
    {
        if (!http.Request.HasJsonContentType())
            throw new BadHttpRequestException("This address takes JSON.", StatusCodes.Status415UnsupportedMediaType);
        try
        {
            using var document = await JsonDocument.ParseAsync(
                http.Request.Body,
                cancellationToken: http.RequestAborted
            );
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            return new Input(
                document
                    .RootElement.EnumerateObject()
                    .Take(MostFields)
                    .Where(field => field.Value.ValueKind != JsonValueKind.Null)
                    .Select(field => KeyValuePair.Create(field.Name, Values(field.Value)))
                    .DistinctBy(field => field.Key, StringComparer.OrdinalIgnoreCase)
            );
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is half a surrogate pair, or bytes that are no UTF-8, in a name or a text: found only when it is read.
            return null;
        }
    }

    /// <summary>The id a record gets from the caller's Idempotency-Key: the same key makes the same record, however often it is sent.</summary>
    public static Guid? IdempotentId(Visit visit)
    {
        var key = visit.Http.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
            return null;
        if (key.Length > 200)
            throw new BadHttpRequestException("An Idempotency-Key has at most 200 characters.");
        var seed = $"{visit.Caller.AccountId:N} {visit.Http.Request.Path} {key}";
        return MadeId.Of(SHA256.HashData(Encoding.UTF8.GetBytes(seed)));
    }

    private static IReadOnlyList<string> Values(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Select(Text)],
            _ => [Text(value)],
        };

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
