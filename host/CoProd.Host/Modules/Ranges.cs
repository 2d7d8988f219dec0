using NuGet.Versioning;

namespace CoProd.Host.Modules;

/// <summary>Which versions will do, as modules and people write it: the one place where that is read.</summary>
internal static class Ranges
{
    /// <summary>Reads a NuGet range such as <c>[1.0,2.0)</c>.</summary>
    /// <exception cref="ModuleRefusedException">It is none.</exception>
    public static VersionRange Read(string of, string text) =>
        VersionRange.TryParse(text, out var range)
            ? range
            : throw new ModuleRefusedException(
                $"Its range {text} for {of} cannot be read. Write it like 1.0.0 or [1.0,2.0)."
            );

    /// <summary>Whether a version will do. What cannot be read does not.</summary>
    public static bool Fits(string range, NuGetVersion? version) =>
        version is not null && VersionRange.TryParse(range, out var versions) && versions.Satisfies(version);

    /// <inheritdoc cref="Fits(string, NuGetVersion?)"/>
    public static bool Fits(string range, string version) =>
        Fits(range, NuGetVersion.TryParse(version, out var read) ? read : null);

    /// <summary>What a person typed: a bare version means that one and no other; nothing means the highest that is finished.</summary>
    /// <exception cref="InvalidOperationException">It is neither a version nor a range.</exception>
    public static VersionRange Typed(string? text) =>
        text is null ? VersionRange.AllStable
        : NuGetVersion.TryParse(text, out var exact)
            ? new VersionRange(exact, includeMinVersion: true, exact, includeMaxVersion: true)
        : VersionRange.TryParse(text, out var range) ? range
        : throw new InvalidOperationException(
            $"{text} is neither a version nor a range of versions. Write it like 1.0.0 or [1.0,2.0). Nothing was changed."
        );
}
