using System.Runtime.Loader;
using Hl7.Fhir.Model;

namespace CoProd.Evaluation.Exchange.Fhir;

/// <summary>Wakes the FHIR library. Nothing of it is loaded before somebody needs it.</summary>
internal static class FhirLibrary
{
    // It looks its own parts up by name, and that through a delegate: the runtime would search where the host's assemblies lie and not
    // where this module's do, unless it is told whose looking it is.
    static FhirLibrary()
    {
        using var ours = AssemblyLoadContext.EnterContextualReflection(typeof(FhirLibrary).Assembly);
        _ = ModelInfo.ModelInspector.FhirRelease;
    }

    /// <summary>Called before the library is used.</summary>
    public static void Wake() { }
}
