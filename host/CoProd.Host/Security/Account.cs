using CoProd.Contracts.Modules;

namespace CoProd.Host.Security;

/// <summary>Somebody who can sign in.</summary>
internal sealed record Account
{
    public Guid Id { get; set; }

    public string UserName { get; set; } = "";

    public string DisplayName { get; set; } = "";

    /// <summary>One of the four: their role, or the one that it is based on.</summary>
    public Role Role { get; set; }

    /// <summary>Their role where it is one of the institution's own.</summary>
    public Guid? OwnRoleId { get; set; }

    /// <summary>How often roles had been changed when this was read.</summary>
    public long RoleChanges { get; init; }

    /// <summary>The most they were given at any innovation.</summary>
    public Access.AccessLevel MostAccess { get; init; }

    /// <summary>The least they were given at any innovation where they were given something.</summary>
    public Access.AccessLevel LeastAccess { get; init; }

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
