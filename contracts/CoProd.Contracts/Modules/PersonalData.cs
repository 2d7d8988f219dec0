namespace CoProd.Contracts.Modules;

/// <summary>A kind of data about people that a module keeps: what every record of processing has to say of it.</summary>
public sealed record PersonalData
{
    /// <summary>What it is, for example "Ways of contact".</summary>
    public required Func<string> Kind { get; init; }

    /// <summary>What it is kept for, a sentence.</summary>
    public required Func<string> Purpose { get; init; }

    /// <summary>What makes it lawful unless the institution's own record says otherwise.</summary>
    public required LawfulBasis Basis { get; init; }

    /// <summary>How long it is kept, a sentence.</summary>
    public required Func<string> KeptFor { get; init; }

    /// <summary>Whether it may tell of health, belief or another special category (UK GDPR article 9): then consent is asked for as well.</summary>
    public bool MayBeSpecial { get; init; }
}

/// <summary>The six bases of UK GDPR article 6.</summary>
public enum LawfulBasis
{
    /// <summary>The person agreed, and may take it back.</summary>
    Consent,

    /// <summary>A contract with the person needs it.</summary>
    Contract,

    /// <summary>A law asks for it.</summary>
    LegalObligation,

    /// <summary>Somebody's life depends on it.</summary>
    VitalInterests,

    /// <summary>A task in the public interest needs it.</summary>
    PublicTask,

    /// <summary>The institution's legitimate interests, weighed against the person's.</summary>
    LegitimateInterests,
}
