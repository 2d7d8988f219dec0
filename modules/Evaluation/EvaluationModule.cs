using CoProd.Contracts.Contributions;
using CoProd.Contracts.Modules;
using CoProd.Evaluation.Exchange;

namespace CoProd.Evaluation;

/// <summary>Is it working, and who disagrees? The instruments, the figures made of their answers, and FHIR in and out.</summary>
public sealed class EvaluationModule : IModule
{
    /// <inheritdoc />
    public void Configure(IModuleBuilder module)
    {
        module.Contributes<IVerb, EvaluationVerb>();
    }
}
