using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CoProd.Host.Modules;

namespace CoProd.Host.Packages;

/// <summary>
/// Who vouches for a package: an ECDSA signature (P-256, SHA-256) over the very bytes of its <c>module.json</c>, which names every other
/// file with its hash. It stands beside it as <c>module.sig</c>.
/// </summary>
internal static class Signature
{
    public const string FileName = "module.sig";

    private sealed record Stored(string Algorithm, string Signature);

    private const string Algorithm = "ECDSA-P256-SHA256";

    /// <summary>Makes a pair of keys: the private one to sign with and keep, the public one to give away.</summary>
    public static (string Private, string Public) NewKeys()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return (key.ExportPkcs8PrivateKeyPem(), key.ExportSubjectPublicKeyInfoPem());
    }

    /// <summary>Signs a package, in place of a signature it had.</summary>
    /// <exception cref="ModuleRefusedException">It is no package, or the key cannot sign.</exception>
    public static void Sign(string package, string privateKey)
    {
        using var key = Read(privateKey, "private");
        try
        {
            using var zip = ZipFile.Open(package, ZipArchiveMode.Update);
            var manifest =
                zip.GetEntry(ModulePackage.Folder + "module.json")
                ?? throw new ModuleRefusedException($"{Path.GetFileName(package)} is no module of CoProd.");
            var bytes = new MemoryStream();
            using (var from = manifest.Open())
                from.CopyTo(bytes);
            zip.GetEntry(ModulePackage.Folder + FileName)?.Delete();
            using var to = zip.CreateEntry(ModulePackage.Folder + FileName).Open();
            var signature = Convert.ToBase64String(key.SignData(bytes.ToArray(), HashAlgorithmName.SHA256));
            JsonSerializer.Serialize(to, new Stored(Algorithm, signature), ModuleManifest.Options);
        }
        catch (InvalidDataException e)
        {
            throw new ModuleRefusedException($"{Path.GetFileName(package)} is damaged or no package: {e.Message}");
        }
        catch (CryptographicException)
        {
            throw new ModuleRefusedException("That is a public key. Sign with the private one.");
        }
    }

    /// <summary>The key among these that signed what lies in a folder; null when none did.</summary>
    public static TrustedKey? SignerOf(string folder, IEnumerable<TrustedKey> keys)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(File.ReadAllText(path), ModuleManifest.Options);
            if (stored?.Algorithm != Algorithm)
                return null;
            var manifest = File.ReadAllBytes(Path.Combine(folder, "module.json"));
            var signature = Convert.FromBase64String(stored.Signature);
            return keys.FirstOrDefault(key =>
            {
                using var known = Read(key.PublicKey, "public");
                return known.VerifyData(manifest, signature, HashAlgorithmName.SHA256);
            });
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A short name for a key, to compare by eye or by telephone.</summary>
    /// <exception cref="ModuleRefusedException">It is no key on P-256.</exception>
    public static string FingerprintOf(string publicKey)
    {
        using var key = Read(publicKey, "public");
        return Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 16));
    }

    internal static ECDsa Read(string pem, string kind)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize == 256)
                return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            // Told below.
        }
        key.Dispose();
        throw new ModuleRefusedException(
            $"That is no {kind} key for signing modules (ECDSA, P-256, as PEM). `coprod keys new` makes one."
        );
    }
}
