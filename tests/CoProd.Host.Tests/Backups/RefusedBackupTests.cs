using System.Security.Cryptography;
using CoProd.Host.Backups;
using CoProd.Host.Tests.Data;
using CoProd.Testing;
using Microsoft.Data.Sqlite;

namespace CoProd.Host.Tests.Backups;

/// <summary>What is no good backup for this place is refused with a sentence, and nothing is touched.</summary>
public sealed class RefusedBackupTests(RefusedBackupTests.Made made) : IClassFixture<RefusedBackupTests.Made>
{
    private const string Passphrase = "Wenmouth 1998, in the rain";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A small installation with a plain and a sealed backup; the upload makes them several chunks long.</summary>
    public sealed class Made : IAsyncLifetime
    {
        private TestPlace? place;

        internal TestPlace Place => place!;

        public byte[] Plain { get; private set; } = [];

        public byte[] Sealed { get; private set; } = [];

        public byte[] Newer { get; private set; } = [];

        public async ValueTask InitializeAsync()
        {
            place = await TestPlace.Make(TestEngine.Sqlite);
            await using (var engine = place.Engine())
                await engine.Open("host", Site.OwnScripts(place.Options), Ct);
            Directory.CreateDirectory(Path.Combine(place.Folder, "uploads"));
            await File.WriteAllBytesAsync(
                Path.Combine(place.Folder, "uploads", "picture"),
                RandomNumberGenerator.GetBytes(300_000),
                Ct
            );
            Plain = await Taken(null);
            Sealed = await Taken(Passphrase);
            await using (
                var connection = new SqliteConnection(
                    $"Data Source={Path.Combine(place.Folder, "db", "host.db")};Pooling=false"
                )
            )
            {
                await connection.OpenAsync(Ct);
                await using var command = connection.CreateCommand();
                command.CommandText =
                    "insert into SchemaVersions (ScriptName, Applied) values ('9999_later.sql', '2030-01-01')";
                await command.ExecuteNonQueryAsync(Ct);
            }
            Newer = await Taken(null);
        }

        private async Task<byte[]> Taken(string? passphrase)
        {
            var path = Path.GetTempFileName() + ".backup";
            await Backup.Take(Place.Options, path, passphrase, Ct);
            var bytes = await File.ReadAllBytesAsync(path, Ct);
            File.Delete(path);
            return bytes;
        }

        public ValueTask DisposeAsync() => Place.DisposeAsync();
    }

    [Fact]
    public async Task Each_kind_of_bad_backup_is_told_apart()
    {
        await Refused("what is this"u8.ToArray(), null, "is no backup of CoProd, or it was cut short");
        await Refused([], null, "is no backup of CoProd, or it was cut short");
        await Refused(made.Newer, null, "keeps its data in a newer form than this one");
        await Refused(made.Sealed, "another passphrase", "The passphrase is not the one");
        await Refused(made.Sealed, null, "is encrypted");
        await Refused(made.Plain, Passphrase, "is not encrypted, and a passphrase was given");
    }

    [Fact]
    public async Task A_backup_cut_at_any_place_is_refused()
    {
        var random = new Random(20261125);
        foreach (var (whole, passphrase) in Kinds)
        {
            int[] cuts =
            [
                whole.Length - 1,
                whole.Length - 8,
                whole.Length - 16,
                47 + 65_552,
                .. Enumerable.Range(0, 8).Select(_ => random.Next(whole.Length)),
            ];
            foreach (var cut in cuts)
                await Refused(whole[..cut], passphrase, "");
        }
    }

    [Fact]
    public async Task A_backup_changed_in_one_bit_anywhere_is_refused()
    {
        var random = new Random(4);
        var count = 0;
        foreach (var (whole, passphrase) in Kinds)
        {
            // The first and last bytes are gzip's own, which it does not look after.
            int[] places =
            [
                3,
                9,
                whole.Length - 1,
                whole.Length - 30,
                whole.Length - 67,
                .. Enumerable.Range(0, 20).Select(_ => random.Next(whole.Length)),
            ];
            foreach (var at in places)
            {
                var changed = (byte[])whole.Clone();
                changed[at] ^= (byte)(1 << random.Next(8));
                await Refused(changed, passphrase, "");
                count++;
            }
        }
        TestContext.Current.SendDiagnosticMessage($"{count} flipped bits, all refused");
    }

    [Fact]
    public async Task Chunks_of_a_sealed_backup_that_changed_places_are_refused()
    {
        const int head = 47;
        const int chunk = (64 << 10) + 16;
        Assert.InRange(made.Sealed.Length, head + 3 * chunk, int.MaxValue);
        byte[] swapped =
        [
            .. made.Sealed[..head],
            .. made.Sealed[(head + chunk)..(head + 2 * chunk)],
            .. made.Sealed[head..(head + chunk)],
            .. made.Sealed[(head + 2 * chunk)..],
        ];
        await Refused(swapped, Passphrase, "is no backup of CoProd, or it was cut short or changed");
    }

    [Fact]
    public async Task A_backup_of_the_other_engine_is_refused()
    {
        await using var target = await TestPlace.Make(TestEngine.Postgres);
        var path = await Written(made.Plain);
        var refused = await Assert.ThrowsAsync<BackupRefusedException>(() =>
            Restoring.Run(target.Options, path, null, replace: false, Ct)
        );
        Assert.Contains(
            "is of an installation on SQLite; this one is on PostgreSQL",
            refused.Message,
            StringComparison.Ordinal
        );
        File.Delete(path);
    }

    [Fact]
    public async Task Nothing_is_restored_beside_a_service()
    {
        var path = await Written(made.Plain);
        await using var held = new FileStream(
            Path.Combine(made.Place.Folder, "host.lock"),
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None
        );
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Restoring.Run(made.Place.Options, path, null, replace: true, Ct)
        );
        Assert.Contains("already runs", refused.Message, StringComparison.Ordinal);
        File.Delete(path);
    }

    private IEnumerable<(byte[] Whole, string? Passphrase)> Kinds => [(made.Plain, null), (made.Sealed, Passphrase)];

    private static async Task<string> Written(byte[] bytes)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, bytes, Ct);
        return path;
    }

    private static async Task Refused(byte[] bytes, string? passphrase, string sentence)
    {
        var path = await Written(bytes);
        var folder = Path.Combine(Path.GetTempPath(), "coprod-refused-" + Guid.CreateVersion7().ToString("N"));
        var options = new HostOptions { DataFolder = folder };
        var refused = await Assert.ThrowsAsync<BackupRefusedException>(() =>
            Restoring.Run(options, path, passphrase, replace: false, Ct)
        );
        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was changed.", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
        File.Delete(path);
    }
}
