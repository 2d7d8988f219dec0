namespace CoProd.Host.Data;

/// <summary>Room on the disk.</summary>
internal static class Room
{
    /// <summary>What can still be written where this path is or would be; null where the system does not say.</summary>
    public static long? Free(string path)
    {
        for (var folder = Path.GetFullPath(path); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!Directory.Exists(folder))
                continue;
            try
            {
                return new DriveInfo(folder).AvailableFreeSpace;
            }
            catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
            {
                return null;
            }
        }
        return null;
    }

    /// <summary>The bytes of all files under a folder. What goes away meanwhile is not counted.</summary>
    public static long Of(string folder) =>
        Directory.Exists(folder)
            ? new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(LengthOf)
            : 0;

    public static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }

    /// <summary>Bytes as people say them.</summary>
    public static string Words(long bytes) =>
        bytes switch
        {
            < 1 << 20 => FormattableString.Invariant($"{bytes / 1024.0:0} kB"),
            < 1L << 30 => FormattableString.Invariant($"{bytes / (double)(1 << 20):0} MB"),
            _ => FormattableString.Invariant($"{bytes / (double)(1 << 30):0.0} GB"),
        };
}
