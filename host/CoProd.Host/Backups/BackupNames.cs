using System.Globalization;
using System.Text.RegularExpressions;

namespace CoProd.Host.Backups;

/// <summary>The names of the files that CoProd makes by itself: <c>coprod-ID-DATE-TIME.backup</c>, in UTC. Others in the folder are not touched.</summary>
internal static partial class BackupNames
{
    public static string Of(string id, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"coprod-{id}-{at.UtcDateTime:yyyyMMdd-HHmmss}.backup");

    /// <summary>This installation's own, the newest first.</summary>
    public static IReadOnlyList<FileInfo> In(string folder, string id) =>
        Directory.Exists(folder)
            ?
            [
                .. new DirectoryInfo(folder)
                    .EnumerateFiles()
                    .Where(file => Pattern().Match(file.Name) is { Success: true } name && name.Groups[1].Value == id)
                    .OrderByDescending(file => file.Name, StringComparer.Ordinal),
            ]
            : [];

    /// <summary>
    /// Removes this installation's own that are older than the one just made and more than are to be kept, and what killed ones left. One that
    /// bears a later time was made under a clock that went wrong, then or now, and nobody can tell whether it is older: it stays.
    /// </summary>
    public static void RemoveOlder(string folder, string id, string made, int kept)
    {
        var name = Path.GetFileName(made);
        foreach (
            var old in In(folder, id).Where(file => string.CompareOrdinal(file.Name, name) <= 0).Skip(Math.Max(kept, 1))
        )
            old.Delete();
        foreach (var half in Directory.EnumerateFiles(folder, $"coprod-{id}-*.backup.half"))
            File.Delete(half);
    }

    [GeneratedRegex("^coprod-([0-9a-f]{8})-[0-9]{8}-[0-9]{6}[.]backup$")]
    private static partial Regex Pattern();
}
