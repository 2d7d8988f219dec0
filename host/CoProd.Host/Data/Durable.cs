using System.Runtime.InteropServices;

namespace CoProd.Host.Data;

/// <summary>Files that are on disk when we say so.</summary>
internal static partial class Durable
{
    /// <summary>Puts a finished file in another's place: either the old or the new one is there, whatever happens.</summary>
    public static void Replace(string from, string to)
    {
        using (var file = new FileStream(from, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            file.Flush(flushToDisk: true);
        File.Move(from, to, overwrite: true);
        SyncFolder(Path.GetDirectoryName(to)!);
    }

    // A rename is only on disk once its folder is. Windows does that by itself.
    public static void SyncFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var handle = Open(folder, flags: 0);
        if (handle < 0)
            return;
        _ = Fsync(handle);
        _ = Close(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Fsync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
