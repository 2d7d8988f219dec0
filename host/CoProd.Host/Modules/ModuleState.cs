namespace CoProd.Host.Modules;

/// <summary>Where a module is on its way from a folder to serving people.</summary>
internal enum ModuleState
{
    /// <summary>Its folder was found.</summary>
    Discovered,

    /// <summary>Its manifest and files are whole.</summary>
    Verified,

    /// <summary>Its code is loaded and what it declares fits the others.</summary>
    Resolved,

    /// <summary>Its data is being brought up to date.</summary>
    Migrating,

    /// <summary>It serves.</summary>
    Active,

    /// <summary>The administrator switched it off.</summary>
    Disabled,

    /// <summary>It was built for other contracts.</summary>
    Incompatible,

    /// <summary>It was set aside; the reason says why.</summary>
    Quarantined,
}
