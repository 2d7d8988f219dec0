using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CoProd.Host.Tests.Security;

/// <summary>A device that holds one passkey, written down from the WebAuthn standard apart from the code that the host uses.</summary>
internal sealed class Device : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasKey = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private string handle = "";

    /// <summary>The account it was made for.</summary>
    public string Handle => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(handle));

    public byte[] Id { get; init; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>How often it signed; one that does not count says nought.</summary>
    public uint Counter { get; set; }

    /// <summary>The address that the browser says it is at.</summary>
    public required string Origin { get; set; }

    /// <summary>Whether it asks for a finger or a PIN before it signs.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>What it signs instead of what it was asked.</summary>
    public string? OtherChallenge { get; set; }

    /// <summary>The account that it says it is for, instead of the one it was made for.</summary>
    public string? OtherHandle { get; set; }

    /// <summary>Makes the passkey, as <c>navigator.credentials.create</c> does.</summary>
    public string Make(JsonNode asked)
    {
        handle = (string)asked["user"]!["id"]!;
        byte[] about =
        [
            .. About(asked["rp"]!["id"]!, HasKey),
            .. new byte[16],
            0,
            (byte)Id.Length,
            .. Id,
            .. PublicKey(),
        ];
        // {"fmt": "none", "attStmt": {}, "authData": …} in CBOR (RFC 8949).
        byte[] attestation =
        [
            0xA3,
            .. Word("fmt"),
            .. Word("none"),
            .. Word("attStmt"),
            0xA0,
            .. Word("authData"),
            0x58,
            (byte)about.Length,
            .. about,
        ];
        return Answer(
            new JsonObject
            {
                ["clientDataJSON"] = Text(Client("webauthn.create", asked)),
                ["attestationObject"] = Text(attestation),
                ["transports"] = new JsonArray("internal"),
            }
        );
    }

    /// <summary>Signs, as <c>navigator.credentials.get</c> does.</summary>
    public string Sign(JsonNode asked)
    {
        var about = About(asked["rpId"]!, 0);
        var client = Client("webauthn.get", asked);
        byte[] signed = [.. about, .. SHA256.HashData(client)];
        return Answer(
            new JsonObject
            {
                ["clientDataJSON"] = Text(client),
                ["authenticatorData"] = Text(about),
                ["signature"] = Text(
                    key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                ),
                ["userHandle"] = OtherHandle is { } other ? Text(Encoding.UTF8.GetBytes(other)) : handle,
            }
        );
    }

    private string Answer(JsonObject response) =>
        new JsonObject
        {
            ["id"] = Text(Id),
            ["rawId"] = Text(Id),
            ["type"] = "public-key",
            ["clientExtensionResults"] = new JsonObject(),
            ["response"] = response,
        }.ToJsonString();

    private byte[] About(JsonNode place, byte more)
    {
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return
        [
            .. SHA256.HashData(Encoding.UTF8.GetBytes((string)place!)),
            (byte)(Present | (Verifies ? Verified : 0) | more),
            .. counter,
        ];
    }

    private byte[] Client(string type, JsonNode asked) =>
        Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["type"] = type,
                ["challenge"] = OtherChallenge ?? (string)asked["challenge"]!,
                ["origin"] = Origin,
                ["crossOrigin"] = false,
            }.ToJsonString()
        );

    // COSE (RFC 9053): an elliptic key, ES256, on P-256.
    private byte[] PublicKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }

    private static byte[] Word(string word) => [(byte)(0x60 + word.Length), .. Encoding.ASCII.GetBytes(word)];

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public void Dispose() => key.Dispose();
}
