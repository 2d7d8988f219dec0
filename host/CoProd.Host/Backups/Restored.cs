using Microsoft.Extensions.DependencyInjection;

namespace CoProd.Host.Backups;

/// <summary>
/// What must be done to data that was put back: registered in the root scope, asked in the order of registration. Erasures, pauses and
/// withdrawals that came after the backup are applied again this way. It may be asked twice.
/// </summary>
internal interface IAfterRestore
{
    Task Apply(Site site, CancellationToken ct);
}

/// <summary>A restored installation bears a mark until everything that follows a restore was done, whoever opens it first.</summary>
internal static class Restored
{
    private const string MarkName = "restored.mark";

    public static void Mark(string folder) => File.WriteAllText(Path.Combine(folder, MarkName), "");

    /// <summary>Does what follows a restore, once, where one was made. Whoever serves or writes comes through here first.</summary>
    public static async Task Apply(Site site, CancellationToken ct)
    {
        var mark = Path.Combine(site.Options.DataFolder, MarkName);
        // A verb without modules could not reach their data: the next opening with them does it.
        if (!File.Exists(mark) || site.Options.WithoutModules)
            return;
        foreach (var after in site.Services.GetServices<IAfterRestore>())
            await after.Apply(site, ct);
        File.Delete(mark);
    }
}
