using System.Security.Cryptography;
using System.Text.Json;
using CoProd.Host.Data;
using CoProd.Host.Packages;

namespace CoProd.Host.Leaving;

/// <summary>
/// The signature beside a manifest: ECDSA on P-256 with SHA-256 over the manifest's very bytes, by the key of the installation that sends
/// it. The public key comes along, so anybody can check that nothing was changed; who it belongs to is told by its fingerprint.
/// </summary>
internal static class ArchiveSignature
{
    public const string FileName = "manifest.sig";
    private const string Algorithm = "ECDSA-P256-SHA256";

    private sealed record Stored(string Algorithm, string PublicKey, string Signature);

    /// <summary>The installation's own key, made when it is first needed. It lies beside those of the trail, and in every backup.</summary>
    public static string KeyOf(string dataFolder)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(dataFolder, "keys")).FullName, "archives.pem");
        if (!File.Exists(path))
        {
            var half = $"{path}.{Guid.CreateVersion7():N}";
            using (var file = OwnFolder.NewFile(half))
            {
                file.Write(System.Text.Encoding.ASCII.GetBytes(Signature.NewKeys().Private));
                file.Flush(flushToDisk: true);
            }
            try
            {
                File.Move(half, path, overwrite: false);
                Durable.SyncFolder(Path.GetDirectoryName(path)!);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another process made it first: that one holds.
                File.Delete(half);
            }
        }
        return File.ReadAllText(path);
    }

    /// <summary>The public half, to give away.</summary>
    public static string PublicKeyOf(string privateKey)
    {
        using var key = Signature.Read(privateKey, "private");
        return key.ExportSubjectPublicKeyInfoPem();
    }

    public static byte[] Sign(byte[] manifest, string privateKey)
    {
        using var key = Signature.Read(privateKey, "private");
        var signature = Convert.ToBase64String(key.SignData(manifest, HashAlgorithmName.SHA256));
        return JsonSerializer.SerializeToUtf8Bytes(
            new Stored(Algorithm, key.ExportSubjectPublicKeyInfoPem(), signature),
            Manifest.Json
        );
    }

    /// <summary>The key that signed a manifest; null where the signature is none, or of something else.</summary>
    public static string? SignerOf(byte[] manifest, byte[] stored)
    {
        try
        {
            if (JsonSerializer.Deserialize<Stored>(stored, Manifest.Json) is not { Algorithm: Algorithm } read)
                return null;
            using var key = Signature.Read(read.PublicKey, "public");
            return key.VerifyData(manifest, Convert.FromBase64String(read.Signature), HashAlgorithmName.SHA256)
                ? key.ExportSubjectPublicKeyInfoPem()
                : null;
        }
        catch (Exception e)
            when (e
                    is JsonException
                        or FormatException
                        or ArgumentException
                        or CryptographicException
                        or Modules.ModuleRefusedException
            )
        {
            return null;
        }
    }
}
