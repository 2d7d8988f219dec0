namespace CoProd.Contracts.Contributions;

/// <summary>Something a module adds to the whole. Questions take a list of innovations, never one, so that their cost stays flat.</summary>
#pragma warning disable CA1040 // A marker on purpose: it keeps IModuleBuilder.Contributes to what the host can use.
public interface IContribution;
#pragma warning restore CA1040
