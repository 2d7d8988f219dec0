using System.Diagnostics;

namespace CoProd.Host.Tests.Data;

/// <summary>A disk of its own in memory, small enough to fill. Making one needs rights that not every machine gives.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string filler;

    private SmallDisk(string folder) => (Folder, filler) = (folder, Path.Combine(folder, "filler"));

    public string Folder { get; }

    public static SmallDisk Make(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small disk to fill is made on Linux alone.");
        var folder = Directory.CreateTempSubdirectory("coprod-disk-").FullName;
        var refused = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "coprod-test", folder);
        if (refused is not null)
        {
            Directory.Delete(folder);
            Assert.Skip($"This machine does not let a test mount a small disk to fill: {refused}");
        }
        return new SmallDisk(folder);
    }

    private long Free => new DriveInfo(Folder).AvailableFreeSpace;

    /// <summary>Fills it until so many bytes are left.</summary>
    public void FillBut(long left)
    {
        using var file = new FileStream(filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[64 << 10];
        while (Free - left is > 0 and var more)
            file.Write(block, 0, (int)Math.Min(block.Length, Math.Max(4096, more / 4096 * 4096)));
    }

    public void Empty() => File.Delete(filler);

    public void Dispose()
    {
        Run("umount", "--lazy", Folder);
        Directory.Delete(Folder);
    }

    // What it said when it failed; null when it did not.
    private static string? Run(string program, params string[] words)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, words)
                {
                    UseShellExecute = false,
                    RedirectStandardError = true,
                    RedirectStandardOutput = true,
                }
            )!;
            var said = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : said;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }
}
