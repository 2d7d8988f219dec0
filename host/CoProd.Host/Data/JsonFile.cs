using System.Text.Json;
using CoProd.Host.Modules;

namespace CoProd.Host.Data;

/// <summary>A small document in the data folder: read whole, and replaced whole in one move.</summary>
internal static class JsonFile
{
    /// <summary>The document, or a new one where there is no file.</summary>
    /// <exception cref="InvalidOperationException">It cannot be read; the sentence says what to do.</exception>
    public static T Read<T>(string path)
        where T : class, new()
    {
        if (!File.Exists(path))
            return new T();
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), ModuleManifest.Options) ?? new T();
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException(
                $"{path} cannot be read: {(e.LineNumber is { } line ? $"line {line + 1}" : "something in it")} is not as CoProd writes it. Put back the copy from your backup.",
                e
            );
        }
    }

    public static void Write<T>(string path, T document)
    {
        File.WriteAllText(path + ".next", JsonSerializer.Serialize(document, ModuleManifest.Options) + "\n");
        Durable.Replace(path + ".next", path);
    }
}
