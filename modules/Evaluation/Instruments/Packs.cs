using System.Reflection;

namespace CoProd.Evaluation.Instruments;

/// <summary>The packs that come with the module.</summary>
internal static class Packs
{
    private const string Prefix = "pack/";

    private static readonly Lazy<IReadOnlyList<Instrument>> Read = new(ReadAll);

    public static IReadOnlyList<Instrument> All => Read.Value;

    /// <summary>The packs as they are written, by their key.</summary>
    public static IEnumerable<(string Key, string Json)> Sources
    {
        get
        {
            var assembly = Assembly.GetExecutingAssembly();
            foreach (
                var name in assembly
                    .GetManifestResourceNames()
                    .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
            )
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                yield return (name[Prefix.Length..], reader.ReadToEnd());
            }
        }
    }

    private static Instrument[] ReadAll() =>
        [
            .. Sources.Select(source =>
                PackReading.Read(source.Json) switch
                {
                    ({ } instrument, _) => instrument,
                    (_, var faults) => throw new InvalidDataException($"{source.Key}: {faults[0]}"),
                }
            ),
        ];
}
