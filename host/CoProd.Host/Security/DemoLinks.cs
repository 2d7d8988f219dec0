using CoProd.Contracts.Modules;

namespace CoProd.Host.Security;

/// <summary>The demo's sign-in links, one for each kind of user. They hold for this run, and exist in demo mode only.</summary>
internal sealed class DemoLinks(HostOptions options)
{
    private readonly Dictionary<Role, string> codes = Enum.GetValues<Role>()
        .ToDictionary(role => role, _ => Secret.New()[..16]);

    public string PathOf(Role role) => $"/demo/{role.ToString().ToLowerInvariant()}/{codes[role]}";

    public Role? RoleOf(string? word, string? code) =>
        options.Demo
        && Enum.TryParse<Role>(word, ignoreCase: true, out var role)
        && codes.TryGetValue(role, out var right)
        && right == code
            ? role
            : null;

    public static string UserNameOf(Role role) => "demo-" + role.ToString().ToLowerInvariant();
}
