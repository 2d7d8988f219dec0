using System.Text.RegularExpressions;

namespace CoProd.Architecture.Tests.Rules;

/// <summary>Dapper's settings hold for the whole process: a module that sets one sets it for all.</summary>
internal static partial class DapperSettings
{
    public static IEnumerable<string> Check(Source source) =>
        Settings().Matches(source.Text).Select(match => $"{source.Path} changes Dapper for everybody: {match.Value}");

    [GeneratedRegex(
        @"\b(AddTypeHandler(Impl)?|RemoveTypeMap|AddTypeMap|SetTypeMap|ResetTypeHandlers|SetTypeName|TypeMapProvider|DefaultTypeMap\s*\.\s*\w+|SqlMapper\s*\.\s*Settings|PurgeQueryCache)\b"
    )]
    private static partial Regex Settings();
}
