namespace CoProd.Ui.Parts;

/// <summary>The key after which a list goes on: the sort value of the last row and its id, in one text for an address.</summary>
public static class Keys
{
    /// <summary>Writes a key.</summary>
    public static string Write(string value, Guid id) => id.ToString("N") + value;

    /// <summary>Reads a key; one that is missing or was meddled with begins at the first row.</summary>
    public static (string Value, Guid Id) Read(string? key) =>
        key is { Length: >= 32 } && Guid.TryParseExact(key[..32], "N", out var id) ? (key[32..], id) : ("", Guid.Empty);
}
