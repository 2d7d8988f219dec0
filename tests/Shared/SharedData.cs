namespace CoProd.Tests;

/// <summary>The open data beside the repository, with figures that others computed. Tests on it may skip only where it is absent.</summary>
internal static class SharedData
{
    private static readonly string? Folder = Find();

    /// <summary>Opens a file such as <c>grants/wolfson_2014.json</c>, or skips the test and says why.</summary>
    internal static FileStream Open(string name)
    {
        Assert.SkipUnless(Folder is not null, "skipped: the folder ../shared/data is not beside this repository");
        return File.OpenRead(Path.Combine(Folder!, name));
    }

    /// <summary>A folder of it, or the test is skipped.</summary>
    internal static string FolderOf(string name)
    {
        Assert.SkipUnless(Folder is not null, "skipped: the folder ../shared/data is not beside this repository");
        return Path.Combine(Folder!, name);
    }

    private static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "global.json")))
                continue;
            var data = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data"));
            return Directory.Exists(data) ? data : null;
        }
        return null;
    }
}
