using CoProd.Contracts.Modules;

namespace CoProd.Host.Security;

/// <summary>Somebody who can sign in.</summary>
internal sealed record Account
{
    public Guid Id { get; set; }

    public string UserName { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public Role Role { get; set; }

    /// <summary>Their own record in the register, if they have one.</summary>
    public Guid? PersonId { get; set; }

    public string? PasswordHash { get; set; }

    public string SecurityStamp { get; set; } = "";

    public bool Disabled { get; set; }

    /// <summary>Where mail reaches them, if anywhere.</summary>
    public string? Email { get; set; }

    /// <summary>Whether they asked for a mail in the morning when something needs somebody.</summary>
    public bool WantsDigest { get; set; }

    /// <summary>Whether a code from their phone is asked when they sign in.</summary>
    public bool HasSecondStep { get; init; }

    /// <summary>Whether it was made for a login at the institution's provider: its role follows the groups there.</summary>
    public bool BySso { get; init; }

    /// <summary>Whether their role asks for one.</summary>
    public bool NeedsSecondStep { get; init; }
}
